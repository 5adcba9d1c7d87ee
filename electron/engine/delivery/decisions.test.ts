import { describe, expect, it } from 'vitest';
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { QuarantineWriter } from '../delivery-ports.ts';
import { createMemoryDecisionJournal, createMemoryDeliveryStore } from '../testing/memory-delivery-store.ts';
import { createTestQuarantines, openTestDelivery, projectOf } from '../testing/test-delivery.ts';
import { caller } from '../testing/test-room.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const codeOf = (result: { ok: true } | { ok: false; problem: { code: string } }): string =>
	result.ok ? 'ok' : result.problem.code;

const incident = {
	id: null,
	title: 'Checkout was down',
	service: 'shop',
	environment: null,
	severity: 'high',
	detectedAt: null,
	resolvedAt: null,
} as const;

describe('decisions', () => {
	it('are in the journal once for each click, then mirrored', async () => {
		const room = openTestDelivery();
		room.delivery.open(projectOf([]), []);
		await room.clock.advance(500);
		const input = { ...incident, startedAt: room.clock.now() - minute, idempotencyKey: 'click-001' };
		const [one, two] = await room.during(
			Promise.all([room.delivery.api.noteIncident(input, caller), room.delivery.api.noteIncident(input, caller)]),
		);
		expect(one).toEqual(ok({ duplicate: false, id: 'noted-click-001' }));
		expect(two).toEqual(ok({ duplicate: true, id: 'noted-click-001' }));
		expect(room.journal.entries).toHaveLength(1);
		expect(room.store.mirrored).toEqual(room.journal.entries);
		await room.clock.advance(500);
		// That no incident was noted means something from now on.
		expect(room.store.setups.at(-1)?.services[0]?.sources.incidents).toBe(true);
	});

	it('that the store did not take are made good later, in the order of the journal', async () => {
		const room = openTestDelivery();
		room.delivery.open(projectOf([]), []);
		await room.clock.advance(500);
		room.store.break('applyDecisions', fail('store-full', 'The disk is full.', 'Free some space.'));
		const note = (key: string) =>
			room.during(
				room.delivery.api.noteIncident(
					{ ...incident, startedAt: room.clock.now() - minute, idempotencyKey: key },
					caller,
				),
			);
		expect(codeOf(await note('click-001'))).toBe('ok');
		expect(codeOf(await note('click-002'))).toBe('ok');
		expect(room.store.mirrored).toEqual([]);
		room.store.break('applyDecisions', null);
		await room.clock.advance(minute);
		expect(room.store.mirrored).toEqual(room.journal.entries);
	});

	it('stand although the store throws while they are mirrored, and reach it later', async () => {
		const store = createMemoryDeliveryStore();
		let isTorn = false;
		const applyDecisions: typeof store.applyDecisions = async (decisions) => {
			if (isTorn) throw new Error('torn');
			return store.applyDecisions(decisions);
		};
		const room = openTestDelivery({}, { store: ok({ ...store, applyDecisions }) });
		room.delivery.open(projectOf([]), []);
		await room.clock.advance(500);
		isTorn = true;
		const input = { ...incident, startedAt: room.clock.now() - minute, idempotencyKey: 'click-001' };
		expect(codeOf(await room.during(room.delivery.api.noteIncident(input, caller)))).toBe('ok');
		isTorn = false;
		await room.clock.advance(minute);
		expect(store.mirrored).toEqual(room.journal.entries);
		expect(store.mirrored).toHaveLength(1);
	});

	it('of another control room arrive as well', async () => {
		const room = openTestDelivery();
		await room.clock.advance(6_000);
		const decision = { type: 'incident-withdrawn', id: 'x' } as const;
		await room.journal.recordDecision({ decision, actor: { kind: 'engine' }, at: 1, idempotencyKey: null });
		const { revision } = room.room().delivery;
		await room.clock.advance(40_000);
		expect(room.store.mirrored).toHaveLength(1);
		expect(room.room().delivery.revision).toBeGreaterThan(revision);
	});

	it.each<[string, Partial<Parameters<typeof later>[0]>, string]>([
		['an end before the start', { resolvedAt: -2 * minute }, 'invalid-input'],
		['noticed before the start', { detectedAt: -2 * minute }, 'invalid-input'],
		['noticed after the end', { detectedAt: -minute / 4, resolvedAt: -minute / 2 }, 'invalid-input'],
		['in the future', { startedAt: day }, 'invalid-input'],
		['a service that nobody knows', { service: 'shoop' }, 'not-found'],
		['an environment that nobody knows', { environment: 'prod' }, 'not-found'],
		['another id than any noted', { id: 'gone' }, 'not-found'],
		['one that is right', { detectedAt: -minute / 2, resolvedAt: 0 }, 'ok'],
	])('are checked in words: an incident with %s', async (_what, more, code) => {
		const room = openTestDelivery();
		room.delivery.open(projectOf([]), []);
		await room.clock.advance(500);
		const now = room.clock.now();
		expect(codeOf(await room.during(room.delivery.api.noteIncident(later(more, now), caller)))).toBe(code);
		expect(room.journal.entries).toHaveLength(code === 'ok' ? 1 : 0);
	});

	it('are not for somebody who may only look', async () => {
		const room = openTestDelivery();
		room.delivery.open(projectOf([]), []);
		await room.clock.advance(500);
		const looking = { name: 'Bob', mayAct: false };
		const input = { ...incident, startedAt: room.clock.now() - minute, idempotencyKey: 'click-001' };
		expect(codeOf(await room.during(room.delivery.api.noteIncident(input, looking)))).toBe('not-allowed');
		expect(codeOf(await room.delivery.api.sync({ source: 'journal' }, looking))).toBe('not-allowed');
	});
});

