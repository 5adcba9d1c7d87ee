/** What happens to a real canary when Prometheus, HAProxy or the control room itself goes away in the middle of it. */
import { describe, expect, test } from 'vitest';
import { observedSplit } from '../../shared/domain/target/model.ts';
import { until } from '../support/until.ts';
import { total } from './customers.ts';
import { eventsOf, trafficChanges } from './facts.ts';
import { missing, newVersion, oldVersion, openStage, type Stage } from './stage.ts';

/** A canary that has its first users. */
async function startCanary(stage: Stage): Promise<string> {
	const id = await stage.start(newVersion, 'canary');
	await stage.when('users on it', id, (view) => view.deployment.state === 'analysing');
	return id;
}

describe.skipIf(missing.length > 0)('a canary whose servers fail (needs haproxy and prometheus on PATH)', () => {
	test.concurrent('without Prometheus it is held, and taken back when patience ends', async ({ onTestFinished }) => {
		const stage = await openStage({ patience: '4s' });
		onTestFinished(stage.close);
		const id = await startCanary(stage);
		await stage.prometheus.stop();
		const held = await stage.when('the hold', id, (view, room) => {
			const isTold = Object.values(room.needs).some(({ kind }) => kind === 'connection');
			return view.deployment.state === 'paused' && room.needs[id]?.kind === 'inconclusive' && isTold;
		});
		expect(held.deployment.pause).toMatchObject({
			reason: 'inconclusive',
			text: expect.stringMatching(/Prometheus/),
		});
		expect(held.timing.patienceEndsAt).not.toBeNull();

		const back = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
		expect(back.deployment.rollback).toMatchObject({ reason: 'patience-ended', by: { kind: 'engine' } });
		expect(back.deployment.rollback?.text).toMatch(/^No clear verdict in time: .*Prometheus/);
		expect(trafficChanges(await stage.replay(id)).map(({ green }) => green)).toEqual([5, 0]);
		const shop = await stage.environment(
			({ target }) => target !== null && observedSplit(target).blue === 100,
			'the split on screen',
		);
		expect(shop).toMatchObject({ standing: { version: oldVersion, slot: 'blue' }, knownGood: null });
		expect(Object.keys(stage.customers.answers().failed).filter((what) => !what.startsWith('500 from'))).toEqual([]);
	});

	test.concurrent('without HAProxy a person is called, and Retry finishes the way back once it is there again', async ({
		onTestFinished,
	}) => {
		const stage = await openStage({ patience: '2s' });
		onTestFinished(stage.close);
		const id = await startCanary(stage);
		await stage.haproxy.kill();
		const stuck = await stage.when('the call for a person', id, ({ deployment }, room) => {
			return deployment.state === 'needs-operator' && room.needs[id]?.kind === 'needs-operator';
		});
		expect(stuck.headline).toBe(`${newVersion} could not be rolled back: a person is needed`);
		expect(stuck.deployment.problem).toMatchObject({ code: 'target-unreachable', retryable: true });
		expect(stuck.deployment.problem?.message).toMatch(/haproxy/i);
		expect(stuck.actions.find(({ command }) => command === 'retry')).toMatchObject({ allowed: true });
		const connections = Object.values((await stage.room().until('the room', () => true)).connections);
		expect(connections.find(({ kind }) => kind === 'target')).toMatchObject({ state: 'unreachable' });

		await stage.haproxy.start();
		await stage.click('retry', id);
		const back = await stage.when('the way back', id, (view) => view.deployment.state === 'rolled-back');
		expect(back.deployment).toMatchObject({ problem: null, rollback: { reason: 'patience-ended' } });
		const changes = trafficChanges(await stage.replay(id));
		expect(changes.map(({ green }) => green)).toEqual([5, 0]);
		const since = (changes.at(-1)?.confirmedAt ?? 0) + 500;
		await until('customers to be served again', () => total(stage.customers.answers(since).good) > 100);
		expect(Object.keys(stage.customers.answers(since).good)).toEqual([oldVersion]);
		await stage.environment(({ standing }) => standing?.version === oldVersion, 'what stands');
	});
});

describe.skipIf(missing.length > 0)('a canary after a restart (needs haproxy and prometheus on PATH)', () => {
	test.concurrent('a HAProxy that forgot its weights gets them again, and the canary goes on', async ({
		onTestFinished,
	}) => {
		const stage = await openStage();
		onTestFinished(stage.close);
		const id = await startCanary(stage);
		await stage.haproxy.kill();
		await stage.haproxy.start();
		const { deployment } = await stage.when('the end', id, (view) => view.deployment.finishedAt !== null);
		const events = eventsOf(await stage.replay(id)).map(({ event }) => event);
		const drift = events.find((event) => event.type === 'split-drifted');
		expect(drift?.observed.slots.green.weightPercent).toBe(50);
		const changes = trafficChanges(await stage.replay(id)).map(({ green }) => green);
		// Asked for 5 %, lost, asked for 5 % again; how the step then ends depends on the minutes that were lost.
		expect(changes.slice(0, 2)).toEqual([5, 5]);
		expect(deployment.state).toMatch(/^(completed|rolled-back)$/);
	});

	test.concurrent('closed and opened again, the control room takes up its canary, and the users notice nothing', async ({
		onTestFinished,
	}) => {
		const stage = await openStage();
		onTestFinished(stage.close);
		const id = await startCanary(stage);
		const before = eventsOf(await stage.replay(id));
		await stage.leave();
		const alone = Date.now();
		await until('traffic without us', () => total(stage.customers.answers(alone + 200).good) > 200);
		expect(stage.customers.answers(alone + 200).good[newVersion]).toBeGreaterThan(0);

		await stage.reopen();
		const { deployment } = await stage.when('all traffic', id, (view) => view.deployment.state === 'completed');
		expect(deployment).toMatchObject({ healthyAtEnd: true, rollback: null });
		const replay = await stage.replay(id);
		const events = eventsOf(replay);
		expect(events.slice(0, before.length)).toEqual(before);
		const recovered = events.find(({ event }) => event.type === 'recovered');
		expect(recovered).toMatchObject({ actor: { kind: 'engine' }, event: { problem: null } });
		expect(trafficChanges(replay).map(({ green }) => green)).toEqual([5, 25, 100]);
		await stage.environment(({ knownGood }) => knownGood === newVersion, 'known good');
		expect(Object.keys(stage.customers.answers().failed).filter((what) => !what.startsWith('500 from'))).toEqual([]);
	});
});
