import { expect, test } from 'vitest';
import { day, hour, incident, june, openFacts, tell, valueOf } from './test-facts.ts';

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
