import { describe, expect, test } from 'vitest';
import type { EnvironmentRecord } from '../engine/ports.ts';
import { engineActor } from '../../shared/domain/release.ts';
import { ada, appendAll, appendOf, codeOf, createdEvent, openForTest, temporaryFile, valueOf } from './test-support.ts';

const created = (id: string, options = {}) => appendOf(id, null, [createdEvent(id)], options);
const place: EnvironmentRecord = {
	key: 'checkout/production',
	standing: { version: '2.4.0', slot: 'green' },
	knownGood: '2.4.0',
	previousKnownGood: '2.3.1',
	since: 1_000,
	deploymentId: 'd1',
};

describe('append', () => {
	test('keeps the events and the state that follows from them', async () => {
		const store = await openForTest();
		const first = created('d1');
		const second = appendOf('d1', first.deployment, [{ type: 'begun' }, { type: 'step-elapsed', stepIndex: 0 }], {
			at: 2_000,
		});
		await appendAll(store, [first, second]);
		expect(valueOf(await store.events('d1'))).toStrictEqual([...first.events, ...second.events]);
		expect(valueOf(await store.deployment('d1'))).toStrictEqual({
			deployment: second.deployment,
			firstSeq: 1,
			lastSeq: 3,
		});
		expect(valueOf(await store.lastSeq())).toBe(3);
	});

	test('a key that is known makes the write a no-op, even with the old revision', async () => {
		const store = await openForTest();
		const first = created('d1');
		const click = appendOf('d1', first.deployment, [{ type: 'begun' }, { type: 'step-elapsed', stepIndex: 0 }], {
			idempotencyKey: 'click-1',
			environment: place,
		});
		await appendAll(store, [first]);
		expect(valueOf(await store.append(click))).toStrictEqual({ lastSeq: 3, duplicate: false });
		expect(valueOf(await store.append(click))).toStrictEqual({ lastSeq: 3, duplicate: true });
		expect(valueOf(await store.events('d1'))).toHaveLength(3);
		expect(valueOf(await store.findCommand('click-1'))).toStrictEqual({ deploymentId: 'd1', revision: 3 });
		expect(valueOf(await store.findCommand('click-2'))).toBeNull();
	});

	test.each([
		['behind', 0],
		['ahead', 5],
	])('a revision that is %s is stale and writes nothing', async (_, revision) => {
		const store = await openForTest();
		const first = created('d1');
		await appendAll(store, [first]);
		const late = appendOf('d1', { ...first.deployment, revision }, [{ type: 'begun' }]);
		expect(codeOf(await store.append(late))).toBe('stale');
		expect(valueOf(await store.lastSeq())).toBe(1);
		expect(valueOf(await store.deployment('d1'))?.deployment.state).toBe('queued');
	});

	test('an older fence than the lease in the store is lease-lost, an equal one is not', async () => {
		const store = await openForTest();
		const { fence } = valueOf(await store.takeLease('checkout/production', 1_000, 10_000));
		expect(codeOf(await store.append(created('d1', { fence: fence - 1 })))).toBe('lease-lost');
		expect(valueOf(await store.lastSeq())).toBe(0);
		expect(codeOf(await store.append(created('d1', { fence })))).toBe('ok');
	});

	test.each([
		['no events', { events: [] }],
		['a state of another revision', { expectedRevision: 4 }],
		['a state of another deployment', { deploymentId: 'other' }],
	])('a write with %s is refused', async (_, wrong) => {
		const store = await openForTest();
		expect(codeOf(await store.append({ ...created('d1'), ...wrong }))).toBe('internal');
		expect(valueOf(await store.lastSeq())).toBe(0);
	});

	test('what stands where is written with the events, and as an entry of its own', async () => {
		const store = await openForTest();
		await appendAll(store, [created('d1', { environment: place })]);
		expect(valueOf(await store.environments())).toStrictEqual([place]);
		const entries = valueOf(await store.journal({ stream: 'environment:checkout/production', limit: 10 }));
		expect(entries.map(({ seq, revision, payload }) => ({ seq, revision, payload }))).toStrictEqual([
			{ seq: 2, revision: 1, payload: { ...place } },
		]);
	});
});

