import { describe, expect, it } from 'vitest';
import type { Approval } from '../../../shared/domain/pipeline/decisions.ts';
import type { Job, PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../shared/domain/result.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createMemoryPipelineStore } from '../testing/memory-pipeline-store.ts';
import { onePerson, pipelineConfig, twoPeople } from '../testing/test-pipeline-config.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { CollectedTests } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { runFact, testFact, tryId, waitedForPeopleMs } from './run-facts.ts';
import { createRunsSource } from './runs-source.ts';
import { createTestsSource } from './tests-source.ts';

const minute = 60_000;

function job(name: string, stage: Job['stage'], startedAt: number, finishedAt: number): Job {
	return {
		...{ id: name, name, stage, state: 'passed', needs: [], startedAt, finishedAt, mayFail: false, note: null },
		...{ url: null, hasLog: false },
	};
}

function run(number: number, more: Partial<PipelineRun> = {}): PipelineRun {
	const commit = { sha: 'b'.repeat(40), subject: 'x', author: null, authoredAt: null, committedAt: null, parents: [] };
	return {
		...{
			id: `shop:${number}`,
			service: 'shop',
			runner: 'memory',
			nativeId: String(number),
			number,
			attempt: 1,
			commit,
		},
		...{ branch: 'main', trigger: 'push', startedBy: null, url: null, state: 'passed', createdAt: number * minute },
		...{ startedAt: number * minute, finishedAt: number * minute + 10 * minute, jobsKnown: true },
		jobs: [
			job('unit', 'commit', number * minute, (number + 4) * minute),
			job('api', 'acceptance', (number + 4) * minute, (number + 9) * minute),
		],
		...more,
	};
}

function approval(name: string, at: number, decision: Approval['decision'] = 'approved'): Approval {
	const by = { kind: 'person', name } as const;
	return {
		...{ id: `${name}${at}`, service: 'shop', runId: 'shop:1', stage: 'user-acceptance', decision, by, at },
		...{ reason: null, answers: [] },
	};
}

describe('a run as a fact', () => {
	it('tells another try as another run, and a pull request as none of the default branch', () => {
		const config = pipelineConfig();
		expect(tryId(run(1))).toBe('shop:1');
		expect(runFact(run(1, { attempt: 2 }), config, [])).toMatchObject({ nativeId: 'shop:1#2', attempt: 2 });
		expect(runFact(run(1, { trigger: 'pull-request' }), config, []).isDefaultBranch).toBe(false);
		expect(runFact(run(1, { state: 'needs-person' }), config, []).state).toBe('running');
	});

	it.each<[string, readonly Approval[], number | null]>([
		['nobody has approved yet', [], null],
		['one of two has', [approval('Ada', 20 * minute)], null],
		['the same person twice', [approval('Ada', 20 * minute), approval('Ada', 30 * minute)], null],
		['two have', [approval('Ada', 20 * minute), approval('Bob', 40 * minute)], 30 * minute],
		['one took it back', [approval('Ada', 20 * minute), approval('Ada', 21 * minute, 'withdrawn')], null],
		['both before the work had ended', [approval('Ada', 3 * minute), approval('Bob', 4 * minute)], 0],
	])('counts the time for people from the end of the work: %s', (_what, approvals, waited) => {
		expect(waitedForPeopleMs(run(1), pipelineConfig({ approval: twoPeople }), approvals)).toBe(waited);
	});

	it('does not say that nobody was waited for where a host may have asked by itself', () => {
		expect(waitedForPeopleMs(run(1), pipelineConfig(), [])).toBeNull();
		expect(waitedForPeopleMs(run(1, { state: 'failed' }), pipelineConfig({ approval: onePerson }), [])).toBeNull();
	});

	it('takes the wall clock of the stages whose reports told tests', () => {
		const results = [
			{ test: 'a', file: null, group: 'unit', outcome: 'passed', durationMs: 5, passedOnRetry: false },
		] as const;
		const tests: CollectedTests = { results, leftOut: 0 };
		expect(testFact(run(1), pipelineConfig(), tests)).toMatchObject({
			...{ runId: 'shop:1', nativeId: 'shop:1', wallMs: 4 * minute, at: 11 * minute, isDefaultBranch: true },
			startedAt: minute,
		});
	});
});

const setup: ServiceSetup = {
	...{ projectId: 'p', service: 'shop', owner: null, repository: null, freezes: [], people: [], listed: [] },
	environments: [],
	pipeline: null,
};
const config = pipelineConfig();
const withPipeline = (runner: object): ServiceSetup => ({
	...setup,
	pipeline: { config, runner: runner as NonNullable<ServiceSetup['pipeline']>['runner'], git: null },
});

