import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { type DeliveryStoreInWorker, openDeliveryStoreInWorker } from './open-in-worker.ts';
import { commit, day, deployment, june, openFacts, sha, tell, temporaryFactsFile, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

const workerFile = path.join(import.meta.dirname, 'delivery-worker.ts');
const query: MetricsQuery = {
	scope: { services: ['mail'], group: null, environments: [] },
	period: { from: '2026-05-01', to: '2026-07-01' },
	...{ compareWith: null, bucket: 'week', withBots: false },
};
const own = { service: 'mail', repository: 'mail', source: 'ci' };
const facts = [
	...[commit(1, june, own), commit(2, june + day, own)],
	...[
		deployment('1', june + day, { ...own, commit: sha(1) }),
		deployment('2', june + 2 * day, { ...own, commit: sha(2) }),
	],
];

async function open(file: string): Promise<DeliveryStoreInWorker> {
	const store = valueOf(await openDeliveryStoreInWorker({ workerFile, file, now: () => june }));
	onTestFinished(() => store.close());
	return store;
}

test('A worker answers as the store does, goes on after it died, and ends', async () => {
	const store = await open(temporaryFactsFile());
	valueOf(await store.configure(setup));
	await tell(store, 'ci', facts);
	const answer = valueOf(await store.metrics(query, june + 30 * day));
	const plain = await openFacts();
	valueOf(await plain.configure(setup));
	await tell(plain, 'ci', facts);
	expect(answer).toEqual(valueOf(await plain.metrics(query, june + 30 * day)));
	expect(answer.dora[1]).toMatchObject({ state: 'measured', n: 1, value: day });

	const asked = store.metrics(query, june);
	await store.endThread();
	const lost = await asked;
	if (!lost.ok) expect(lost.problem).toMatchObject({ code: 'store-failed', retryable: true });
	// The setup is told to the new thread by itself.
	expect(valueOf(await store.metrics(query, june + 30 * day))).toEqual(answer);
	await store.close();
	expect(await store.sources()).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
});

test('A worker that cannot open its file says why', async () => {
	const folder = path.dirname(temporaryFactsFile());
	const opened = await openDeliveryStoreInWorker({ workerFile, file: folder, now: () => june });
	expect(opened).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
});

test('A worker that is busy for ever holds up closing for a moment only', async () => {
	const stuck = path.join(import.meta.dirname, 'test-stuck-worker.ts');
	const file = temporaryFactsFile();
	const store = valueOf(
		await openDeliveryStoreInWorker({ workerFile: stuck, file, now: () => june, closeWithinMs: 50 }),
	);
	const asked = store.sources();
	await store.close();
	expect(await asked).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
});
