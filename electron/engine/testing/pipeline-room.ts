/** Pipelines on a clock that stands still: runners, git, reports and the store in memory. */
import { onTestFinished } from 'vitest';
import type { PipelineConfig, StageConfig } from '../../../shared/config/pipeline-model.ts';
import type { CollectedEvidence, Evidence } from '../../../shared/domain/gates/evidence.ts';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import type { ApprovalRule } from '../../../shared/domain/pipeline/decisions.ts';
import { stageNames, type StageName } from '../../../shared/domain/pipeline/model.ts';
import { fail, ok, type Problem } from '../../../shared/domain/result.ts';
import type { PipelineView, RunDetail, ServiceView } from '../../../shared/rpc/pipeline-views.ts';
import type { NeedView, RoomState } from '../../../shared/rpc/views.ts';
import { createMemoryRunner, type MemoryRunner } from '../../connectors/ci/memory/memory-runner.ts';
import { createNoticeDesk } from '../notice-desk.ts';
import type { AttachmentStore, EvidenceCollector, Repository } from '../pipeline-ports.ts';
import { createPipelines, type Pipelines } from '../pipelines/pipelines.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { createRoomHub, type RoomHub } from '../room-hub.ts';
import { createFakeClock, type FakeClock } from './fake-clock.ts';
import { createMemoryPipelineStore, type MemoryPipelineStore } from './memory-pipeline-store.ts';

export const quiet = { debug() {}, info() {}, warn() {}, error() {} };
export const ada = { name: 'Ada', mayAct: true };
export const grace = { name: 'Grace', mayAct: true };

/** Reports as a test says them, by run. */
export interface TestCollector extends EvidenceCollector {
	set(nativeId: string, facts: readonly Evidence['facts'][]): void;
	failNext(count: number, problem: Problem): void;
	/** Runs asked for, with the sources asked. */
	readonly asked: readonly { readonly nativeId: string; readonly sources: readonly string[] }[];
	/** The most at the same time. */
	readonly most: () => number;
	/** Each takes so long on the clock. */
	slow(ms: number): void;
}

const kindOfSource: Readonly<Record<string, Evidence['facts']['kind']>> = {
	unit: 'tests',
	coverage: 'coverage',
	api: 'tests',
};

export function createTestCollector(clock: FakeClock): TestCollector {
	const facts = new Map<string, readonly Evidence['facts'][]>();
	const asked: { nativeId: string; sources: readonly string[] }[] = [];
	let failing = 0;
	let failure: Problem | null = null;
	let running = 0;
	let most = 0;
	let slowMs = 0;
	return {
		asked,
		most: () => most,
		slow(ms) {
			slowMs = ms;
		},
		set: (nativeId, given) => void facts.set(nativeId, given),
		failNext(count, problem) {
			failing = count;
			failure = problem;
		},
		async collect({ nativeId, sources }) {
			asked.push({ nativeId, sources: sources.map(({ name }) => name) });
			running += 1;
			most = Math.max(most, running);
			if (slowMs > 0) await new Promise<void>((resolve) => clock.after(slowMs, resolve));
			running -= 1;
			if (failing > 0 && failure !== null) {
				failing -= 1;
				return { ok: false, problem: failure };
			}
			return ok(
				collectedFrom(
					facts.get(nativeId) ?? [passedTests],
					sources.map(({ name }) => name),
					clock.now(),
				),
			);
		},
	};
}

function collectedFrom(
	facts: readonly Evidence['facts'][],
	sources: readonly string[],
	now: number,
): CollectedEvidence {
	const evidence = sources.flatMap((source): readonly Evidence[] => {
		const found = facts.find(({ kind }) => kind === kindOfSource[source]);
		if (found === undefined) return [];
		return [
			{
				...{ id: `${source}:report`, source, format: 'junit', file: 'report', artifact: null, sha256: 'ab' },
				...{ sizeBytes: 1, tool: null, writtenAt: null, readAt: now, facts: found },
			},
		];
	});
	const missing = sources.filter((source) => evidence.every((one) => one.source !== source));
	return {
		evidence,
		problems: missing.map((source) => ({ source, file: null, message: `No report matches ${source}.xml` })),
	};
}

export const passedTests: Evidence['facts'] = {
	kind: 'tests',
	total: 12,
	passed: 12,
	failed: 0,
	skipped: 0,
	durationMs: 900,
	failures: [],
};

export function coverage(covered: number, total = 1_000): Evidence['facts'] {
	return { kind: 'coverage', lines: { covered, total }, branches: null, functions: null, files: 9 };
}

