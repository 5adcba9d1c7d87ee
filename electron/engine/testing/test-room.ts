/** A whole engine on a clock that stands still, a target in memory and a store in memory: everything but the world. */
import { onTestFinished } from 'vitest';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import { defaultMachinePolicy } from '../../../shared/domain/deployment/machine.ts';
import type { Deployment } from '../../../shared/domain/deployment/model.ts';
import type { CommandKind } from '../../../shared/domain/deployment/events.ts';
import { type Result, ok } from '../../../shared/domain/result.ts';
import { blueGreenSteps, canarySteps, strategyDefaults, type Strategy } from '../../../shared/domain/strategy/model.ts';
import type { Caller, CommandOutcome } from '../../../shared/rpc/api.ts';
import type { DeploymentView } from '../../../shared/rpc/views.ts';
import { createMemorySource, type MemorySource } from '../../connectors/metrics/memory/source.ts';
import { createMemoryTarget, type MemoryTarget } from '../../connectors/targets/memory/memory-target.ts';
import { type OpenStore, openStore } from '../../store/open-store.ts';
import { createEngine, type Engine } from '../engine.ts';
import type { PipelinePorts } from '../pipelines/pipelines.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import type { Logger, SmokeTester, Store } from '../ports.ts';
import type { EnvironmentSetup } from '../setup.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';

export const caller: Caller = { name: 'Ada', mayAct: true };
export const minute = 60_000;

export const quietLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };

const figures = {
	analysisIntervalMs: strategyDefaults.analysisIntervalMs,
	rollbackWindowMs: strategyDefaults.rollbackWindowMs,
	deployTimeoutMs: strategyDefaults.deployTimeoutMs,
};
export const strategies: Readonly<Record<'canary' | 'blue-green', Strategy>> = {
	canary: { kind: 'canary', steps: canarySteps(), ...figures },
	'blue-green': { kind: 'blue-green', steps: blueGreenSteps(), ...figures },
};

export interface TestRoom {
	readonly clock: FakeClock;
	readonly store: OpenStore;
	readonly target: MemoryTarget;
	readonly source: MemorySource;
	readonly engine: Engine;
	/** The deployment on screen; fails when there is none. */
	shown(): DeploymentView;
	now(): Deployment;
	start(options?: {
		readonly strategy?: 'canary' | 'blue-green';
		readonly version?: string;
		readonly key?: string;
	}): Promise<Result<CommandOutcome>>;
	/** Sends a command from a screen that shows the newest revision, or `revision`. */
	command(
		kind: CommandKind,
		options?: { readonly revision?: number; readonly key?: string },
	): Promise<Result<CommandOutcome>>;
	/** Ends this engine as a crash would, and opens a new one: nothing was closed properly, its lease is found dead. */
	crash(downForMs?: number): Promise<TestRoom>;
}

interface World {
	readonly clock: FakeClock;
	readonly store: OpenStore;
	readonly target: MemoryTarget;
	readonly source: MemorySource;
}

/** The clock of one engine: when that engine has died, none of its timers ever fires again. */
function mortal(clock: FakeClock): { readonly clock: FakeClock; die(): void } {
	let isDead = false;
	const after: FakeClock['after'] = (delayMs, run) =>
		clock.after(delayMs, () => {
			if (!isDead) run();
		});
	return {
		clock: { ...clock, after },
		die() {
			isDead = true;
		},
	};
}

export const healthyValues = { errorRate: 0.002, p95Latency: 120, memory: 0.4 };

/** Users are spread by the split that the target really holds: 400 requests/s in all. */
function followTraffic(source: MemorySource, target: MemoryTarget): MemorySource {
	const read = source.read.bind(source);
	source.read = (request, signal) => {
		for (const { slot } of request.slots) {
			const throughput = 4 * target.split()[slot];
			source.set(slot, { throughput, requests: (throughput * request.windowMs) / 1_000 });
		}
		return read(request, signal);
	};
	return source;
}

