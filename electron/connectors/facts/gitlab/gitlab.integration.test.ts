/** GitLab against what every source of facts must do, and what is its own. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import { type FakeGitlab, startFakeGitlab } from './fake-gitlab.ts';
import { createGitlabFacts } from './source.ts';

const token = 'glpat-of_the_test_0123456789';
const day = 24 * 60 * 60 * 1000;
const iso = (ms: number) => new Date(ms).toISOString();
const shaOf = (number: number) => number.toString(16).padStart(40, '0');

const configOf = (url: string, changes: Partial<GitlabFactsConfig> = {}): GitlabFactsConfig => ({
	...{
		id: 'gitlab:acme/shop',
		kind: 'gitlab',
		url,
		project: 'acme/shop',
		service: 'shop',
		deployments: true,
		changes: true,
	},
	...{ token: { from: 'environment', name: 'TOKEN' }, backMs: 365 * day, services: {}, environments: {} },
	incidentLabels: ['incident', 'outage'],
	...changes,
});
const deps = {
	...{ clock: realClock, fetch, resolveSecret: async () => ok(token), repositoryName: 'gitlab.com/acme/shop' },
	isOurService: (name: string) => name === 'billing',
};

function deploymentOf(id: number, at: number, changes: Record<string, unknown> = {}) {
	return {
		...{
			id,
			iid: id,
			ref: 'main',
			sha: shaOf(id),
			created_at: iso(at),
			updated_at: iso(at + 60_000),
			status: 'success',
		},
		...{ user: { username: 'ada' }, environment: { id: 1, name: 'production' } },
		deployable: {
			...{ name: 'deploy', tag: false, started_at: iso(at + 5_000), finished_at: iso(at + 55_000) },
			web_url: 'https://gitlab.example/acme/shop/-/jobs/1',
		},
		...changes,
	};
}

factsConformance('GitLab', async () => {
	const gitlab = await startFakeGitlab(token);
	const again = () => createGitlabFacts(configOf(gitlab.host.url), deps);
	const start = Date.now();
	const put = (at: number, status = 'success') => {
		const id = gitlab.deployments.length + 1;
		gitlab.deployments.push(deploymentOf(id, at, { status, updated_at: iso(at) }));
		return String(id);
	};
	return hostedHarness(gitlab.host, {
		...{ kind: 'deployment', again, beyondOnePage: 230, toldAgain: 1, looksBack: true, since: start - 365 * day },
		secret: token,
		world: {
			fill: async (count) => Array.from({ length: count }, (_, index) => put(start - 300 * day + index * day)),
			add: async () => put(Date.now() - 1000),
			open: async () => put(Date.now() - 60 * 60_000, 'running'),
			async close(key) {
				const found = gitlab.deployments.find(({ id }) => String(id) === key);
				if (found !== undefined) Object.assign(found, { status: 'success', updated_at: iso(Date.now()) });
			},
		},
	});
});

let gitlab: FakeGitlab;
beforeEach(async () => {
	gitlab = await startFakeGitlab(token);
});
afterEach(() => gitlab.host.stop());

const now = Date.parse('2026-11-28T12:00:00Z');
const at = now - 5 * day;

async function pull(changes: Partial<GitlabFactsConfig> = {}, cursor: string | null = null) {
	const source = createGitlabFacts(configOf(gitlab.host.url, changes), deps);
	const pulled = await pullWith(source, { cursor, since: now - 365 * day, now });
	await source.close();
	return pulled;
}

describe('deployments', () => {
	test('are told with the times of their job, the tier of their environment, and the version of a tag', async () => {
		gitlab.environments = [{ name: 'eu/green', tier: 'production' }];
		const job = {
			name: 'deploy',
			tag: true,
			started_at: '2026-11-23T14:00:05.000+02:00',
			finished_at: '2026-11-23T14:01:00.000+02:00',
		};
		gitlab.deployments.push(
			deploymentOf(1, at, {
				environment: { name: 'eu/green' },
				ref: 'v2.3.1',
				created_at: '2026-11-23T14:00:00.000+02:00',
				deployable: job,
			}),
		);
		expect((await pull()).facts).toEqual([
			{
				...{
					kind: 'deployment',
					source: 'gitlab:acme/shop',
					nativeId: '1',
					url: null,
					offsetMinutes: 120,
					service: 'shop',
				},
				...{ environment: 'eu/green', tier: 'production', version: 'v2.3.1', commit: shaOf(1), actor: 'ada' },
				...{ startedAt: at + 5_000, firstTrafficAt: null, finishedAt: at + 60_000, outcome: 'succeeded', note: null },
				...{ tookTraffic: null, isRollback: null, takesBack: null, isHotfix: null, fixes: [] },
			},
		]);
	});

	test.each([
		['success', 'succeeded'],
		['failed', 'failed'],
		['canceled', 'cancelled'],
		['blocked', 'running'],
		['created', 'running'],
	])('that are %s: %s', async (status, outcome) => {
		gitlab.deployments.push(deploymentOf(1, at, { status, deployable: null }));
		const finishedAt = outcome === 'running' ? null : at + 60_000;
		expect((await pull()).facts).toMatchObject([{ outcome, startedAt: at, finishedAt, version: null }]);
	});

	test('find their service by job or environment, and pass over review apps', async () => {
		gitlab.deployments.push(
			deploymentOf(1, at, { deployable: { name: 'billing' } }),
			deploymentOf(2, at, { environment: { name: 'billing/prod' } }),
			deploymentOf(3, at, { environment: { name: 'review/feature' } }),
			deploymentOf(4, at, { status: 'odd' }),
		);
		const { facts, leftOut } = await pull({
			...{ service: null, services: { 'billing/prod': 'billing' }, environments: { 'billing/prod': 'production' } },
		});
		expect(facts).toMatchObject([
			{ nativeId: '1', service: 'billing', environment: 'production' },
			{ nativeId: '2', service: 'billing', environment: 'production' },
		]);
		expect(leftOut).toEqual([{ what: 'deployment 4', why: 'its status odd is not known' }]);
	});
});

describe('merge requests', () => {
	const change = (iid: number, changes: Record<string, unknown> = {}) => ({
		...{ id: 1000 + iid, iid, title: 'Totals', state: 'merged', source_branch: 'fix/totals', labels: ['hotfix'] },
		...{ author: { username: 'ada' }, created_at: iso(at), updated_at: iso(at + 60_000), merged_at: iso(at + 50_000) },
		...{
			merge_commit_sha: null,
			squash_commit_sha: null,
			sha: shaOf(3),
			web_url: 'https://gitlab.example/acme/shop/-/merge_requests/1',
		},
		...changes,
	});
	const commit = (number: number) => ({
		id: shaOf(number),
		authored_date: iso(at - number * 1000),
		author_name: 'Ada',
	});

	test('are told with their commits, oldest first', async () => {
		gitlab.mergeRequests.push(change(1, { squash_commit_sha: shaOf(9), merge_commit_sha: shaOf(10) }));
		gitlab.commits.set(1, [commit(1), commit(2)]);
		expect((await pull()).facts).toMatchObject([
			{
				...{ kind: 'change', repository: 'gitlab.com/acme/shop', number: 1, branch: 'fix/totals', labels: ['hotfix'] },
				...{ mergedAt: at + 50_000, mergeCommit: shaOf(9), isCut: false, firstReviewAt: null },
				commits: [
					{ sha: shaOf(2), authoredAt: at - 2000, author: 'Ada' },
					{ sha: shaOf(1), authoredAt: at - 1000, author: 'Ada' },
				],
			},
		]);
	});

	test.each([
		[{ merge_commit_sha: shaOf(10) }, shaOf(10)],
		[{}, shaOf(3)],
		[{ state: 'closed', merged_at: null }, null],
		[{ state: 'opened', merged_at: null }, null],
	])('became the commit that they say: %j', async (changes, mergeCommit) => {
		gitlab.mergeRequests.push(change(1, changes));
		expect((await pull()).facts).toMatchObject([{ mergeCommit }]);
	});

	test.each([
		[101, 101, false],
		[250, 250, false],
		[251, 250, true],
	])('of %i commits tell %i', async (count, told, isCut) => {
		gitlab.mergeRequests.push(change(1));
		gitlab.commits.set(
			1,
			Array.from({ length: count }, (_, index) => commit(index + 1)),
		);
		const [fact] = (await pull()).facts;
		expect(fact?.kind === 'change' && [fact.commits.length, fact.isCut]).toEqual([told, isCut]);
	});

	test('of commits that cannot be read, page after page, are not read for ever', async () => {
		gitlab.mergeRequests.push(change(1));
		gitlab.commits.set(
			1,
			Array.from({ length: 3_000 }, (_, index) => ({ id: shaOf(index + 1) })),
		);
		expect((await pull()).facts).toMatchObject([{ kind: 'change', commits: [], isCut: true }]);
		expect(gitlab.host.asked.filter(({ path }) => path.endsWith('/commits'))).toHaveLength(20);
	});
});

test('issues with any of the labels are incidents', async () => {
	const issue = (iid: number, labels: readonly string[], changes: Record<string, unknown> = {}) => ({
		...{ id: 2000 + iid, iid, title: 'Down', description: 'caused-by: abc1234', labels, severity: 'HIGH' },
		...{ created_at: iso(at), updated_at: iso(at), closed_at: null, web_url: null },
		...changes,
	});
	gitlab.issues.push(
		issue(1, ['incident']),
		issue(2, ['bug']),
		issue(3, ['outage', 'service::billing'], { closed_at: iso(at + 1000) }),
	);
	const { facts } = await pull();
	expect(facts).toMatchObject([
		{
			kind: 'incident',
			nativeId: '1',
			service: 'shop',
			severity: 'high',
			resolvedAt: null,
			causedBy: ['commit:abc1234'],
		},
		{ kind: 'incident', nativeId: '3', service: 'billing', resolvedAt: at + 1000 },
	]);
});

test('an instance that believes to have another address is read to the end all the same', async () => {
	gitlab.believes = 'http://gitlab.inside.example:8080';
	for (let id = 1; id <= 120; id += 1) gitlab.deployments.push(deploymentOf(id, at - id * 60_000));
	const { facts, failure } = await pull();
	expect(failure).toBeNull();
	expect(facts).toHaveLength(120);
	expect(gitlab.host.asked.every(({ headers }) => headers['private-token'] === token)).toBe(true);
});

test('an issue that was closed as a duplicate counts for nothing', async () => {
	const links = { closed_as_duplicate_of: 'https://gitlab.example/api/v4/projects/1/issues/75' };
	gitlab.issues.push({
		...{ id: 1, iid: 1, title: 'Down', labels: ['incident'], severity: 'UNKNOWN', _links: links },
		...{ created_at: iso(at), updated_at: iso(at), closed_at: iso(at + 1000) },
	});
	expect((await pull()).facts).toMatchObject([{ isNotFromChange: true, severity: 'unknown' }]);
});

test('a job that is dated to the year 1, or ends before it starts, is made sound', async () => {
	const never = { name: 'deploy', started_at: '0001-01-01T00:00:00Z', finished_at: '0001-01-01T00:00:00Z' };
	const back = { name: 'deploy', started_at: iso(at + 50_000), finished_at: iso(at + 20_000) };
	gitlab.deployments.push(deploymentOf(1, at, { deployable: never }), deploymentOf(2, at - 1000, { deployable: back }));
	expect((await pull()).facts).toMatchObject([
		{ startedAt: at, finishedAt: at + 60_000 },
		{ startedAt: at + 20_000, finishedAt: at + 20_000 },
	]);
});
