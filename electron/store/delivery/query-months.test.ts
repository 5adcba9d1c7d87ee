import { expect, test } from 'vitest';
import { day, incident, june, openFacts, tell, valueOf } from './test-facts.ts';
import { setup } from './test-worlds.ts';

test('a month has its incidents, open ones from before it, and those of no service that is known', async () => {
	const store = await openFacts();
	valueOf(await store.configure(setup));
	const open = { resolvedAt: null };
	await tell(store, 'pager', [
		...[incident('may, open', june - 9 * day, open), incident('may', june - 9 * day)],
		...[incident('june', june + day), incident('june, open', june + 2 * day, open)],
		...[incident('june, whose', june + 3 * day, { service: null }), incident('july', june + 40 * day, open)],
		incident('staging', june + day, { environment: 'staging' }),
	]);
	const titles = async (services: readonly string[]) => {
		const scope = { services, group: null, environments: [] };
		const { incidents } = valueOf(await store.monthFacts({ scope, month: '2026-06', now: june + 50 * day }));
		return incidents.map(({ ref }) => ref.slice(6));
	};
	expect(await titles([])).toEqual(['may, open', 'june', 'june, open', 'june, whose']);
	expect(await titles(['shop'])).toEqual(['may, open', 'june', 'june, open']);
	expect(await titles(['cart'])).toEqual([]);
});
