import { describe, expect, it } from 'vitest';
import { change, smallestConfig } from './fixture.ts';
import { defaultDelivery, deliveryConfig } from './fixture-delivery.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

const hour = 3_600_000;

function delivery(source: string) {
	const { config, issues } = parseConfig(source, '/srv/shop/signalbox.yaml');
	expect(issues.map(formatIssue)).toEqual([]);
	return config?.delivery;
}

describe('a file that says nothing of delivery', () => {
	it.each(['', 'delivery: {}\n', 'tests: {}\n', 'delivery:\ntests:\n'])('means the usual figures: %j', (text) => {
		expect(delivery(`${smallestConfig}${text}`)).toEqual(defaultDelivery);
	});
});

describe('a file that says everything', () => {
	const built = delivery(deliveryConfig);

	it('sets the policy of delivery', () => {
		expect(built?.policy).toEqual({
			zone: 'Europe/Berlin',
			bots: ['*[bot]', 'ci@acme.example'],
			incidentWindowMs: 12 * hour,
			sameDeploymentWindowMs: hour / 12,
			hotfix: { labels: ['urgent'], branches: ['fix/**'], titles: ['hot'] },
			groups: { money: ['checkout', 'billing'] },
			benchmarks: '2025',
		});
		expect(built?.incidentsByHand).toBe(true);
		expect(built?.otherServices).toEqual(['billing']);
	});

	it('sets the policy of tests', () => {
		expect(built?.tests).toEqual({
			levels: [{ level: 'ui', files: ['**/browser/**'], groups: ['browser'], names: ['ui *'] }],
			windowMs: 14 * 24 * hour,
			...{ minimumRuns: 6, flakyFrom: 0.05, flakyTo: 0.95, calmRate: 0.99, calmRuns: 30, massFailureShare: 0.5 },
			pyramid: { unit: 0.6, integration: 0.25, ui: 0.15 },
			quarantineFile: '.signalbox/quarantine.json',
		});
	});

	it('sets the report', () => {
		expect(built?.report).toEqual({
			folder: '/srv/shop/reports',
			formats: ['pdf', 'markdown'],
			atMinutes: 510,
			holidays: ['2027-01-01'],
			scopes: ['*', 'checkout', 'group:money'],
			isFrozen: true,
		});
	});

	const base = { token: null, backMs: 365 * 24 * hour, services: {}, environments: {} };

	it('sets what hosts of code tell', () => {
		expect(built?.sources.slice(0, 3)).toEqual([
			{
				...{ kind: 'github', id: 'gh', api: 'https://github.example/api/v3', service: 'checkout', changes: false },
				...{ repository: { owner: 'acme', name: 'shop' }, token: { from: 'environment', name: 'GITHUB_TOKEN' } },
				...{ backMs: 90 * 24 * hour, services: { 'Checkout Service': 'checkout' }, environments: { prod: 'live' } },
				deployments: { from: 'runs', workflow: 'deploy.yml', environment: 'live' },
				incidentLabels: ['incident'],
			},
			{
				...{ ...base, kind: 'gitlab', id: 'gitlab:acme/billing', url: 'https://gitlab.example' },
				...{ project: 'acme/billing', service: 'billing', deployments: false, changes: true },
				incidentLabels: ['outage'],
			},
			{
				...{ ...base, kind: 'argo', id: 'argo:checkout-live', url: 'https://argo.example' },
				...{ application: 'checkout-live', service: 'checkout', environment: 'live' },
				token: { from: 'file', path: '/srv/shop/secrets/argo' },
			},
		]);
	});

	it('sets what tells of incidents, and files', () => {
		expect(built?.sources.slice(3)).toEqual([
			{
				...{ ...base, kind: 'pagerduty', id: 'pagerduty', api: 'https://api.pagerduty.com' },
				...{ token: { from: 'signalbox', name: 'pagerduty' }, services: { PSHOP: 'checkout' } },
			},
			{
				...{ ...base, kind: 'opsgenie', id: 'opsgenie', api: 'https://api.eu.opsgenie.com' },
				token: { from: 'environment', name: 'OPSGENIE' },
			},
			{
				...{ ...base, kind: 'alertmanager', id: 'alertmanager:127.0.0.1:9093', url: 'http://127.0.0.1:9093' },
				auth: { user: 'ada', password: { from: 'environment', name: 'AM_PASSWORD' } },
				...{ serviceLabel: 'app', labels: { severity: 'page' } },
			},
			{ ...base, kind: 'statuspage', id: 'statuspage:status.acme.example', url: 'https://status.acme.example' },
			{
				...{ ...base, kind: 'file', id: 'file:facts/deployments.csv' },
				...{ path: '/srv/shop/facts/deployments.csv', format: 'csv' },
			},
		]);
	});
});

describe('a repository whose service is not named', () => {
	const source = '  sources: [{kind: github, repository: Acme/Shop}]\n';
	const two = `${change(smallestConfig, 'services:\n', `delivery:\n${source}services:\n`)}  - name: other
    environments: {production: {target: {kind: process, run: [node, o.mjs]}, metrics: {kind: scrape}}}
`;
	const serviceOf = (text: string) => {
		const first = delivery(text)?.sources[0];
		return first?.kind === 'github' ? first.service : 'none';
	};

	it('is of the only service there is', () => {
		expect(serviceOf(`${smallestConfig}delivery:\n${source}`)).toBe('checkout');
	});

	it.each(['git@github.com:acme/shop.git', 'https://github.com/acme/shop/', 'ssh://git@github.com/acme/shop'])(
		'is of the service that is cloned from %s',
		(address) => {
			expect(serviceOf(change(two, '- name: other', `- name: other\n    repository: ${address}`))).toBe('other');
		},
	);

	it('is of nobody where two could be meant, and that is said', () => {
		const { issues } = parseConfig(two, 'signalbox.yaml');
		expect(issues.map(formatIssue)).toEqual([
			'signalbox.yaml:4:13 delivery.sources[0]: warning: nothing says which service this is about, so what is read would belong to none; expected service: NAME, or services: {NAME THERE: NAME HERE}',
		]);
	});
});
