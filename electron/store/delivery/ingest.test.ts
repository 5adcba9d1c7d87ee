import { describe, expect, test } from 'vitest';
import {
	commit,
	day,
	deployment,
	event,
	incident,
	june,
	openFacts,
	run,
	sha,
	tell,
	temporaryFactsFile,
	testRun,
	valueOf,
} from './test-facts.ts';

const everything = [
	...[commit(1, june), commit(2, june + 1), deployment('1.0', june + day), incident('i1', june + 2 * day)],
	...[run('r1', june), testRun('r1', june), event('f1', june)],
];

describe('Ingestion', () => {
	test('tells what was new, changed and the same', async () => {
		const store = await openFacts();
		expect(await tell(store, 'all', everything)).toEqual({ added: 7, changed: 0, unchanged: 0 });
		expect(await tell(store, 'all', everything)).toEqual({ added: 0, changed: 0, unchanged: 7 });
		const changed = [
			...[commit(1, june, { subject: 'said otherwise' }), deployment('1.0', june + day, { service: 'cart' })],
			...[incident('i1', june + 2 * day, { resolvedAt: null }), run('r1', june, { state: 'failed' })],
			...[testRun('r1', june, { results: [] }), event('f1', june, { title: 'renamed' }), commit(2, june + 1)],
		];
		expect(await tell(store, 'all', changed)).toEqual({ added: 0, changed: 6, unchanged: 1 });
	});

	test('keeps the cursor with the facts, and counts by kind', async () => {
		const store = await openFacts();
		valueOf(await store.ingest({ source: 'all', facts: everything, cursor: 'c1', coveredFrom: june, at: june }));
		valueOf(await store.ingest({ source: 'all', facts: everything, cursor: 'c2', coveredFrom: june - day, at: june }));
		valueOf(await store.noteSync({ source: 'all', at: june + 5, problem: null }));
		expect(valueOf(await store.sources())).toEqual([
			{
				...{ source: 'all', cursor: 'c2', coveredFrom: june - day, syncedAt: june + 5, problem: null },
				counts: {
					...{ deployment: 1, commit: 2, incident: 1, 'timeline-event': 1, 'pipeline-run': 1, 'test-run': 1 },
				},
			},
		]);
	});

	test('a batch with a fact that cannot be kept is not kept at all', async () => {
		const store = await openFacts();
		const result = await store.ingest({
			...{ source: 'all', facts: [deployment('1.0', june), commit(1, june, { sha: 'no hash' })] },
			...{ cursor: 'c1', coveredFrom: null, at: june },
		});
		expect(result.ok).toBe(false);
		expect(valueOf(await store.sources())).toEqual([]);
		expect(await tell(store, 'all', [deployment('1.0', june)])).toMatchObject({ added: 1 });
	});

	test('is there after a restart', async () => {
		const file = temporaryFactsFile();
		const store = await openFacts(file);
		await tell(store, 'all', everything);
		await store.close();
		const again = await openFacts(file);
		expect(await tell(again, 'all', everything)).toEqual({ added: 0, changed: 0, unchanged: 7 });
	});

	test('a forgotten source takes its facts with it, and no others', async () => {
		const store = await openFacts();
		await tell(store, 'import:today x.csv', everything);
		await tell(store, 'git:shop', [commit(1, june), commit(3, june)]);
		valueOf(await store.forget('import:today x.csv'));
		valueOf(await store.forget('never told of'));
		expect(valueOf(await store.sources())).toMatchObject([{ source: 'git:shop', counts: { commit: 2 } }]);
		expect(await tell(store, 'git:shop', [commit(1, june), commit(3, june)])).toMatchObject({ unchanged: 2 });
		expect(sha(1)).toHaveLength(40);
	});
});
