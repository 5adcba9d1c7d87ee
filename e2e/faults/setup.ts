/** The environment that the crash tests ship into: real processes behind the real router, made-up metrics. */
import { tmpdir } from 'node:os';
import { createMemorySource } from '../../electron/connectors/metrics/memory/source.ts';
import { createProcessTarget } from '../../electron/connectors/targets/process/target.ts';
import type { Clock, Logger, MetricSource, Target } from '../../electron/engine/ports.ts';
import type { EnvironmentSetup } from '../../electron/engine/setup.ts';
import { defaultMachinePolicy } from '../../shared/domain/deployment/machine.ts';
import { defaultHealthPolicy } from '../../shared/domain/health/defaults.ts';
import { ok } from '../../shared/domain/result.ts';
import { blueGreenSteps, canarySteps, type Strategy, strategyDefaults } from '../../shared/domain/strategy/model.ts';

export const service = 'checkout';
export const environment = 'production';

/** The version that stands before the first deployment. */
export const firstVersion = '1.0.0';

/** The name of the nth release; a bad one is judged unhealthy as soon as it has users. */
export function versionOf(n: number, isBad: boolean): string {
	return isBad ? `1.0.${n}-bad` : `1.0.${n}`;
}

interface Place {
	readonly targetFolder: string;
	readonly routerFile: string;
	readonly serviceFile: string;
	readonly clock: Clock;
	readonly logger: Logger;
}

export function makeTarget({ targetFolder, routerFile, serviceFile, clock, logger }: Place): Target {
	return createProcessTarget(
		{
			kind: 'process',
			label: 'processes',
			port: 0,
			run: { file: process.execPath, args: [serviceFile, '{version}'], cwd: tmpdir(), env: {}, timeoutMs: 20_000 },
			healthPath: '/health',
			readyTimeoutMs: 20_000,
			instances: 1,
			drainMs: 500,
		},
		{ stateFolder: targetFolder, clock, logger, launchRouter: { file: process.execPath, args: [routerFile] } },
	);
}

/** Hours, so that no judge on a busy machine is ever too late. */
const patienceMs = 200 * 3_600_000;
const figures = {
	analysisIntervalMs: strategyDefaults.analysisIntervalMs,
	rollbackWindowMs: strategyDefaults.rollbackWindowMs,
	deployTimeoutMs: strategyDefaults.deployTimeoutMs,
};
const strategies: EnvironmentSetup['config']['strategies'] = {
	canary: { kind: 'canary', steps: canarySteps(strategyDefaults.canary, patienceMs), ...figures },
	'blue-green': {
		kind: 'blue-green',
		steps: blueGreenSteps(strategyDefaults.blueGreenWatchMs, patienceMs),
		...figures,
	},
} satisfies Record<string, Strategy>;

/** 400 requests a second, spread as the target really spreads them; what they are like depends on the version. */
function madeUpMetrics(target: Target, clock: Clock): MetricSource {
	const source = createMemorySource({ clock });
	return {
		...source,
		async read(request, signal) {
			const state = await target.inspect(signal);
			if (!state.ok) source.setProblem(state.problem);
			else {
				source.setProblem(null);
				for (const { slot, version, weightPercent } of Object.values(state.value.slots)) {
					const errorRate = version?.endsWith('-bad') === true ? 0.2 : 0;
					const requests = 4_000 * weightPercent;
					source.set(slot, { requests, throughput: 4 * weightPercent, errorRate, p95Latency: 80, memory: 0.3 });
				}
			}
			return source.read(request, signal);
		},
	};
}

/** Every figure is the default one, on a clock that is `clockRate` times faster than the wall's. */
export function makeSetup(place: Place & { readonly clockRate: number }): EnvironmentSetup {
	const target = makeTarget(place);
	const versions = Array.from({ length: 400 }, (_, n) => [versionOf(n, false), versionOf(n, true)]).flat();
	return {
		projectId: 'p',
		service,
		owner: null,
		releases: versions.map((version) => ({ version, commit: null, notes: null })),
		config: {
			name: environment,
			tier: 'production',
			strategy: 'canary',
			strategies,
			health: defaultHealthPolicy,
			machine: defaultMachinePolicy,
			sampleIntervalMs: 500,
			sampleWindowMs: 60_000,
		},
		target,
		source: madeUpMetrics(target, place.clock),
		smoke: { run: async () => ok({ note: 'asked' }) },
		clockRate: place.clockRate,
	};
}
