import { expect, test } from 'vitest';
import { day, deployment, hour, incident, june, openFacts, tell, valueOf } from './test-facts.ts';

test('an incident is on the timeline of each stretch in which it lasted, an open one of all after it began', async () => {
	const store = await openFacts();
	await tell(store, 'pager', [
		...[incident('open', june - 20 * day, { resolvedAt: null }), incident('over', june - 20 * day)],
		...[incident('into it', june - hour / 2), incident('within', june + day, { resolvedAt: null })],
		incident('later', june + 9 * day, { resolvedAt: null }),
	]);
	const scope = { services: [], group: null, environments: [] };
	const { items, total } = valueOf(await store.timeline({ scope, from: june, to: june + 7 * day, limit: 10 }));
	expect(items.map(({ ref }) => ref)).toEqual(['pager|within', 'pager|into it', 'pager|open']);
	expect(total).toBe(3);
});

test('the newest of many are those that reading everything finds, however long they took', async () => {
	const store = await openFacts();
	const took = (index: number) => (index % 17 === 0 ? 5 * day : (index % 7) * hour);
	await tell(
		store,
		'ci',
		Array.from({ length: 400 }, (_, index) => {
			const at = june + index * 2 * hour;
			const more = { startedAt: at - took(index), service: `service-${index % 30}` };
			return deployment(`d${index}`, at, index % 50 === 1 ? { ...more, outcome: 'running', finishedAt: null } : more);
		}),
	);
	await tell(store, 'pager', [incident('i1', june + 3 * day), incident('i2', june + 20 * day, { resolvedAt: null })]);
	const scope = { services: [], group: null, environments: [] };
	const ask = async (limit: number) =>
		valueOf(await store.timeline({ scope, from: june + day, to: june + 31 * day, limit }));
	const all = await ask(1_000);
	expect(all.items).toHaveLength(all.total);
	for (const limit of [1, 7, 60, 300]) expect(await ask(limit)).toEqual({ ...all, items: all.items.slice(0, limit) });
});

test('a deployment that two sources tell of has one mark, and is counted once', async () => {
	const store = await openFacts();
	const times = Array.from({ length: 20 }, (_, index) => june + index * day);
	await tell(
		store,
		'ci',
		times.map((at, index) => deployment(`d${index}`, at, { version: `1.${index}` })),
	);
	await tell(
		store,
		'argo',
		times.map((at, index) => deployment(`a${index}`, at + 60_000, { source: 'argo', version: `v1.${index}` })),
	);
	const scope = { services: [], group: null, environments: [] };
	const ask = async (limit: number) => valueOf(await store.timeline({ scope, from: june, to: june + 31 * day, limit }));
	const { items, total } = await ask(100);
	expect(items.map(({ title, standing }) => `${title} ${standing}`)).toEqual(
		times.map((_, index) => `v1.${index} counted`).toReversed(),
	);
	expect(total).toBe(20);
	expect(await ask(7)).toEqual({ items: items.slice(0, 7), total: 20 });
});
