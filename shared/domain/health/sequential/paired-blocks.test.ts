import { describe, expect, it } from 'vitest';
import { testInstant, wellInput, wellSlot } from '../fixtures.ts';
import type { JudgeInput, SlotReadings } from '../model.ts';
import type { SlotTotals } from '../totals.ts';
import { noPairs, type PairLook, takePair } from './paired-blocks.ts';

const minute = 60_000;
const second = 1_000;

function totalsAt(atMs: number, slot: 'blue' | 'green', changes: Partial<SlotTotals> = {}): SlotTotals {
	return {
		slot,
		version: slot === 'green' ? '2.0.0' : '1.0.0',
		epoch: 'one',
		at: testInstant + atMs,
		requests: 10 * (atMs / second + 1_000),
		events: { errors: Math.floor((atMs / second + 1_000) / 10) },
		latency: null,
		gauges: {},
		source: 'Prometheus',
		query: 'test',
		...changes,
	};
}

const inputAt = (atMs: number, canary: Partial<SlotTotals> = {}, stable: Partial<SlotTotals> = {}): JudgeInput =>
	wellInput({
		at: testInstant + atMs,
		totals: { canary: totalsAt(atMs, 'green', canary), stable: totalsAt(atMs, 'blue', stable) },
	});

/** Readings of the two minutes before an instant, and no totals. */
function readingsAt(atMs: number): JudgeInput {
	const moved = (slot: SlotReadings): SlotReadings => ({
		...slot,
		requests: { ...slot.requests, at: testInstant + atMs },
		errorRate: { ...slot.errorRate, at: testInstant + atMs },
	});
	return wellInput({ at: testInstant + atMs, canary: moved(wellSlot('green')), stable: moved(wellSlot('blue')) });
}

/** Looks one after the other. */
function takeAll(inputs: readonly JudgeInput[], blockMs = minute): readonly PairLook[] {
	const looks: PairLook[] = [];
	for (const input of inputs) looks.push(takePair(looks.at(-1)?.memory ?? noPairs, input, blockMs));
	return looks;
}

/** Requests of the canary in each look's block; `closed` where it was closed; null where there was none. */
const told = (looks: readonly PairLook[]) =>
	looks.map(({ block }) => (block === null ? null : [block.canary.requests, block.isClosed ? 'closed' : 'open']));

describe('blocks of totals', () => {
	it.each<[string, readonly JudgeInput[], ReturnType<typeof told>]>([
		[
			'begin with the second look, grow, close, and begin again',
			[inputAt(0), inputAt(30_000), inputAt(60_000), inputAt(90_000)],
			[null, [300, 'open'], [600, 'closed'], [300, 'open']],
		],
		['close a little early', [inputAt(0), inputAt(57_500)], [null, [575, 'closed']]],
		['are not told twice', [inputAt(0), inputAt(30_000), inputAt(30_000)], [null, [300, 'open'], [300, 'open']]],
		[
			'know nothing new where the same totals come after the close',
			[inputAt(0), inputAt(60_000), inputAt(60_000)],
			[null, [600, 'closed'], null],
		],
		[
			'pass over what comes late',
			[inputAt(0), inputAt(60_000), inputAt(50_000), inputAt(120_000)],
			[null, [600, 'closed'], null, [600, 'closed']],
		],
		['are one long block after a gap', [inputAt(0), inputAt(5 * minute)], [null, [3_000, 'closed']]],
		[
			'begin again where the source began to count again',
			[inputAt(0), inputAt(30_000), inputAt(60_000, { epoch: 'two' }), inputAt(90_000, { epoch: 'two' })],
			[null, [300, 'open'], null, [300, 'open']],
		],
		[
			'begin again with another version',
			[inputAt(0), inputAt(30_000, {}, { version: '1.0.1' }), inputAt(60_000, {}, { version: '1.0.1' })],
			[null, null, [300, 'open']],
		],
		[
			'begin again where the slots change their parts',
			[inputAt(0), inputAt(30_000, { slot: 'blue' }, { slot: 'green' })],
			[null, null],
		],
		[
			'wait for the slot that is behind',
			[inputAt(0), inputAt(60_000, {}, { at: testInstant }), inputAt(90_000)],
			[null, null, [900, 'closed']],
		],
		[
			'have no requests where a total fell, and begin after it',
			[inputAt(0), inputAt(60_000, { requests: 5 }), inputAt(120_000, { requests: 605 })],
			[null, [null, 'closed'], [600, 'closed']],
		],
		[
			'get over a first look of no instant',
			[inputAt(0, { at: Number.NaN }), inputAt(0), inputAt(60_000)],
			[null, null, [600, 'closed']],
		],
	])('%s', (_, inputs, expected) => {
		expect(told(takeAll(inputs))).toStrictEqual(expected);
	});

	it('are as long as the shorter slot, in blocks of the clock that is asked for', () => {
		const [, look] = takeAll([inputAt(0), inputAt(30_000)], minute / 10);
		expect(look?.block).toMatchObject({ blocks: 5, isClosed: true });
		const [, unequal] = takeAll([inputAt(0), inputAt(120_000, {}, { at: testInstant + 30_000 })]);
		expect(unequal?.block).toMatchObject({ blocks: 0.5, isClosed: false });
	});
});

describe('slots that do not run side by side', () => {
	it.each<[string, Partial<JudgeInput>]>([
		['no stable slot', { stable: null }],
		['a stable slot from before', { isStableFromBefore: true }],
		['all traffic on the canary', { weights: { canary: 100, stable: 0 } }],
		['no traffic at all', { weights: { canary: 0, stable: 0 } }],
	])('%s: no block, and what was open is forgotten', (_, changes) => {
		const looks = takeAll([inputAt(0), { ...inputAt(30_000), ...changes }, inputAt(60_000), inputAt(90_000)]);
		expect(told(looks)).toStrictEqual([null, null, null, [300, 'open']]);
	});
});

describe('readings where there are no totals', () => {
	it('are used where their window does not overlap the one before', () => {
		const looks = takeAll([0, 60_000, 120_000, 180_000, 240_000].map(readingsAt));
		expect(looks.map(({ block }) => block?.canary.requests ?? null)).toStrictEqual([4210, null, 4210, null, 4210]);
		expect(looks[0]?.block).toMatchObject({ blocks: 2, isClosed: true });
	});
	it('never repeat what totals have told', () => {
		const looks = takeAll([inputAt(0), inputAt(60_000), readingsAt(90_000), readingsAt(180_000)]);
		expect(told(looks)).toStrictEqual([null, [600, 'closed'], null, [4210, 'closed']]);
	});
	it('are followed by totals from where they end', () => {
		const looks = takeAll([readingsAt(0), inputAt(-30_000), inputAt(30_000), inputAt(90_000)]);
		expect(told(looks)).toStrictEqual([[4210, 'closed'], null, null, [600, 'closed']]);
	});
	it('are not repeated after a time without a stable slot', () => {
		const looks = takeAll([readingsAt(0), { ...readingsAt(30_000), stable: null }, readingsAt(60_000)]);
		expect(looks.map(({ block }) => block === null)).toStrictEqual([false, true, true]);
	});
	it('of one slot alone are not enough', () => {
		const totals = { canary: totalsAt(0, 'green'), stable: null };
		const broken = {
			...readingsAt(0),
			canary: { ...wellSlot('green'), requests: { ...wellSlot('green').requests, at: null } },
		};
		expect(takePair(noPairs, { ...broken, totals }, minute).block).toBeNull();
	});
});