/** Opens a room in which 2.3.1 stands in blue and both slots look healthy. */
export async function openTestRoom(
	given: Partial<World> & {
		readonly wrapStore?: (store: OpenStore) => Store;
		readonly setup?: Partial<EnvironmentSetup>;
		readonly standing?: boolean;
		readonly pipelines?: PipelinePorts;
		readonly services?: readonly ServiceSetup[];
	} = {},
): Promise<TestRoom> {
	const clock = given.clock ?? createFakeClock();
	const store = given.store ?? (await openMemoryStore());
	const target =
		given.target ??
		createMemoryTarget({
			clock,
			label: 'memory',
			versions: ['2.3.1', '2.4.0', '2.5.0'],
			...(given.standing === false ? {} : { standing: { slot: 'blue', version: '2.3.1' } as const }),
		});
	const source = given.source ?? followTraffic(createMemorySource({ clock }), target);
	if (given.source === undefined) {
		source.set('blue', healthyValues);
		source.set('green', healthyValues);
	}
	let ids = 0;
	const life = mortal(clock);
	const engine = createEngine({
		store: given.wrapStore?.(store) ?? store,
		clock: life.clock,
		logger: quietLogger,
		host: {
			kind: 'browser',
			version: '0.0.0',
			dataFolder: 'memory',
			mayAct: true,
			actor: 'Ada',
			suggestedProject: null,
		},
		sample: {
			state: 'stopped',
			fault: { delayMs: 0, errorRate: 0, memory: 0 },
			requestsPerSecond: null,
			url: null,
			problem: null,
			clockRate: 1,
			hasPipeline: false,
		},
		newDeploymentId: () => `d${clock.now()}-${(ids += 1)}`,
		...(given.pipelines === undefined ? {} : { pipelines: given.pipelines }),
	});
	const opening = engine.openProject(
		{ id: 'p', name: 'p', file: 'signalbox.yaml', source: null, issues: [], loadedAt: 0, sample: false },
		[setupOf(target, source, given.setup)],
		given.services,
	);
	await clock.settle();
	await opening;
	await clock.advance(50);
	return roomOf({ clock, store, target, source }, engine, given.setup, life.die);
}

async function openMemoryStore(): Promise<OpenStore> {
	const opened = await openStore({
		file: ':memory:',
		holder: { label: 'test', host: 'here', pid: 1, startedAt: 0 },
		processes: { look: () => ({ state: 'alive', mark: null }) },
	});
	if (!opened.ok) throw new Error(opened.problem.message);
	onTestFinished(() => opened.value.close());
	return opened.value;
}

const smoke: SmokeTester = { run: async () => ok({ note: '1 check passed' }) };

/** The one environment of the room, steering `target`. */
export function setupOf(
	target: MemoryTarget,
	source: MemorySource,
	more: Partial<EnvironmentSetup> = {},
): EnvironmentSetup {
	return {
		projectId: 'p',
		service: 'checkout',
		owner: null,
		releases: ['2.5.0', '2.4.0', '2.3.1'].map((version) => ({ version, commit: null, notes: null })),
		config: {
			name: 'production',
			tier: 'production',
			strategy: 'canary',
			strategies,
			health: defaultHealthPolicy,
			machine: defaultMachinePolicy,
			sampleIntervalMs: 5_000,
			sampleWindowMs: 60_000,
		},
		target,
		source,
		smoke,
		clockRate: 1,
		...more,
	};
}

function roomOf(world: World, engine: Engine, setup: Partial<EnvironmentSetup> | undefined, die: () => void): TestRoom {
	const { clock } = world;
	let keys = 0;
	const key = (): string => `key-${clock.now()}-${(keys += 1)}-${Math.round(clock.monotonic())}`;
	const shown = (): DeploymentView => {
		const all = Object.values(engine.state().deployments);
		const last = all.at(-1);
		if (last === undefined) throw new Error('No deployment is on screen');
		return last;
	};
	/** Lets a call run to its end on a clock that would otherwise stand still. */
	async function during<T>(call: Promise<T>): Promise<T> {
		await clock.advance(50);
		return call;
	}
	return {
		...world,
		engine,
		shown,
		now: () => shown().deployment,
		start: ({ strategy, version = '2.4.0', key: given } = {}) =>
			during(
				engine.deployments.start(
					{
						service: 'checkout',
						environment: 'production',
						version,
						strategy: strategy ?? null,
						expectedStanding: engine.state().environments['checkout/production']?.standing?.version ?? null,
						idempotencyKey: given ?? key(),
					},
					caller,
				),
			),
		command(kind, { revision, key: given } = {}) {
			const input = {
				deploymentId: shown().deployment.id,
				expectedRevision: revision ?? shown().deployment.revision,
				idempotencyKey: given ?? key(),
				reason: null,
			};
			const calls = {
				promote: engine.deployments.promote,
				'promote-fully': engine.deployments.promoteFully,
				pause: engine.deployments.pause,
				resume: engine.deployments.resume,
				retry: engine.deployments.retry,
				'roll-back': engine.deployments.rollBack,
			};
			return during(calls[kind](input, caller));
		},
		async crash(downForMs = 0) {
			die();
			await clock.advance(downForMs);
			// As the store does when it finds that the holder's process is gone.
			await world.store.releaseLease('checkout/production');
			return openTestRoom({ ...world, ...(setup === undefined ? {} : { setup }) });
		},
	};
}