describe('reading', () => {
	test('lists newest first, by service and environment, a page at a time', async () => {
		const store = await openForTest();
		for (const at of [1, 2, 3, 4]) await appendAll(store, [created(`d${at}`, { at })]);
		const ids = async (filter: Parameters<typeof store.listDeployments>[0]) =>
			valueOf(await store.listDeployments(filter)).map((row) => row.deployment.id);
		expect(await ids({ limit: 2 })).toStrictEqual(['d4', 'd3']);
		expect(await ids({ limit: 2, before: 3, service: 'checkout', environment: 'production' })).toStrictEqual([
			'd2',
			'd1',
		]);
		expect(await ids({ limit: 2, service: 'basket' })).toStrictEqual([]);
		expect(await ids({ limit: -1 })).toStrictEqual([]);
	});

	test('newest is what was written last, wherever the wall clock stood', async () => {
		const store = await openForTest();
		await appendAll(store, [created('first', { at: 3_600_000 })]);
		await appendAll(store, [created('after the clock was set back', { at: 1_000 })]);
		await appendAll(store, [created('third', { at: 2_000 })]);
		const ids: string[] = [];
		let before: number | undefined;
		for (;;) {
			const rows = valueOf(await store.listDeployments({ limit: 1, ...(before === undefined ? {} : { before }) }));
			const row = rows[0];
			if (row === undefined) break;
			ids.push(row.deployment.id);
			before = row.firstSeq;
		}
		expect(ids).toStrictEqual(['third', 'after the clock was set back', 'first']);
	});

	test('open are those that have not ended or whose previous slot is kept warm', async () => {
		const store = await openForTest();
		const states = [
			['running', 'analysing', null],
			['stuck', 'needs-operator', null],
			['warm', 'completed', 5_000],
			['done', 'completed', null],
			['back', 'rolled-back', null],
		] as const;
		for (const [id, state, warmUntil] of states) {
			const write = created(id);
			await appendAll(store, [{ ...write, deployment: { ...write.deployment, state, warmUntil } }]);
		}
		const open = valueOf(await store.openDeployments()).map((row) => row.deployment.id);
		expect(open).toStrictEqual(['running', 'stuck', 'warm']);
		expect(valueOf(await store.deployment('nobody'))).toBeNull();
	});

	test('notes and environments are numbered within their stream and follow one another in the journal', async () => {
		const store = await openForTest();
		const note = { stream: 'room', type: 'opened', actor: ada, at: 7, payload: { file: 'signalbox.yaml' } };
		expect(valueOf(await store.note(note))).toStrictEqual({ seq: 1 });
		valueOf(await store.saveEnvironment(place, engineActor, 8));
		valueOf(await store.saveEnvironment({ ...place, standing: null, knownGood: null }, engineActor, 9));
		expect(valueOf(await store.note(note))).toStrictEqual({ seq: 4 });
		const entries = valueOf(await store.journal({ afterSeq: 1, limit: 10 }));
		expect(entries.map(({ stream, revision }) => `${stream} ${revision}`)).toStrictEqual([
			'environment:checkout/production 1',
			'environment:checkout/production 2',
			'room 2',
		]);
		expect(entries[2]?.previousHash).toBe(entries[1]?.hash);
		expect(entries[2]?.actor).toStrictEqual(ada);
		expect(valueOf(await store.environments())).toStrictEqual([{ ...place, standing: null, knownGood: null }]);
	});

	test('samples come back in order, gaps as gaps, a repeated instant once', async () => {
		const store = await openForTest();
		await appendAll(store, [created('d1')]);
		const sample = (at: number, errorRate: number | null) => ({ at, values: { blue: { errorRate }, green: {} } });
		valueOf(await store.saveSamples('d1', [sample(20, null), sample(10, 0.5)]));
		valueOf(await store.saveSamples('d1', [sample(20, 0.1)]));
		valueOf(await store.saveSamples('d1', []));
		expect(valueOf(await store.samples('d1'))).toStrictEqual([sample(10, 0.5), sample(20, 0.1)]);
		expect(codeOf(await store.saveSamples('nobody', [sample(1, 1)]))).toBe('not-found');
	});
});

test('what was written is there after closing and opening again', async () => {
	const file = temporaryFile();
	const first = await openForTest(file);
	await appendAll(first, [created('d1', { environment: place })]);
	valueOf(await first.saveSamples('d1', [{ at: 1, values: { blue: {}, green: { memory: 0.4 } } }]));
	await first.close();
	expect(codeOf(await first.append(created('d2')))).toBe('store-failed');
	const second = await openForTest(file);
	expect(valueOf(await second.deployment('d1'))?.deployment).toStrictEqual(created('d1').deployment);
	expect(valueOf(await second.environments())).toStrictEqual([place]);
	expect(valueOf(await second.samples('d1'))).toHaveLength(1);
	expect(valueOf(await second.verify())).toStrictEqual({ entries: 2 });
});
