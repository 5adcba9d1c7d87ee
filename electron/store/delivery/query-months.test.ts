import { expect, test } from 'vitest';
import { commit, day, deployment, hour, incident, june, openFacts, sha, tell, valueOf } from './test-facts.ts';
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

test("the longest wait of a person is found behind those of many services' bots", async () => {
	const store = await openFacts();
	const names = Array.from({ length: 40 }, (_, index) => `service-${index}`);
	const [one] = setup.services;
	if (one === undefined) throw new Error('The setup has services.');
	valueOf(
		await store.configure({
			...setup,
			services: names.map((name) => ({ ...one, name, repository: name, hasPaths: false })),
		}),
	);
	for (const [index, name] of names.entries()) {
		const isLast = index === names.length - 1;
		const author = isLast ? {} : { authorName: 'dependabot[bot]', authorEmail: 'dependabot[bot]@acme.example' };
		const waited = isLast ? 20 : 100 + index;
		await tell(store, `git:${name}`, [
			commit(1, june - 200 * day, { repository: name }),
			commit(2, june + 5 * day - waited * day, { repository: name, ...author }),
			// In UTC of June, in Berlin already of July.
			commit(3, june - 300 * day, { repository: name }),
		]);
		await tell(store, `ci:${name}`, [
			deployment('1', june + 4 * day, { source: `ci:${name}`, service: name, commit: sha(1) }),
			deployment('2', june + 5 * day, { source: `ci:${name}`, service: name, commit: sha(2) }),
			deployment('3', june + 30 * day - hour / 2, { source: `ci:${name}`, service: name, commit: sha(3) }),
		]);
	}
	const scope = { services: [], group: null, environments: [] };
	const { slowest } = valueOf(await store.monthFacts({ scope, month: '2026-06', now: june + 50 * day }));
	expect(slowest.map(({ service, value }) => [service, value])).toEqual([['service-39', 20 * day]]);
});
