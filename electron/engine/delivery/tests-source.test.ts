import { expect, test } from 'vitest';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { createMemoryPipelineStore } from '../testing/memory-pipeline-store.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { createTestsSource } from './tests-source.ts';

const commit = { sha: 'b'.repeat(40), subject: 'x', author: null, authoredAt: null, committedAt: null, parents: [] };
const run: PipelineRun = {
	...{ id: 'shop:1', service: 'shop', runner: 'memory', nativeId: '1', number: 1, attempt: 1, commit },
	...{ branch: 'main', trigger: 'push', startedBy: null, url: null, state: 'passed', createdAt: 1 },
	...{ startedAt: 1, finishedAt: 2, jobsKnown: true, jobs: [] },
};

const setup: ServiceSetup = {
	...{ projectId: 'p', service: 'shop', owner: null, repository: null, freezes: [], people: [], listed: [] },
	environments: [],
	pipeline: {
		config: { ...pipelineConfig(), runner: { kind: 'local', jobs: [], parallel: 1, onPush: true, keepRuns: 5 } },
		runner: {} as NonNullable<ServiceSetup['pipeline']>['runner'],
		git: null,
	},
};

const result = {
	test: 'a',
	file: null,
	group: 'unit',
	outcome: 'passed',
	durationMs: 5,
	passedOnRetry: false,
} as const;

async function pull(source: FactSource): Promise<readonly Result<FactBatch>[]> {
	const batches: Result<FactBatch>[] = [];
	for await (const batch of source.pull({ cursor: null, since: 0, now: 0 }, new AbortController().signal)) {
		batches.push(batch);
	}
	return batches;
}

test('earlier runs that the store could not list are looked at with the next pull, and the source says why not now', async () => {
	const store = createMemoryPipelineStore();
	await store.saveRuns([run]);
	let isBroken = true;
	const refused = fail('store-failed', 'The disk does not answer.', 'Look at it.', { retryable: true });
	const source = createTestsSource({
		...{ find: () => setup, onNews: () => undefined },
		store: { runs: async (request) => (isBroken ? refused : store.runs(request)) },
		collector: {
			async collect({ onTests }) {
				onTests?.({ results: [result], leftOut: 0 });
				return ok({ evidence: [], problems: [] });
			},
		},
	});
	source.opened('shop');
	expect(await pull(source)).toEqual([refused]);
	isBroken = false;
	expect(await pull(source)).toMatchObject([{ value: { facts: [{ runId: 'shop:1' }] } }]);
});

test('a project that is opened again while its earlier runs are read is looked at once more', async () => {
	const store = createMemoryPipelineStore();
	await store.saveRuns([run]);
	let reads = 0;
	const source = createTestsSource({
		...{ find: () => setup, onNews: () => undefined },
		store: {
			async runs(request) {
				reads += 1;
				if (reads === 1) source.opened('shop');
				return store.runs(request);
			},
		},
		collector: { collect: async () => ok({ evidence: [], problems: [] }) },
	});
	source.opened('shop');
	await pull(source);
	await pull(source);
	expect(reads).toBe(2);
});