/** An incident with instants counted from now. */
function later(
	more: {
		readonly id?: string;
		readonly service?: string;
		readonly environment?: string;
		readonly startedAt?: number;
		readonly detectedAt?: number;
		readonly resolvedAt?: number;
	},
	now: number,
) {
	const at = (offset: number | undefined) => (offset === undefined ? null : now + offset);
	const { startedAt = -minute, detectedAt, resolvedAt, ...rest } = more;
	return {
		...{ ...incident, ...rest, startedAt: now + startedAt, detectedAt: at(detectedAt), resolvedAt: at(resolvedAt) },
		idempotencyKey: 'click-001',
	};
}

describe('quarantines', () => {
	const entry = {
		service: 'shop',
		test: 'totals > adds up',
		file: null,
		owner: 'Ada',
		reason: 'It waits.',
		ticket: null,
	};

	it('are written for test runners, need somebody before they end, and end by themselves', async () => {
		const room = openTestDelivery();
		const writer = createTestQuarantines();
		room.delivery.open(projectOf([], { quarantine: { file: 'quarantine.json', writer } }), []);
		await room.clock.advance(500);
		const expiresAt = room.clock.now() + 10 * day;
		const put = { ...entry, expiresAt, idempotencyKey: 'click-001' };
		expect(codeOf(await room.during(room.delivery.api.quarantine(put, caller)))).toBe('ok');
		expect(writer.files.get('quarantine.json')).toMatchObject([{ test: 'totals > adds up', by: 'Ada' }]);
		expect(room.delivery.needs()).toEqual([]);
		room.clock.jump(4 * day);
		await room.clock.advance(61 * minute);
		expect(room.delivery.needs()).toMatchObject([{ kind: 'quarantine', urgency: 'soon' }]);
		room.clock.jump(6 * day);
		await room.clock.advance(61 * minute);
		expect(room.delivery.needs()).toEqual([]);
		expect(writer.files.get('quarantine.json')).toEqual([]);
		expect(room.notices.at(-1)?.title).toContain('has ended');
	});

	it('that ended in a long journal are never written for test runners while it is mirrored', async () => {
		const journal = createMemoryDecisionJournal();
		const record = (decision: DeliveryDecision) =>
			journal.recordDecision({ decision, actor: { kind: 'engine' }, at: 1, idempotencyKey: null });
		await record({ type: 'test-quarantined', ...entry, expiresAt: Number.MAX_SAFE_INTEGER });
		for (let at = 0; at < 600; at += 1) await record({ type: 'incident-withdrawn', id: `${at}` });
		await record({ type: 'quarantine-ended', service: 'shop', test: entry.test, reason: 'Mended.' });
		const room = openTestDelivery({ journal });
		const writes: number[] = [];
		const writer: QuarantineWriter = {
			async write(_file, entries) {
				writes.push(entries.length);
				return ok(null);
			},
		};
		room.delivery.open(projectOf([], { quarantine: { file: 'quarantine.json', writer } }), []);
		await room.clock.advance(1_000);
		expect(new Set(writes)).toEqual(new Set([0]));
	});

	it('are ended by hand with a reason, and refused where they would be forgotten', async () => {
		const room = openTestDelivery();
		const writer = createTestQuarantines();
		room.delivery.open(projectOf([], { quarantine: { file: 'quarantine.json', writer } }), []);
		await room.clock.advance(500);
		const put = (expiresAt: number, key: string) =>
			room.during(room.delivery.api.quarantine({ ...entry, expiresAt, idempotencyKey: key }, caller));
		expect(codeOf(await put(room.clock.now() + 91 * day, 'click-001'))).toBe('invalid-input');
		expect(codeOf(await put(room.clock.now() - 1, 'click-002'))).toBe('invalid-input');
		expect(codeOf(await put(room.clock.now() + 90 * day, 'click-003'))).toBe('ok');
		const { service, test } = entry;
		const end = { service, test, reason: 'Mended.', idempotencyKey: 'click-004' };
		expect(codeOf(await room.during(room.delivery.api.endQuarantine(end, caller)))).toBe('ok');
		expect(writer.files.get('quarantine.json')).toEqual([]);
		const again = { ...end, idempotencyKey: 'click-005' };
		expect(codeOf(await room.during(room.delivery.api.endQuarantine(again, caller)))).toBe('not-found');
	});
});
