/** Pipelines on a clock that stands still: runners, git, reports and the store in memory. */
import { noDelivery } from '../../../shared/rpc/delivery-views.ts';
import { onTestFinished } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import type { PipelineView, RunDetail, ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import type { NeedView, RoomState } from '../../../shared/rpc/views.ts';
import { createMemoryRunner, type MemoryRunner } from '../../connectors/ci/memory/memory-runner.ts';
import { createNoticeDesk } from '../notice-desk.ts';
import type { QuarantineSource } from '../delivery-ports.ts';
import type { AttachmentStore, PipelineStore } from '../pipeline-ports.ts';
import { createPipelines, type Pipelines } from '../pipelines/pipelines.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { createRoomHub, type RoomHub } from '../room-hub.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryPipelineStore, type MemoryPipelineStore } from './memory-pipeline-store.ts';
import { pipelineConfig } from './test-pipeline-config.ts';
import { createTestCollector, createTestRepository, type TestCollector } from './test-pipeline-fakes.ts';

export const quiet = { debug() {}, info() {}, warn() {}, error() {} };
export const ada = { name: 'Ada', mayAct: true };
export const grace = { name: 'Grace', mayAct: true };

export interface PipelineWorld<S extends PipelineStore = MemoryPipelineStore> {
	readonly clock: FakeClock;
	readonly store: S;
	readonly collector: TestCollector;
	readonly runner: MemoryRunner;
	readonly git: ReturnType<typeof createTestRepository>;
	readonly quarantines?: QuarantineSource | null;
}

export interface PipelineRoom<S extends PipelineStore = MemoryPipelineStore> extends PipelineWorld<S> {
	readonly hub: RoomHub;
	readonly pipelines: Pipelines;
	/** How often the releases of environments were told to have changed. */
	readonly releaseTold: () => number;
	service(name?: string): ServiceView;
	pipeline(name?: string): PipelineView;
	needs(): readonly NeedView[];
	/** The detail as a watcher would get it now; null without any run. */
	detail(runId?: string | null): Promise<RunDetail | null>;
	/** Lets a call run to its end on a clock that would otherwise stand still. */
	during<T>(call: Promise<T>): Promise<T>;
	/** Ends without closing anything properly, and opens again from the store. */
	restart(setup?: Partial<ServiceSetup>): Promise<PipelineRoom<S>>;
}

export function serviceSetup(
	world: Pick<PipelineWorld<PipelineStore>, 'runner' | 'git'>,
	more: Partial<ServiceSetup> = {},
): ServiceSetup {
	return {
		projectId: 'p',
		service: 'shop',
		owner: null,
		repository: null,
		freezes: [],
		people: [],
		listed: [],
		environments: [
			{ name: 'staging', tier: 'staging', requires: ['commit', 'acceptance'] },
			{ name: 'production', tier: 'production', requires: ['commit', 'acceptance', 'user-acceptance'] },
		],
		pipeline: { config: pipelineConfig(), runner: world.runner, git: world.git },
		...more,
	};
}

export function emptyRoom(): RoomState {
	return {
		host: { kind: 'browser', version: '0', dataFolder: '', mayAct: true, actor: 'Ada', suggestedProject: null },
		sample: {
			...{ state: 'stopped', requestsPerSecond: null, url: null, problem: null, clockRate: 1, hasPipeline: false },
			fault: { delayMs: 0, errorRate: 0, memory: 0 },
		},
		...{ projects: {}, services: {}, environments: {}, deployments: {}, connections: {}, needs: {}, notices: {} },
		...{ factSources: {}, delivery: noDelivery },
	};
}

export const attachments: AttachmentStore = {
	put: async ({ name, mediaType, content }) =>
		ok({ id: 'a'.repeat(64), name, mediaType, sizeBytes: content.byteLength }),
	get: async () => ok(new Uint8Array([1, 2, 3])),
};

export function createWorld(): PipelineWorld {
	const clock = createFakeClock();
	return {
		clock,
		store: createMemoryPipelineStore(),
		collector: createTestCollector(clock),
		runner: createMemoryRunner({ clock }),
		git: createTestRepository(),
	};
}

export function openPipelineRoom(given?: Partial<ServiceSetup> | readonly ServiceSetup[]): Promise<PipelineRoom>;
export function openPipelineRoom<S extends PipelineStore>(
	given: Partial<ServiceSetup> | readonly ServiceSetup[],
	world: PipelineWorld<S>,
): Promise<PipelineRoom<S>>;
export function openPipelineRoom(
	given: Partial<ServiceSetup> | readonly ServiceSetup[] = {},
	world: PipelineWorld = createWorld(),
): Promise<PipelineRoom> {
	return openWith(given, world);
}

async function openWith<S extends PipelineStore>(
	given: Partial<ServiceSetup> | readonly ServiceSetup[],
	world: PipelineWorld<S>,
): Promise<PipelineRoom<S>> {
	const { clock, store, collector } = world;
	const hub = createRoomHub({ clock, initial: emptyRoom() });
	let told = 0;
	const pipelines = createPipelines({
		...{ clock, logger: quiet, hub, ports: { store, collector, attachments } },
		quarantines: world.quarantines ?? null,
		desk: createNoticeDesk(hub, clock),
		onNeeds: () => undefined,
		onReleases: () => {
			told += 1;
		},
	});
	onTestFinished(async () => pipelines.stop());
	const setups = 'length' in given ? given : [serviceSetup(world, given)];
	await pipelines.open(setups);
	await clock.advance(500);
	const service = (name = 'shop'): ServiceView => {
		const found = hub.state().services[name];
		if (found === undefined) throw new Error(`${name} is not on screen`);
		return found;
	};
	return {
		...world,
		hub,
		pipelines,
		releaseTold: () => told,
		service,
		pipeline(name) {
			const { pipeline } = service(name);
			if (pipeline === null) throw new Error('It has no pipeline');
			return pipeline;
		},
		needs: () => pipelines.needs(),
		async detail(runId = null) {
			const leaving = new AbortController();
			for await (const message of pipelines.api.watchRun({ service: 'shop', runId }, leaving.signal)) {
				leaving.abort();
				return message.detail;
			}
			return null;
		},
		async during(call) {
			await clock.advance(500);
			return call;
		},
		async restart(setup) {
			await pipelines.stop();
			return openWith(setup ?? given, world);
		},
	};
}

const stageJobs = [{ name: 'build' }, { name: 'unit', needs: ['build'] }, { name: 'api', needs: ['unit'] }] as const;

/** A new run on main with one job after the other; nothing has begun yet. */
export function giveRun(runner: MemoryRunner, more: Parameters<MemoryRunner['given']>[0] = {}): string {
	return runner.given({ jobs: stageJobs, ...more });
}

/** Lets the jobs of a run pass, one after the other. */
export function pass(runner: MemoryRunner, nativeId: string, jobs: readonly string[] = ['build', 'unit', 'api']): void {
	for (const job of jobs) runner.setJob(nativeId, job, { state: 'passed' });
}
