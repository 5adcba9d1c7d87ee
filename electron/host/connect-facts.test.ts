import path from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deliveryConfig } from '../../shared/config/fixture-delivery.ts';
import { parseConfig } from '../../shared/config/parse.ts';
import { ok } from '../../shared/domain/result.ts';
import { createReplyCache } from '../connectors/http-hosts/reply-cache.ts';
import { realClock } from '../testing/real-world.ts';
import { connectFacts, type FactsPorts, measuredServices } from './connect-facts.ts';

const never = () => {
	throw new Error('Nothing is asked before the first pull.');
};
const ports: FactsPorts = {
	...{ clock: realClock, logger: { debug() {}, info() {}, warn() {}, error() {} }, exec: never, fetch: never },
	...{ secrets: async () => ok('secret'), cache: createReplyCache({ maxEntries: 1, maxBytes: 1 }) },
	clonesFolder: '/nowhere',
};

function projectOf(text: string) {
	const { config, issues } = parseConfig(text, '/srv/shop/signalbox.yaml');
	if (config === null) throw new Error(JSON.stringify(issues));
	return config;
}

const runner = '{kind: github, repository: acme/shop}';
const service = (name: string, repository: string, pipeline = '') => `
  - name: ${name}
    repository: ${repository}
    ${pipeline}
    environments: {production: {target: {kind: process, run: [node, s.mjs]}, metrics: {kind: scrape}}}`;

test('every kind of source of the file is connected, and each repository has one feed', async () => {
	const sources = connectFacts('p', projectOf(deliveryConfig), ports);
	expect(sources.map(({ source }) => `${source.kind} ${source.id}`)).toEqual([
		'github gh',
		'gitlab gitlab:acme/billing',
		'argo argo:checkout-live',
		'pagerduty pagerduty',
		'opsgenie opsgenie',
		'alertmanager alertmanager:127.0.0.1:9093',
		'statuspage statuspage:status.acme.example',
		'file file:facts/deployments.csv',
	]);
	expect(sources.map(({ backMs }) => backMs / 86_400_000)).toEqual([90, 365, 365, 365, 365, 365, 365, 365]);
	for (const { everyMs, projectId } of sources) {
		expect(projectId).toBe('p');
		expect(everyMs).toBeGreaterThanOrEqual(30_000);
	}
	await Promise.all(sources.map(({ source }) => source.close()));
});

test('services of one repository share its feed, however its address is written', async () => {
	const project = projectOf(`version: 1
name: shop
services:${service('web', 'https://github.com/acme/shop.git', `pipeline: {runner: ${runner}, paths: [web/**]}`)}${service('api', 'git@github.com:acme/shop')}${service('tool', '.')}
`);
	const sources = connectFacts('p', project, ports);
	expect(sources.map(({ source, everyMs }) => [source.id, everyMs])).toEqual([
		['git:github.com/acme/shop', 300_000],
		['git:/srv/shop', 60_000],
	]);
	expect(measuredServices(project)).toMatchObject([
		{ name: 'web', repository: 'github.com/acme/shop', hasPaths: true, hasRuns: true, hasTests: false },
		{ name: 'api', repository: 'github.com/acme/shop', hasPaths: false, hasRuns: false },
		{ name: 'tool', repository: '/srv/shop', environments: [{ name: 'production', tier: 'production' }] },
	]);
});

/** What a source asks for first is answered with one change, so that the name it gives to the repository shows. */
async function nameOfChanges(repository: string): Promise<unknown> {
	const project = projectOf(`version: 1
name: shop
delivery:
  sources: [{kind: github, repository: acme/shop, service: web, token: {env: T}, deployments: false}]
services:${service('web', repository)}
`);
	const commits = { totalCount: 0, pageInfo: { hasNextPage: false, endCursor: null }, nodes: [] };
	const at = '2026-11-28T10:00:00Z';
	const node = { id: 'PR_1', number: 1, title: 't', createdAt: at, updatedAt: at, commits };
	const pullRequests = { pageInfo: { hasNextPage: false, endCursor: null }, nodes: [node] };
	const fetch = async () => Response.json({ data: { repository: { pullRequests } } });
	const [github] = connectFacts('p', project, { ...ports, fetch });
	const pull = github?.source.pull({ cursor: null, since: 0, now: Date.parse(at) }, new AbortController().signal);
	for await (const batch of pull ?? []) {
		for (const fact of batch.ok ? batch.value.facts : []) if (fact.kind === 'change') return fact.repository;
	}
	return null;
}

test.each([
	['https://github.com/acme/shop.git', 'github.com/acme/shop'],
	['.', '/srv/shop'],
	['https://mirror.example/shop.git', 'mirror.example/shop'],
])('changes of a service with the repository %s are of %s, as its commits are', async (repository, name) => {
	expect(await nameOfChanges(repository)).toBe(name);
});

test('the example is connected as a whole', async () => {
	const file = path.resolve(import.meta.dirname, '..', '..', 'assets', 'examples', 'delivery.yaml');
	const sources = connectFacts('p', projectOf(readFileSync(file, 'utf8')), ports);
	expect(sources.at(-1)?.source.id).toBe('git:github.com/acme/shop');
	await Promise.all(sources.map(({ source }) => source.close()));
});
