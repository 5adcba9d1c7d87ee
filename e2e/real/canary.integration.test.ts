/** The first real canary: from a click to real traffic and back, on HAProxy, Prometheus and a service that are real. */
import { describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { total } from './customers.ts';
import { eventsOf, expectedShare, statesOf, trafficChanges } from './facts.ts';
import { deploysOf, makeWrong } from './project.ts';
import { missing, newVersion, oldVersion, openStage, perSecond, type Stage } from './stage.ts';

/** Requests that the service itself counted as failed: it fails one in 500 of its own accord. */
async function ownFailures(urls: readonly string[]): Promise<number> {
	const counts = urls.map(async (url) => {
		const text = await (await fetch(`${url}/metrics`)).text();
		return Number(/^http_requests_total\{status="500"\} (\d+)$/m.exec(text)?.[1]);
	});
	return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Failed for the customers, but not by the service's own word: what a release must never cost. */
function lost(stage: Stage, since?: number): Readonly<Record<string, number>> {
	const { failed } = stage.customers.answers(since);
	return Object.fromEntries(Object.entries(failed).filter(([what]) => !what.startsWith('500 from')));
}

/** Customers go on, and none of their requests that left after the instant was answered by the green slot. */
async function expectNobodyAfter(stage: Stage, at: number): Promise<void> {
	const { customers } = stage;
	await until('more answers', () => total(customers.answers(at + 500).good) > perSecond / 2);
	// Instants are whole milliseconds.
	expect(customers.lastSent('green1') - at).toBeLessThanOrEqual(1);
	expect(Object.keys(customers.answers(at + 500).good)).toEqual([oldVersion]);
}

describe.skipIf(missing.length > 0)(
	'a release on real servers that is well (needs haproxy and prometheus on PATH)',
	() => {
		test.concurrent('a healthy canary goes from 5 % over 25 % to everything by itself, and no request is lost', async ({
			onTestFinished,
		}) => {
			const stage = await openStage();
			onTestFinished(stage.close);
			const id = await stage.start(newVersion, 'canary');
			const { deployment } = await stage.when('all traffic', id, (view) => view.deployment.state === 'completed');
			expect(deployment).toMatchObject({ healthyAtEnd: true, rollback: null, problem: null });
			const shop = await stage.environment(({ knownGood }) => knownGood === newVersion, 'known good');
			expect(shop.standing).toEqual({ version: newVersion, slot: 'green' });

			const replay = await stage.replay(id);
			const changes = trafficChanges(replay);
			expect(changes.map(({ green }) => green)).toEqual([5, 25, 100]);
			for (const [index, { green, confirmedAt }] of changes.entries()) {
				// Answers to requests from just before the change may still arrive.
				const { good } = stage.customers.answers(confirmedAt + 400, changes[index + 1]?.wantedAt);
				const { least, most } = expectedShare(total(good), green / 100);
				expect(good[newVersion] ?? 0, `${green} % of ${total(good)}`).toBeGreaterThanOrEqual(least);
				expect(good[newVersion] ?? 0, `${green} % of ${total(good)}`).toBeLessThanOrEqual(most);
				if (green < 100) expect(total(good)).toBeGreaterThan(perSecond);
			}
			const verdicts = eventsOf(replay).flatMap(({ event }) => (event.type === 'verdict' ? [event.verdict] : []));
			expect(verdicts.at(-1)).toMatchObject({ outcome: 'healthy', judge: 'policy/1 (sequential/1, threshold/1)' });
			for (const metric of ['throughput', 'errorRate', 'p95Latency'] as const) {
				expect(replay.series[metric].green.filter(([, point]) => point !== null).length, metric).toBeGreaterThan(3);
			}
			const [row] = await stage.room().client.history.list.query({});
			expect(row).toMatchObject({
				id,
				state: 'completed',
				version: newVersion,
				fromVersion: oldVersion,
				startedBy: 'Ada',
			});
			expect(lost(stage)).toEqual({});
			const { slots } = stage.haproxy.config('socket');
			const urls = [...slots.blue, ...slots.green].flatMap(({ url }) => url ?? []);
			expect(total(stage.customers.answers().failed)).toBeLessThanOrEqual(await ownFailures(urls));
		});

		test.concurrent('a first release, then blue-green, and back at once inside the rollback window', async ({
			onTestFinished,
		}) => {
			const stage = await openStage({ stands: false });
			onTestFinished(stage.close);
			const first = await stage.start(oldVersion, 'canary');
			const stood = await stage.when('the first release', first, (view) => view.deployment.state === 'completed');
			expect(stood.deployment).toMatchObject({ from: null, canarySlot: 'blue', healthyAtEnd: true });
			const servedFrom = Date.now();

			const id = await stage.start(newVersion, 'blue-green');
			const { deployment } = await stage.when('the switch', id, (view) => view.deployment.state === 'completed');
			expect(deployment.warmUntil).toBeGreaterThan(Date.now());
			expect(deploysOf(stage.folder)).toBe(2);
			await stage.click('rollBack', id);
			await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
			expect(deploysOf(stage.folder)).toBe(2);
			const replay = await stage.replay(id);
			expect(statesOf(replay).slice(-4)).toEqual(['promoting', 'completed', 'rolling-back', 'rolled-back']);
			const changes = trafficChanges(replay);
			expect(changes.map(({ green }) => green)).toEqual([100, 100, 0]);
			const [, , back] = changes;
			expect((back?.confirmedAt ?? 0) - (back?.wantedAt ?? 0)).toBeLessThan(500);
			await expectNobodyAfter(stage, back?.confirmedAt ?? 0);
			expect(lost(stage, servedFrom)).toEqual({});
			await stage.environment(({ standing }) => standing?.version === oldVersion, 'the old version to stand');
		});
	},
);

describe.skipIf(missing.length > 0)(
	'a release on real servers that is not wanted (needs haproxy and prometheus on PATH)',
	() => {
		test.concurrent('a canary that is wrong is taken back at 5 % by the engine, with the reason in numbers', async ({
			onTestFinished,
		}) => {
			const stage = await openStage();
			onTestFinished(stage.close);
			const id = await stage.start(newVersion, 'canary');
			await stage.when('users on it', id, (view) => view.deployment.state === 'analysing');
			makeWrong(stage.folder, newVersion, 0.5);
			const { deployment } = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
			expect(deployment.rollback).toMatchObject({ reason: 'unhealthy', by: { kind: 'engine' } });
			expect(deployment.rollback?.text).toMatch(/^Unhealthy: error rate .*\d+ requests/);

			const [at5, back] = trafficChanges(await stage.replay(id));
			expect([at5?.green, back?.green]).toEqual([5, 0]);
			await expectNobodyAfter(stage, back?.confirmedAt ?? 0);
			const hit = stage.customers.answers().failed['500 from green1'] ?? 0;
			const seconds = ((back?.confirmedAt ?? 0) - (at5?.wantedAt ?? 0)) / 1_000;
			expect(hit).toBeGreaterThan(0);
			expect(hit).toBeLessThan(seconds * perSecond * 0.05);
			expect(lost(stage)).toEqual({});
			const shop = await stage.environment(
				({ target }) => target?.slots.green.health === 'empty',
				'the slot to be free',
			);
			expect(shop).toMatchObject({ standing: { version: oldVersion, slot: 'blue' }, knownGood: null });
		});

		test.concurrent('harm below every limit is shown by the totals of Prometheus, and the canary is taken back', async ({
			onTestFinished,
		}) => {
			const stage = await openStage({ stageFor: '60s', errorRate: '95%' });
			onTestFinished(stage.close);
			const id = await stage.start(newVersion, 'canary');
			await stage.when('evidence', id, ({ latestLook }) =>
				(latestLook?.evidence ?? []).some(({ metric, samples }) => metric === 'errors' && samples.canary > 20),
			);
			makeWrong(stage.folder, newVersion, 0.2);
			const { deployment } = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
			expect(deployment.rollback).toMatchObject({ reason: 'unhealthy', by: { kind: 'engine' } });
			const { verdict } = deployment;
			const failed = verdict?.reasons.filter(({ role, outcome }) => role === 'decide' && outcome === 'failed');
			expect(failed?.map(({ rule }) => rule)).toEqual(['sequential.errors']);
			const shown = verdict?.evidence?.find(
				({ metric, judge }) => metric === 'errors' && judge.startsWith('sequential'),
			);
			expect(shown).toMatchObject({ answer: 'roll-back', source: expect.stringContaining('Prometheus') });
			expect(shown?.harm?.value ?? 0).toBeGreaterThanOrEqual(shown?.harm?.line ?? Number.POSITIVE_INFINITY);

			// The same looks lead to the same end again, and the limits alone would have let it pass.
			const { trail, trial } = stage.room().client.evidence;
			const way = await trail.query({ deploymentId: id });
			expect(way.points.at(-1)).toMatchObject({ answer: 'roll-back' });
			const alone = { deploymentId: id, policy: 'errorRate: 95%\njudges: { sequential: off, baseline: off }' };
			expect(await trial.mutate(alone)).toMatchObject({ wouldRollBackAt: null, looks: way.looks });
		});

		test.concurrent('one click takes a canary back from 25 %', async ({ onTestFinished }) => {
			const stage = await openStage();
			onTestFinished(stage.close);
			const id = await stage.start(newVersion, 'canary');
			await stage.when('users on it', id, (view) => view.deployment.state === 'analysing');
			await stage.click('promote', id);
			await stage.when(
				'25 %',
				id,
				({ deployment, headline }) => deployment.state === 'analysing' && /25 %/.test(headline),
			);
			const clickedAt = Date.now();
			await stage.click('rollBack', id);
			const { deployment } = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
			expect(deployment.rollback).toMatchObject({ reason: 'person', by: { kind: 'person', name: 'Ada' } });
			const changes = trafficChanges(await stage.replay(id));
			expect(changes.map(({ green }) => green)).toEqual([5, 25, 0]);
			const back = changes.at(-1)?.confirmedAt ?? 0;
			expect(back - clickedAt).toBeLessThan(1_000);
			await expectNobodyAfter(stage, back);
			expect(lost(stage)).toEqual({});
			const [row] = await stage.room().client.history.list.query({});
			expect(row).toMatchObject({ id, state: 'rolled-back', outcome: 'Asked by Ada' });
		});
	},
);
