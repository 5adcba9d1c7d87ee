import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { ReplayView } from '../../../shared/rpc/views.ts';
import { advance, frameIndexAt, nextEventAt, previousEventAt, replayTrack } from './replay-cursor.ts';
import { view } from './test-deployment.ts';

function framesAt(times: readonly number[]): ReplayView['frames'] {
	return times.map((at, index) => ({
		recorded: { event: { type: 'begun' }, revision: index + 1, at, actor: { kind: 'engine' } },
		view: view({}, { revision: index + 1 }),
	}));
}
const trackOf = (times: readonly number[], endedAt = 0) => replayTrack({ frames: framesAt(times), endedAt });

describe('frameIndexAt', () => {
	const track = trackOf([100, 200, 200, 300], 400);
	it.each([
		[0, 0],
		[100, 0],
		[199, 0],
		[200, 2],
		[299, 2],
		[300, 3],
		[1_000, 3],
	])('at %d holds frame %d', (at, index) => {
		expect(frameIndexAt(track, at)).toBe(index);
	});

	it('has no frame in an empty recording', () => {
		const empty = trackOf([], 400);
		expect(empty).toEqual({ times: [], from: 400, to: 400 });
		expect(frameIndexAt(empty, 400)).toBe(-1);
	});

	it('does not lose frames behind a clock that jumped back', () => {
		const jumped = trackOf([100, 500, 200, 600], 600);
		expect(jumped.times).toEqual([100, 500, 500, 600]);
		expect(frameIndexAt(jumped, 500)).toBe(2);
	});

	const instants = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 30 });
	test.prop([instants, fc.integer({ min: -10, max: 1_100 }), fc.integer({ min: 0, max: 100 })])(
		'never goes back when the cursor goes forward, and is the last one that had happened',
		(times, at, further) => {
			const own = trackOf(times, 0);
			const index = frameIndexAt(own, at);
			expect(frameIndexAt(own, at + further)).toBeGreaterThanOrEqual(index);
			const after = own.times[index + 1];
			if (after !== undefined) expect(after).toBeGreaterThan(at);
			if (at >= own.from) expect(own.times[index]).toBeLessThanOrEqual(at);
		},
	);

	test.prop([instants])('reaches each event by jumping, forward and back', (times) => {
		const own = trackOf(times, 0);
		let at = own.from;
		const seen = [at];
		while (at < own.to) seen.push((at = nextEventAt(own, at)));
		expect(seen).toEqual([...new Set(own.times)]);
		const back = [at];
		while (at > own.from) back.push((at = previousEventAt(own, at)));
		expect(back).toEqual(seen.toReversed());
	});
});

describe('advance', () => {
	it('plays at its rate and stops at the end', () => {
		const track = trackOf([1_000], 61_000);
		expect(advance(track, 1_000, 500, 60)).toBe(31_000);
		expect(advance(track, 1_000, 5_000, 60)).toBe(61_000);
		expect(advance(track, 0, 0, 1)).toBe(1_000);
	});
});
