import { describe, expect, it } from 'vitest';
import type { IncidentFact } from './facts.ts';
import { byLikeness } from './name-likeness.ts';
import { scopeCheck } from './scope.ts';
import { day, deployedInTurn, graphOf, hour, incident, judge, monday, nothingSaid } from './testing/facts.ts';
import { type UnlinkedInput, unlinkedItems } from './unlinked.ts';

const deployments = deployedInTurn([
	['V1', { commit: 'aaaa1' }],
	['V2', { commit: null }],
	['V3', { commit: 'ffff1' }],
]);
const commits = graphOf([{ sha: 'aaaa1', parents: [], at: 0 }]);
const far = incident(monday + 5 * day, { nativeId: 'far', title: 'Slow' });

function unlinked(incidents: readonly IncidentFact[], more: Partial<UnlinkedInput> = {}) {
	const history = judge({ deployments, commits, incidents });
	return unlinkedItems({
		units: [{ service: 'shop', environment: 'production', history }],
		incidents,
		services: ['cart', 'shop'],
		commitsNear: () => [
			{ sha: 'old', subject: 'Old', committedAt: monday - day },
			{ sha: 'new', subject: 'New', committedAt: monday },
			{ sha: 'later', subject: 'Later', committedAt: monday + 9 * day },
		],
		from: monday,
		when: (instant) => new Date(instant).toISOString().slice(0, 10),
		...more,
	});
}

describe('what could not be linked', () => {
	it('deployments without a known commit, with commits from before, nearest first', () => {
		const found = unlinked([]);
		expect(found.map(({ kind, title }) => `${title} ${kind}`)).toEqual([
			...['V3 deployment-with-unknown-commit', 'V2 deployment-without-commit'],
		]);
		expect(found[0]?.candidates.map(({ id, detail }) => `${id} ${detail}`)).toEqual([
			...['new 2026-03-02', 'old 2026-03-01'],
		]);
	});
	it('an incident of no service, with the likeliest one first', () => {
		const lost = incident(monday + hour, { service: null, sourceService: 'Shop (EU)', title: 'Errors' });
		const [found] = unlinked([lost]).filter(({ kind }) => kind === 'incident-without-service');
		expect(found?.candidates.map(({ id }) => id)).toEqual(['shop', 'cart']);
		expect(found?.candidates[0]?.detail).toBe('Its source says Shop (EU).');
	});
	it('an incident that no deployment is shown to have caused, with those before it', () => {
		const [found] = unlinked([far]);
		expect(found).toMatchObject({ kind: 'incident-without-deployment', title: 'Slow', ref: 'pager|far' });
		expect(found?.candidates.map(({ label }) => label)).toEqual(['V3', 'V2', 'V1']);
	});
	it('none that was put down to a deployment in any environment, or that comes from no change', () => {
		const history = judge({ deployments, commits, incidents: [far] });
		const linked = judge({
			deployments,
			incidents: [far],
			said: { ...nothingSaid, incidentCause: new Map([['pager|far', 'told|d2']]) },
		});
		const units = [
			{ service: 'shop', environment: 'eu', history },
			{ service: 'shop', environment: 'us', history: linked },
		];
		const ofIncidents = (items: ReturnType<typeof unlinked>) => items.filter(({ kind }) => kind.startsWith('incident'));
		expect(ofIncidents(unlinked([far], { units }))).toEqual([]);
		expect(ofIncidents(unlinked([{ ...far, isNotFromChange: true }]))).toEqual([]);
	});
	it('only what is new enough', () => {
		expect(unlinked([far], { from: monday + 6 * day })).toEqual([]);
	});
});

describe('names by likeness', () => {
	it.each([
		['payments api is down', ['api', 'payments', 'payments-api', 'shop'], 'payments-api'],
		['Shop: errors', ['workshop', 'shop'], 'shop'],
		['nothing like it', ['b', 'a'], 'a'],
	])('%s', (text, names, first) => {
		expect(byLikeness(names, text)[0]).toBe(first);
	});
});

describe('which units a question is about', () => {
	const unit = (service: string, environment: string, tier: 'production' | 'staging') => ({
		service,
		environment,
		tier,
	});
	const all = [
		unit('shop', 'production', 'production'),
		unit('cart', 'eu', 'production'),
		unit('shop', 'staging', 'staging'),
	];
	const members = (group: string) => (group === 'web' ? ['cart'] : []);
	it.each([
		['all in production', { services: [], group: null, environments: [] }, 'shop/production cart/eu'],
		['a service', { services: ['shop'], group: null, environments: [] }, 'shop/production'],
		['an environment by name', { services: [], group: null, environments: ['staging'] }, 'shop/staging'],
		['a group', { services: [], group: 'web', environments: [] }, 'cart/eu'],
		['a group and a service', { services: ['shop'], group: 'web', environments: [] }, 'shop/production cart/eu'],
		['a group of nobody', { services: [], group: 'none', environments: [] }, ''],
	])('%s', (_name, scope, expected) => {
		const found = all.filter(scopeCheck(scope, members));
		expect(found.map(({ service, environment }) => `${service}/${environment}`).join(' ')).toBe(expected);
	});
});
