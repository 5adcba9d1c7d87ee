/** A real engine over a real file store and the machine's clock, as the hosts compose it. */
import { hostname } from 'node:os';
import path from 'node:path';
import { createEngine, type Engine } from '../../../electron/engine/engine.ts';
import type { Clock, Store } from '../../../electron/engine/ports.ts';
import type { EnvironmentSetup } from '../../../electron/engine/setup.ts';
import { systemClock } from '../../../electron/host/system-clock.ts';
import { composeStore, type OpenStore, openStore, type StoreOptions } from '../../../electron/store/open-store.ts';
import { systemProcesses } from '../../../electron/store/processes.ts';
import { openSqlite } from '../../../electron/store/sqlite.ts';
import { defaultMachinePolicy } from '../../../shared/domain/deployment/machine.ts';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import { ok } from '../../../shared/domain/result.ts';
import { blueGreenSteps, canarySteps, type Strategy, strategyDefaults } from '../../../shared/domain/strategy/model.ts';
import type { EngineApi } from '../../../shared/rpc/api.ts';
import { createFakeApi, emptyRoom } from '../../../shared/rpc/testing/fake-api.ts';
import { benchLogger } from './bench-logger.ts';
import { apiOf } from './rpc-client.ts';
import { expectOk } from './until.ts';

export interface BenchEngine {
	readonly engine: Engine;
	readonly api: EngineApi;
	readonly store: OpenStore;
	readonly clock: Clock;
	open(setups: readonly EnvironmentSetup[]): Promise<void>;
	close(): Promise<void>;
}

export interface BenchEngineOptions {
	/** May put itself between engine and store. */
	readonly watch?: (store: Store) => Store;
	/** `normal` leaves the sync of the disk out, to see what it costs; the product always writes `full`. */
	readonly durability?: 'full' | 'normal';
}

/** Opens store and engine with the data in `folder`. */
export async function openBenchEngine(folder: string, options: BenchEngineOptions = {}): Promise<BenchEngine> {
	const { watch = (store) => store, durability = 'full' } = options;
	const clock = systemClock();
	const storeOptions = {
		file: path.join(folder, 'signalbox.db'),
		holder: { label: 'bench', host: hostname(), pid: process.pid, startedAt: clock.now() },
		processes: systemProcesses(),
	};
	const proper = expectOk(await openStore(storeOptions));
	const store = durability === 'full' ? proper : openUnsynced(storeOptions);
	let ids = 0;
	const engine = createEngine({
		store: watch(store),
		clock,
		logger: benchLogger,
		host: { ...emptyRoom.host, dataFolder: folder },
		sample: emptyRoom.sample,
		newDeploymentId: (service, environment) => `${service}-${environment}-${(ids += 1)}`,
	});
	return {
		engine,
		api: apiOf(engine, createFakeApi().api),
		store,
		clock,
		open: (setups) =>
			engine.openProject(
				{ id: 'p', name: 'bench', file: 'signalbox.yaml', source: null, issues: [], loadedAt: 0, sample: false },
				setups,
			),
		async close() {
			await engine.close();
			await store.close();
			if (store !== proper) await proper.close();
		},
	};
}

function openUnsynced(options: StoreOptions): OpenStore {
	return composeStore(options, openSqlite(options.file, 'normal'), openSqlite(options.file, 'normal'));
}

/** The default figures with a canary of these weights. */
export function canaryStrategies(
	stages?: Parameters<typeof canarySteps>[0],
): Readonly<Record<'canary' | 'blue-green', Strategy>> {
	const { analysisIntervalMs, rollbackWindowMs, deployTimeoutMs } = strategyDefaults;
	const figures = { analysisIntervalMs, rollbackWindowMs, deployTimeoutMs };
	return {
		canary: { kind: 'canary', steps: canarySteps(stages), ...figures },
		'blue-green': { kind: 'blue-green', steps: blueGreenSteps(), ...figures },
	};
}

/** A production environment with everything usual but what `given` says. */
export function benchSetup(
	given: Pick<EnvironmentSetup, 'service' | 'target' | 'source'> & {
		readonly versions: readonly string[];
		readonly sampleIntervalMs: number;
		readonly stages?: Parameters<typeof canarySteps>[0];
	},
): EnvironmentSetup {
	const { service, target, source, versions, sampleIntervalMs, stages } = given;
	return {
		projectId: 'p',
		service,
		owner: null,
		releases: versions.map((version) => ({ version, commit: null, notes: null })),
		config: {
			name: 'production',
			tier: 'production',
			strategy: 'canary',
			strategies: canaryStrategies(stages),
			health: defaultHealthPolicy,
			machine: defaultMachinePolicy,
			sampleIntervalMs,
			sampleWindowMs: 60_000,
		},
		target,
		source,
		smoke: { run: async () => ok({ note: '1 check passed' }) },
		clockRate: 1,
	};
}
