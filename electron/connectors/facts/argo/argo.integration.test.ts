/** Argo CD against what every source of facts must do, and what is its own. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ArgoFactsConfig } from '../../../../shared/config/delivery-model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { realClock } from '../../../testing/real-world.ts';
import { factsConformance } from '../common/conformance-facts.ts';
import { hostedHarness } from '../common/conformance-host.ts';
import { pullWith } from '../common/conformance-steps.ts';
import { type FakeFactsHost, startFakeFactsHost } from '../common/testing.ts';
import { createArgoFacts } from './source.ts';

const token = 'argo_token_of_the_test_0123456789';
const day = 24 * 60 * 60 * 1000;
const iso = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
const shaOf = (number: number) => number.toString(16).padStart(40, '0');

/** An application in the shape of Argo CD's API. */
interface FakeArgo {
	readonly host: FakeFactsHost;
	readonly history: Record<string, unknown>[];
	operation: Record<string, unknown> | null;
}

async function startFakeArgo(): Promise<FakeArgo> {
	const host = await startFakeFactsHost({
		route({ path, headers }) {
			if (headers.authorization !== `Bearer ${token}`)
				return { status: 401, body: { error: 'no session', message: 'no session', code: 16 } };
			// Since 2.6.7 what is missing is forbidden too: GHSA-2q5c-qw9c-fmvq.
			if (path.startsWith('/api/v1/applications/') && path !== '/api/v1/applications/shop-live')
				return { status: 403, body: { error: 'permission denied', code: 7, message: 'permission denied' } };
			if (path !== '/api/v1/applications/shop-live') return null;
			const { history, operation } = fake;
			return {
				status: 200,
				body: { metadata: { name: 'shop-live' }, status: { history, operationState: operation ?? undefined } },
			};
		},
	});
	const fake: FakeArgo = { host, history: [], operation: null };
	return fake;
}

const source = (repoURL: string, more: Record<string, unknown> = {}) => ({
	repoURL,
	path: 'deploy',
	targetRevision: 'HEAD',
	...more,
});
const configRepository = 'https://github.com/acme/config.git';

function entry(id: number, at: number, changes: Record<string, unknown> = {}): Record<string, unknown> {
	return {
		...{ id, revision: shaOf(id), deployStartedAt: iso(at - 30_000), deployedAt: iso(at) },
		...{ source: source(configRepository), initiatedBy: { username: 'ada' } },
		...changes,
	};
}

const configOf = (url: string): ArgoFactsConfig => ({
	...{
		id: 'argo:shop-live',
		kind: 'argo',
		url,
		application: 'shop-live',
		token: { from: 'environment', name: 'TOKEN' },
	},
	...{ backMs: 365 * day, services: {}, environments: {}, service: 'shop', environment: 'live' },
});
const deps = {
	...{ clock: realClock, fetch, resolveSecret: async () => ok(token), repositoryName: 'github.com/acme/shop' },
	tierOf: () => 'production' as const,
};

factsConformance('Argo CD', async () => {
	const argo = await startFakeArgo();
	const again = () => createArgoFacts(configOf(argo.host.url), deps);
	const start = Math.floor(Date.now() / 1000) * 1000;
	const put = (at: number) => {
		argo.history.push(entry(argo.history.length + 1, at));
		return `sync-${iso(at - 30_000)}`;
	};
	return hostedHarness(argo.host, {
		...{ kind: 'deployment', again, beyondOnePage: 10, toldAgain: 0, looksBack: false, since: start - 365 * day },
		secret: token,
		world: {
			fill: async (count) => Array.from({ length: count }, (_, index) => put(start - 300 * day + index * day)),
			add: async () => put(start),
			async open() {
				argo.operation = { phase: 'Running', startedAt: iso(start - 60_000), syncResult: { revision: shaOf(99) } };
				return `sync-${iso(start - 60_000)}`;
			},
			async close() {
				argo.operation = null;
				put(start - 30_000);
			},
		},
	});
});

let argo: FakeArgo;
beforeEach(async () => {
	argo = await startFakeArgo();
});
afterEach(() => argo.host.stop());

const now = Date.parse('2026-11-28T12:00:00Z');

async function pull(cursor: string | null = null) {
	const facts = createArgoFacts(configOf(argo.host.url), deps);
	const pulled = await pullWith(facts, { cursor, since: now - 365 * day, now });
	await facts.close();
	return pulled;
}

test('an entry of the history is a deployment that succeeded, and its revision stands for the version', async () => {
	argo.history.push(entry(7, now - day));
	expect((await pull()).facts).toEqual([
		{
			...{
				kind: 'deployment',
				source: 'argo:shop-live',
				nativeId: `sync-${iso(now - day - 30_000)}`,
				offsetMinutes: null,
			},
			...{ url: `${argo.host.url}/applications/shop-live`, service: 'shop', environment: 'live', tier: 'production' },
			...{ version: shaOf(7).slice(0, 12), commit: null, startedAt: now - day - 30_000, finishedAt: now - day },
			...{ firstTrafficAt: null, outcome: 'succeeded', tookTraffic: null, isRollback: null, takesBack: null },
			...{ isHotfix: null, fixes: [], note: null, actor: 'ada' },
		},
	]);
});