async function pull(source: FactSource, cursor: string | null): Promise<readonly FactBatch[]> {
	const batches: FactBatch[] = [];
	for await (const batch of source.pull({ cursor, since: 0, now: 0 }, new AbortController().signal)) {
		if (!batch.ok) throw new Error(batch.problem.message);
		batches.push(batch.value);
	}
	return batches;
}

describe('runs as a source', () => {
	it('tells all runs of a service page by page, then only after something changed', async () => {
		const clock = createFakeClock();
		const store = createMemoryPipelineStore();
		await store.saveRuns(Array.from({ length: 120 }, (_, number) => run(number + 1)));
		const changes = { services: new Set(['shop']) };
		const source = createRunsSource({ store, clock, changes, find: () => withPipeline({}) });
		const first = pull(source, null);
		await clock.advance(100);
		const batches = await first;
		expect(batches.map(({ facts }) => facts.length)).toEqual([50, 50, 20]);
		const cursor = batches.at(-1)?.cursor ?? null;
		expect(batches.at(-1)?.coveredFrom).toBe(minute);
		expect(await pull(source, cursor)).toEqual([]);
		changes.services.add('shop');
		const again = pull(source, cursor);
		await clock.advance(100);
		expect((await again).length).toBeGreaterThan(0);
	});
});

describe('runs of a service whose telling was cut off', () => {
	it('are told again with the next pull', async () => {
		const store = createMemoryPipelineStore();
		await store.saveRuns([run(1)]);
		const changes = { services: new Set(['shop', 'cart']) };
		const clock = createFakeClock();
		const source = createRunsSource({ store, clock, changes, find: () => withPipeline({}) });
		// The store could not keep the first batch: nobody asks for more.
		for await (const batch of source.pull({ cursor: null, since: 0, now: 0 }, new AbortController().signal)) {
			expect(batch.ok).toBe(true);
			break;
		}
		expect([...changes.services].sort()).toEqual(['cart', 'shop']);
	});
});

describe('results of tests as a source', () => {
	it('tells what was read once, and again what was read again', async () => {
		const store = createMemoryPipelineStore();
		const news: string[] = [];
		const source = createTestsSource({
			...{ store, find: () => undefined, onNews: () => void news.push('news') },
			collector: { collect: async () => ok({ evidence: [], problems: [] }) },
		});
		const results = [
			{ test: 'a', file: null, group: 'unit', outcome: 'passed', durationMs: 5, passedOnRetry: false },
		] as const;
		const tests: CollectedTests = { results, leftOut: 0 };
		source.read(run(1), config, tests);
		source.read(run(2), config, { results: [], leftOut: 0 });
		expect(news).toHaveLength(1);
		const batches = await pull(source, null);
		expect(batches).toMatchObject([{ facts: [{ kind: 'test-run', runId: 'shop:1' }] }]);
		const cursor = batches[0]?.cursor ?? null;
		expect(await pull(source, cursor)).toEqual([]);
		source.read(run(1), config, tests);
		expect(await pull(source, cursor)).toHaveLength(1);
	});

	it('looks once at runs of this machine that ended before, and not at those that are kept', async () => {
		const store = createMemoryPipelineStore();
		await store.saveRuns([run(1), run(2, { state: 'running' }), run(3)]);
		const asked: string[] = [];
		const local = pipelineConfig();
		const source = createTestsSource({
			store,
			find: () => ({
				...withPipeline({}),
				pipeline: {
					config: { ...local, runner: { kind: 'local', jobs: [], parallel: 1, onPush: true, keepRuns: 5 } },
					runner: {} as NonNullable<ServiceSetup['pipeline']>['runner'],
					git: null,
				},
			}),
			onNews: () => undefined,
			collector: {
				async collect({ nativeId, onTests }) {
					asked.push(nativeId);
					const results = [
						{ test: 'a', file: null, group: 'unit', outcome: 'passed', durationMs: 5, passedOnRetry: false },
					] as const;
					onTests?.({ results, leftOut: 0 });
					return ok({ evidence: [], problems: [] });
				},
			},
		});
		source.opened('shop');
		const batches = await pull(source, JSON.stringify({ kept: ['shop:1'] }));
		expect(asked).toEqual(['3']);
		expect(batches).toHaveLength(1);
		expect(await pull(source, batches[0]?.cursor ?? null)).toEqual([]);
	});
});