/** A history in memory: each commit of a memory runner lies after those of smaller numbers. */
export function createTestRepository(): Repository & { readonly calls: string[]; break(isBroken: boolean): void } {
	const calls: string[] = [];
	let isBroken = false;
	const author = { name: 'Linus', email: 'linus@example.org' };
	const commitOf = (number: number) => ({
		...{ sha: number.toString(16).padStart(40, '0'), subject: `Change ${number}`, author, parents: [] },
		...{ authoredAt: 1_000 * number, committedAt: 1_000 * number },
	});
	const numberOf = (sha: string) => Number.parseInt(sha, 16);
	const answer = <T>(call: string, value: T) => {
		calls.push(call);
		const failed = fail('scm-unreachable', 'git.test does not answer.', 'It is asked again.', { retryable: true });
		return Promise.resolve(isBroken ? failed : ok(value));
	};
	return {
		label: 'git.test',
		calls,
		break(broken) {
			isBroken = broken;
		},
		head: () => answer('head', commitOf(1)),
		commits({ from, to }) {
			const first = from === null ? 1 : numberOf(from) + 1;
			const count = Math.min(500, numberOf(to) - first + 1);
			const commits = Array.from({ length: count }, (_, index) => commitOf(numberOf(to) - index));
			const authors = commits.length === 0 ? [] : [{ ...author, commits: commits.length }];
			return answer('commits', { commits, count: commits.length, oldestAuthoredAt: 1_000 * first, authors });
		},
		readFile: ({ commit }) => answer('readFile', JSON.stringify({ version: `3.${numberOf(commit)}.0` })),
		contains: ({ commit, ancestor }) => answer('contains', numberOf(ancestor) <= numberOf(commit)),
		checkout: () => answer('checkout', null),
		close: async () => undefined,
	};
}

const gates: readonly Gate[] = [
	{ name: 'Unit tests', stage: 'commit', rule: { kind: 'tests', atLeast: 1 }, sources: ['unit'] },
];
export const coverageGate: Gate = {
	name: 'Coverage',
	stage: 'commit',
	rule: { kind: 'coverage', of: 'lines', atLeast: 0.8, failOnDecrease: false },
	sources: ['coverage'],
};
export const twoPeople: ApprovalRule = { count: 2, from: [], notOnlyAuthors: true, checklist: [] };
export const onePerson: ApprovalRule = { ...twoPeople, count: 1, notOnlyAuthors: false };

const patterns: Readonly<Record<StageName, readonly string[]>> = {
	commit: ['build', 'unit'],
	acceptance: ['api'],
	'user-acceptance': [],
	production: [],
};

export interface ConfigOptions {
	readonly gates?: readonly Gate[];
	readonly approval?: ApprovalRule | null;
	readonly version?: PipelineConfig['version'];
}

export function pipelineConfig(options: ConfigOptions = {}): PipelineConfig {
	const all = [...gates, ...(options.gates ?? [])];
	const source = { files: '*.xml', format: null, artifact: null, about: null };
	return {
		runner: { kind: 'jenkins', url: 'https://ci.test', job: 'shop', isMultibranch: false, user: null, token: null },
		branch: 'main',
		budgetMs: 1_800_000,
		stages: stageNames.map(
			(name): StageConfig => ({
				name,
				budgetMs: name === 'commit' ? 600_000 : null,
				jobPatterns: patterns[name],
				gates: all.filter(({ stage }) => stage === name),
				approval: name === 'user-acceptance' ? (options.approval ?? null) : null,
			}),
		),
		evidence: [
			{ name: 'unit', stage: 'commit', ...source },
			...(all.some(({ name }) => name === 'Coverage')
				? [{ name: 'coverage', stage: 'commit' as const, ...source }]
				: []),
			{ name: 'api', stage: 'acceptance', ...source },
		],
		version: options.version ?? { kind: 'template', template: '2.{run}.0' },
		paths: [],
	};
}

export interface PipelineWorld {
	readonly clock: FakeClock;
	readonly store: MemoryPipelineStore;
	readonly collector: TestCollector;
	readonly runner: MemoryRunner;
	readonly git: ReturnType<typeof createTestRepository>;
}

export interface PipelineRoom extends PipelineWorld {
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
	restart(setup?: Partial<ServiceSetup>): Promise<PipelineRoom>;
}

export function serviceSetup(
	world: Pick<PipelineWorld, 'runner' | 'git'>,
	more: Partial<ServiceSetup> = {},
): ServiceSetup {
	return {
		projectId: 'p',
		service: 'shop',
		owner: null,
		repository: null,
		freezes: [],
		people: [],
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
			...{ state: 'stopped', requestsPerSecond: null, url: null, problem: null, clockRate: 1 },
			fault: { delayMs: 0, errorRate: 0, memory: 0 },
		},
		...{ projects: {}, services: {}, environments: {}, deployments: {}, connections: {}, needs: {}, notices: {} },
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

export async function openPipelineRoom(
	given: Partial<ServiceSetup> | readonly ServiceSetup[] = {},
	world: PipelineWorld = createWorld(),
): Promise<PipelineRoom> {
	const { clock, store, collector } = world;
	const hub = createRoomHub({ clock, initial: emptyRoom() });
	let told = 0;
	const pipelines = createPipelines({
		...{ clock, logger: quiet, hub, ports: { store, collector, attachments } },
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
			return openPipelineRoom(setup ?? given, world);
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
