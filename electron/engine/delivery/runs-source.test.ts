/** Runs as a source of facts: nothing is lost at the edge of a page, and nothing told as whole that is not. */
import { describe, expect, test } from 'vitest';
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../delivery-ports.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { ServiceSetup } from '../pipelines/setup.ts';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createMemoryPipelineStore } from '../testing/memory-pipeline-store.ts';
import { pipelineConfig } from '../testing/test-pipeline-config.ts';
import { createRunsSource } from './runs-source.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const begin = 100 * day;

function run(number: number, more: Partial<PipelineRun> = {}): PipelineRun {
	const commit = { sha: 'b'.repeat(40), subject: 'x', author: null, authoredAt: null, committedAt: null, parents: [] };
	const createdAt = begin + number * minute;
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
		...{ branch: 'main', trigger: 'push', startedBy: null, url: null, state: 'passed', createdAt },
		...{ startedAt: createdAt, finishedAt: createdAt + minute, jobsKnown: true, jobs: [] },
		...more,
	};
}

const setup: ServiceSetup = {
	...{ projectId: 'p', service: 'shop', owner: null, repository: null, freezes: [], people: [], listed: [] },
	environments: [],
	pipeline: { config: pipelineConfig(), runner: {} as NonNullable<ServiceSetup['pipeline']>['runner'], git: null },
};

function openSource(runs: PipelineStore['runs'], store = createMemoryPipelineStore()) {
	const clock = createFakeClock();
	const open = new Map([['shop', setup]]);
	const changes = { services: new Set(['shop']) };
	const find = (service: string) => open.get(service);
	const source = createRunsSource({ store: { ...store, runs }, clock, changes, find });
	/** Each batch is kept, as the loop does; `meanwhile` happens after the first. */
	async function pull(cursor: string | null, meanwhile: () => void = () => undefined) {
		const batches: FactBatch[] = [];
		const pulled = collect(source, cursor, (batch) => {
			if (batches.push(batch) === 1) meanwhile();
		});
		await clock.advance(100);
		await pulled;
		const ids = batches.flatMap(({ facts }) => facts.map((fact) => (fact.kind === 'commit' ? '' : fact.nativeId)));
		return { ids, cursor: batches.at(-1)?.cursor ?? cursor };
	}
	return { open, changes, pull };
}

async function collect(source: FactSource, cursor: string | null, onBatch: (batch: FactBatch) => void): Promise<void> {
	for await (const batch of source.pull({ cursor, since: 0, now: 0 }, new AbortController().signal)) {
		if (!batch.ok) throw new Error(batch.problem.message);
		onBatch(batch.value);
	}
}

async function kept(runs: readonly PipelineRun[]) {
	const store = createMemoryPipelineStore();
	await store.saveRuns(runs);
	return store;
}

describe('runs as a source', () => {
	test('runs of one instant at the edge of a page are all told, and so are those behind them', async () => {
		// Numbers 68 to 72 of 120 were made together: the first page of 50 ends among them.
		const together = (number: number): number => begin + (number >= 68 && number <= 72 ? 70 : number) * minute;
		const runs = Array.from({ length: 120 }, (_, at) => run(at + 1, { createdAt: together(at + 1) }));
		const store = await kept(runs);
		const { ids } = await openSource(store.runs, store).pull(null);
		expect(ids).toHaveLength(120);
		expect(new Set(ids).size).toBe(120);
	});

	test('a run that cannot be read hides none of those before it', async () => {
		const store = await kept(Array.from({ length: 120 }, (_, at) => run(at + 1)));
		const unreadable = async (request: Parameters<PipelineStore['runs']>[0]) => {
			const page = await store.runs(request);
			return page.ok ? ok(page.value.filter(({ number }) => number !== 100)) : page;
		};
		expect((await openSource(unreadable, store).pull(null)).ids).toHaveLength(119);
	});

	test('a project that is closed in the middle, and opened again, loses none of its runs', async () => {
		const store = await kept(Array.from({ length: 120 }, (_, at) => run(at + 1, { createdAt: begin + at * day })));
		const { open, changes, pull } = openSource(store.runs, store);
		const first = await pull(null, () => open.delete('shop'));
		open.set('shop', setup);
		changes.services.add('shop');
		const second = await pull(first.cursor);
		expect(new Set([...first.ids, ...second.ids]).size).toBe(120);
	});

	test('a run that waits for somebody is told again when it ends, however late that is', async () => {
		const store = await kept([run(1, { state: 'needs-person', finishedAt: null })]);
		const { changes, pull } = openSource(store.runs, store);
		const first = await pull(null);
		await store.saveRuns([run(2, { createdAt: begin + 30 * day })]);
		changes.services.add('shop');
		const second = await pull(first.cursor);
		await store.saveRuns([run(1)]);
		changes.services.add('shop');
		const third = await pull(second.cursor);
		expect(third.ids).toContain('shop:1');
		changes.services.add('shop');
		// It has ended: nobody asks for it any more.
		expect((await pull(third.cursor)).ids).toEqual(['shop:2']);
	});
});
