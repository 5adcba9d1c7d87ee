/** What is GitHub's own of its facts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { pullWith } from '../common/conformance-steps.ts';
import { type FakeGithub, fakeDeployment, shaOf, startFakeGithub, statusOf } from './fake-github.ts';
import { createGithubFacts } from './source.ts';
import { configOf, day, deps, iso, runOf, token } from './test-github.ts';

let github: FakeGithub;
beforeEach(async () => {
	github = await startFakeGithub(token);
});
afterEach(() => github.host.stop());

const now = Date.parse('2026-11-28T12:00:00Z');
const at = now - 5 * day;

async function pull(changes: Partial<GithubFactsConfig> = {}, cursor: string | null = null) {
	const source = createGithubFacts(configOf(github.host.url, changes), deps);
	const pulled = await pullWith(source, { cursor, since: now - 365 * day, now });
	await source.close();
	return pulled;
}

describe('deployments', () => {
	test('are told with times, commit, version of a tag, tier and who', async () => {
		github.deployments.push(fakeDeployment(7, at, { ref: { name: 'v2.3.1', prefix: 'refs/tags/' } }));
		expect((await pull()).facts).toEqual([
			{
				...{ kind: 'deployment', source: 'github:acme/shop', nativeId: '7', offsetMinutes: null, service: 'shop' },
				...{ environment: 'production', tier: 'production', version: 'v2.3.1', commit: shaOf(7), actor: 'ada' },
				...{ startedAt: at + 5_000, firstTrafficAt: null, finishedAt: at + 60_000, outcome: 'succeeded', note: null },
				...{ tookTraffic: null, isRollback: null, takesBack: null, isHotfix: null, fixes: [] },
				url: 'https://github.example/acme/shop/actions/runs/1',
			},
		]);
	});

	test.each([
		[['SUCCESS', 'INACTIVE'], 'succeeded', 1],
		[['FAILURE', 'SUCCESS', 'INACTIVE'], 'succeeded', 2],
		[['IN_PROGRESS', 'FAILURE', 'INACTIVE'], 'failed', 2],
		[['IN_PROGRESS', 'ERROR'], 'failed', 2],
		[['QUEUED', 'INACTIVE'], 'cancelled', 2],
		[['QUEUED', 'WAITING'], 'running', null],
		[[], 'running', null],
	])('with the statuses %j ended as %s', async (states, outcome, end) => {
		const nodes = states.map((state, index) => statusOf(state, at + (index + 1) * 1000, `because ${state}`));
		github.deployments.push(fakeDeployment(1, at, { statuses: { nodes: nodes.toReversed() } }));
		const [fact] = (await pull()).facts;
		expect(fact).toMatchObject({ outcome, finishedAt: end === null ? null : at + end * 1000 });
	});

	test.each([true, false])(
		'with more than fifty statuses ended as the newest says (listed first: %s)',
		async (isFirst) => {
			const progress = Array.from({ length: 80 }, (_, index) => statusOf('IN_PROGRESS', at + index * 1000));
			const end = statusOf('SUCCESS', at + 90_000);
			const nodes = isFirst ? [end, ...progress.toReversed()] : [...progress, end];
			github.deployments.push(fakeDeployment(1, at, { statuses: { nodes } }));
			expect((await pull()).facts).toMatchObject([{ outcome: 'succeeded', startedAt: at, finishedAt: at + 90_000 }]);
		},
	);

	test('of a monorepo find their service by payload, task or environment', async () => {
		const payloads = ['{"service":"billing"}', JSON.stringify('{"app":"billing","version":"3.0"}'), 'odd', null];
		payloads.forEach((payload, index) => github.deployments.push(fakeDeployment(index, at + index, { payload })));
		github.deployments.push(fakeDeployment(8, at + 8, { environment: 'billing-prod' }));
		const { facts, leftOut } = await pull({
			...{ service: null, services: { 'billing-prod': 'billing' }, environments: { 'billing-prod': 'production' } },
		});
		expect(facts).toMatchObject([
			{ service: 'billing', environment: 'production' },
			{ service: 'billing', version: '3.0' },
			{ service: 'billing', version: null },
		]);
		expect(leftOut).toHaveLength(2);
		expect(leftOut[0]).toMatchObject({ why: 'nothing says which service it is of' });
	});

	test('into previews of changes are passed over', async () => {
		github.deployments.push(
			fakeDeployment(1, at, { environment: 'pr-123' }),
			fakeDeployment(2, at, { environment: 'Preview' }),
		);
		const { facts, leftOut } = await pull();
		expect([facts, leftOut]).toEqual([[], []]);
	});

	test('an odd one is listed and does not cost the others', async () => {
		github.deployments.push(fakeDeployment(1, at, { createdAt: 'soon' }), fakeDeployment(2, at));
		const { facts, leftOut } = await pull();
		expect(facts).toHaveLength(1);
		expect(leftOut).toEqual([{ what: 'deployment DE_1', why: 'its time of creation is no instant' }]);
	});
});

test('runs of a workflow: what failed, was skipped, was for a pull request, or is of a tag', async () => {
	const rows = [
		runOf(6, at + 5, { event: 'pull_request' }),
		runOf(5, at + 4, { conclusion: 'skipped' }),
		runOf(4, at + 3, { conclusion: 'cancelled' }),
		runOf(3, at + 2, { conclusion: 'timed_out' }),
		runOf(2, at + 1, { head_branch: 'v1.2', run_attempt: 3 }),
		runOf(1, at, {}),
	];
	github.runs.push(...rows);
	const deployments = { from: 'runs', workflow: 'deploy.yml', environment: 'production' } as const;
	const { facts } = await pull({ deployments, changes: false, incidentLabels: [] });
	expect(facts).toMatchObject([
		{ nativeId: '4-1', outcome: 'cancelled' },
		{ nativeId: '3-1', outcome: 'failed' },
		{ nativeId: '2-3', outcome: 'succeeded', version: 'v1.2', actor: 'grace' },
		{ nativeId: '1-1', outcome: 'succeeded', version: null, finishedAt: at + 60_000 },
	]);
});

test('runs whose next page lies at another host are not taken for all', async () => {
	github.believes = 'https://github.inside.example';
	for (let id = 1; id <= 120; id += 1) github.runs.push(runOf(id, at - id * 60_000));
	const deployments = { from: 'runs', workflow: 'deploy.yml', environment: 'production' } as const;
	const { failure } = await pull({ deployments, changes: false, incidentLabels: [] });
	expect(failure?.code).toBe('facts-rejected');
});

describe('pull requests', () => {
	const change = (number: number, changes: Record<string, unknown> = {}) => ({
		...{ id: `PR_${number}`, number, title: 'Hotfix: totals', url: 'https://github.example/acme/shop/pull/1' },
		...{ headRefName: 'hotfix/totals', createdAt: iso(at), updatedAt: iso(at + 60_000), mergedAt: iso(at + 50_000) },
		...{ author: { login: 'ada' }, mergeCommit: { oid: shaOf(99) }, labels: { nodes: [{ name: 'hotfix' }] } },
		reviews: {
			nodes: [
				{ state: 'COMMENTED', submittedAt: iso(at + 10_000), author: { login: 'ada' } },
				{ state: 'APPROVED', submittedAt: iso(at + 30_000), author: { login: 'grace' } },
				{ state: 'COMMENTED', submittedAt: iso(at + 20_000), author: { login: 'grace' } },
				{ state: 'PENDING', submittedAt: null, author: { login: 'grace' } },
			],
		},
		...changes,
	});

	test('are told with labels, branch, reviews, and the commits that a squash stands for', async () => {
		github.pullRequests.push(change(1));
		github.commits.set('PR_1', [shaOf(1), shaOf(2)]);
		const [fact] = (await pull()).facts;
		expect(fact).toMatchObject({
			...{ kind: 'change', nativeId: '1', repository: 'github.com/acme/shop', branch: 'hotfix/totals', author: 'ada' },
			...{
				labels: ['hotfix'],
				createdAt: at,
				firstReviewAt: at + 20_000,
				approvedAt: at + 30_000,
				mergedAt: at + 50_000,
			},
			...{ mergeCommit: shaOf(99), isCut: false },
			commits: [{ sha: shaOf(1), author: 'Ada' }, { sha: shaOf(2) }],
		});
	});

	test.each([
		[100, 100, false],
		[101, 101, false],
		[250, 250, false],
		[251, 250, true],
	])('of %i commits tell %i', async (count, told, isCut) => {
		github.pullRequests.push(change(1));
		github.commits.set(
			'PR_1',
			Array.from({ length: count }, (_, index) => shaOf(index + 1)),
		);
		const [fact] = (await pull()).facts;
		expect(fact?.kind === 'change' && [fact.commits.length, fact.isCut]).toEqual([told, isCut]);
		expect(fact?.kind === 'change' && new Set(fact.commits.map(({ sha }) => sha)).size).toBe(told);
	});

	test('of commits that cannot be read, page after page, are not read for ever', async () => {
		github.pullRequests.push(change(1));
		github.authored = '1970-01-01T00:00:00Z';
		github.commits.set(
			'PR_1',
			Array.from({ length: 5_000 }, (_, index) => shaOf(index + 1)),
		);
		expect((await pull()).facts).toMatchObject([{ kind: 'change', commits: [], isCut: true }]);
		expect(github.host.asked.filter(({ body }) => body.includes('on PullRequest'))).toHaveLength(19);
	});

	test('that were closed without a merge became no commit; later pulls tell what was touched since', async () => {
		for (let number = 1; number <= 60; number += 1) {
			github.pullRequests.push(change(number, { updatedAt: iso(at + number * 60_000), mergedAt: null }));
		}
		const first = await pull();
		expect(first.facts).toHaveLength(60);
		expect(first.facts).toContainEqual(expect.objectContaining({ mergedAt: null, mergeCommit: null }));
		github.pullRequests[3] = change(4, { updatedAt: iso(now - 1000) });
		const second = await pull({}, first.cursor);
		expect(second.facts).toMatchObject([{ nativeId: '4', mergedAt: at + 50_000 }]);
	});
});

describe('issues', () => {
	const issue = (number: number, changes: Record<string, unknown> = {}) => ({
		...{ id: `I_${number}`, number, title: 'Checkout is down', url: 'https://github.example/acme/shop/issues/1' },
		...{ body: null, createdAt: iso(at), updatedAt: iso(at), closedAt: null, stateReason: null },
		labels: { nodes: [{ name: 'incident' }, { name: 'sev1' }] },
		...changes,
	});

	test('with a label of incidents are told, with what their text and labels say', async () => {
		github.issues.push(
			issue(1, {
				...{ closedAt: iso(at + 60_000), stateReason: 'COMPLETED' },
				body: '**Root cause:** `v2.3.1` (abc1234)\r\nStarted: 2026-11-23T09:00:00+01:00\n',
			}),
			issue(2, { labels: { nodes: [{ name: 'bug' }] } }),
		);
		expect((await pull()).facts).toEqual([
			{
				...{ kind: 'incident', source: 'github:acme/shop', nativeId: '1', title: 'Checkout is down', service: 'shop' },
				...{ url: 'https://github.example/acme/shop/issues/1', offsetMinutes: null, sourceService: null },
				...{ environment: null, severity: 'critical', detectedAt: at, acknowledgedAt: null, isNotFromChange: false },
				...{ startedAt: Date.parse('2026-11-23T08:00:00Z'), resolvedAt: at + 60_000 },
				causedBy: ['version:v2.3.1', 'version:2.3.1', 'commit:abc1234'],
			},
		]);
	});

	test('that were no incident after all count for nothing, and open ones are closed by a later pull', async () => {
		github.issues.push(issue(1));
		const first = await pull();
		expect(first.facts).toMatchObject([{ resolvedAt: null, isNotFromChange: false }]);
		github.issues[0] = issue(1, { updatedAt: iso(now - 1000), closedAt: iso(now - 1000), stateReason: 'NOT_PLANNED' });
		expect((await pull({}, first.cursor)).facts).toMatchObject([{ resolvedAt: now - 1000, isNotFromChange: true }]);
	});
});

test.each([
	['RATE_LIMIT', 'facts-rate-limited'],
	['RATE_LIMITED', 'facts-rate-limited'],
	['FORBIDDEN', 'facts-unauthorised'],
	['INSUFFICIENT_SCOPES', 'facts-unauthorised'],
	['NOT_FOUND', 'facts-rejected'],
	['INTERNAL', 'facts-unreachable'],
])('an error %s in a good answer is %s', async (type, code) => {
	github.errors = [{ type, message: `because of ${token}` }];
	const { failure } = await pull();
	expect(failure?.code).toBe(code);
	expect(JSON.stringify(failure)).not.toContain(token);
});

test('a secondary limit that is said in a good answer, without a type, asks for a pause', async () => {
	github.errors = [
		{ message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' },
	];
	const { failure } = await pull();
	expect(failure).toMatchObject({ code: 'facts-rate-limited', retryable: true });
	expect(failure?.details?.['notBefore']).toBeGreaterThan(Date.now() + 30_000);
});

describe('an answer in part', () => {
	beforeEach(() => {
		github.deployments.push(fakeDeployment(1, at));
	});

	test.each([
		[{ type: 'SERVICE_UNAVAILABLE', message: 'Something went wrong while executing your query.' }],
		[{ message: 'Timeout on validation of query' }],
		[{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'Resource limits for this query exceeded.' }],
	])('because of %j is not taken for the whole', async (error) => {
		github.partly = [error];
		expect((await pull()).failure).toMatchObject({ code: 'facts-unreachable', retryable: true });
	});

	test('without a field that the token may not see is taken, and what it says nothing of is listed', async () => {
		github.partly = [{ type: 'FORBIDDEN', message: 'Resource not accessible by personal access token' }];
		github.deployments.push(fakeDeployment(2, at + 1000, { statuses: null, ref: null }));
		const { failure, facts, leftOut } = await pull();
		expect(failure).toBeNull();
		expect(facts).toMatchObject([{ nativeId: '1', outcome: 'succeeded' }]);
		expect(leftOut).toEqual([
			{ what: 'deployment DE_2', why: 'its statuses may not be seen, so how it ended is not known' },
		]);
	});
});

test('an incident with a body of megabytes is told, and so is what stands at its beginning', async () => {
	github.issues.push({
		...{ id: 'I_1', number: 1, title: 'Down', url: null, body: `Severity: high\n${'x'.repeat(5_000_000)}` },
		...{ createdAt: iso(at), updatedAt: iso(at), closedAt: null, stateReason: null },
		labels: { nodes: [{ name: 'incident' }] },
	});
	expect((await pull()).facts).toMatchObject([{ severity: 'high' }]);
});