test.each([
	[
		'an image of kustomize',
		{ source: source(configRepository, { kustomize: { images: ['acme/shop=acme/shop:2.3.1'] } }) },
		'2.3.1',
		null,
	],
	[
		'a digest is no version',
		{ source: source(configRepository, { kustomize: { images: ['acme/shop@sha256:abc'] } }) },
		shaOf(1).slice(0, 12),
		null,
	],
	[
		'several images are none',
		{ source: source(configRepository, { kustomize: { images: ['a:1', 'b:2'] } }) },
		shaOf(1).slice(0, 12),
		null,
	],
	[
		'a parameter of helm',
		{ source: source(configRepository, { helm: { parameters: [{ name: 'image.tag', value: 'v2' }] } }) },
		'v2',
		null,
	],
	[
		'values of helm',
		{ source: source(configRepository, { helm: { valuesObject: { image: { tag: 1.5 } } } }) },
		'1.5',
		null,
	],
	[
		'a version of a chart',
		{ revision: '4.1.0', source: source('https://charts.example', { chart: 'shop' }) },
		'4.1.0',
		null,
	],
	['the repository of the service', { source: source('git@github.com:acme/shop.git') }, null, shaOf(1)],
	[
		'several sources, one of them the repository of the service',
		{
			source: null,
			revision: null,
			revisions: ['4.1.0', shaOf(5)],
			sources: [source('https://charts.example'), source('https://github.com/Acme/shop')],
		},
		'4.1.0',
		shaOf(5),
	],
])('%s', async (_, changes, version, commit) => {
	argo.history.push(entry(1, now - day, changes));
	expect((await pull()).facts).toMatchObject([{ version, commit }]);
});

test('going back to a revision has the version that it had before', async () => {
	const revisions = [1, 2, 3, 1];
	revisions.forEach((revision, index) =>
		argo.history.push(entry(index, now - day + index * 60_000, { revision: shaOf(revision) })),
	);
	const { facts } = await pull();
	expect(facts.map((fact) => fact.kind === 'deployment' && fact.version)).toEqual(
		revisions.map((revision) => shaOf(revision).slice(0, 12)),
	);
});

test('a sync that failed is a deployment that failed; one that only tries, or is of some resources, is none', async () => {
	const failed = {
		phase: 'Failed',
		startedAt: iso(now - day),
		finishedAt: iso(now - day + 5000),
		message: 'one or more objects failed',
	};
	argo.operation = {
		...failed,
		syncResult: { revision: shaOf(9) },
		operation: { initiatedBy: { automated: true }, sync: {} },
	};
	expect((await pull()).facts).toMatchObject([
		{
			outcome: 'failed',
			finishedAt: now - day + 5000,
			note: 'one or more objects failed',
			version: shaOf(9).slice(0, 12),
			actor: null,
		},
	]);
	for (const sync of [{ dryRun: true }, { resources: [{ kind: 'Deployment' }] }]) {
		argo.operation = { ...failed, operation: { sync } };
		expect((await pull()).facts).toEqual([]);
	}
});

test('what is covered begins anew where entries were lost between two pulls', async () => {
	argo.history.push(entry(1, now - 20 * day), entry(2, now - 19 * day));
	const first = await pull();
	expect(first.batches.at(-1)?.coveredFrom).toBe(now - 20 * day - 30_000);
	argo.history.splice(0, 1);
	argo.history.push(entry(3, now - 10 * day));
	const second = await pull(first.cursor);
	expect(second.facts).toHaveLength(1);
	expect(second.batches.at(-1)?.coveredFrom).toBe(now - 20 * day - 30_000);
	argo.history.splice(0, 2, entry(30, now - 2 * day));
	const third = await pull(second.cursor);
	expect(third.batches.at(-1)?.coveredFrom).toBe(now - 2 * day - 30_000);
});

test('an application without any history has no deployments', async () => {
	const { facts, failure, batches } = await pull();
	expect([facts, failure]).toEqual([[], null]);
	expect(batches).toHaveLength(1);
});

test('an application that is missing is forbidden, and the words say both', async () => {
	const facts = createArgoFacts({ ...configOf(argo.host.url), application: 'shop-lvie' }, deps);
	const { failure } = await pullWith(facts, { cursor: null, since: 0, now });
	expect(failure).toMatchObject({ code: 'facts-unauthorised', retryable: false });
	expect(failure?.message).toContain('there is no application of this name, or the token may not get it');
});

test('entries with the id as a text, or with the times of never, are read or listed', async () => {
	argo.history.push(
		entry(1, now - 3 * day, { id: '1' }),
		entry(2, now - 2 * day, { deployStartedAt: '0001-01-01T00:00:00Z' }),
		entry(3, now - day, { deployedAt: null }),
		entry(4, now - day, { deployedAt: '0001-01-01T00:00:00Z' }),
	);
	const { facts, leftOut } = await pull();
	expect(facts).toMatchObject([{ finishedAt: now - 3 * day }, { startedAt: now - 2 * day, finishedAt: now - 2 * day }]);
	expect(leftOut).toEqual([
		{ what: 'deployment 3', why: 'its field deployedAt is not as documented' },
		{ what: 'deployment 4', why: 'its time is no instant' },
	]);
});

test('the message of a sync that failed is as long as all texts are', async () => {
	argo.operation = {
		...{ phase: 'Failed', startedAt: iso(now - day), finishedAt: iso(now - day), message: 'x'.repeat(100_000) },
		operation: { sync: {} },
	};
	const [fact] = (await pull()).facts;
	expect(fact?.kind === 'deployment' && fact.note).toMatch(/^x{299}…$/);
});
