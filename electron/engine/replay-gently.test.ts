import { expect, it } from 'vitest';
import { wellInput } from '../../shared/domain/health/fixtures.ts';
import type { StoredLook } from '../../shared/domain/health/model.ts';
import type { Clock } from './ports.ts';
import { replayGently } from './replay-gently.ts';

const look: StoredLook = { at: 0, stepIndex: 0, input: wellInput(), targetReasons: [] };

it.each([
	['looks that take long', 3, 2],
	['looks that take no time', 0, 200],
])('%s let others have their turn', async (_, lookMs, mostInTurn) => {
	let now = 0;
	let inTurn = 0;
	const turns: number[] = [];
	const clock: Clock = {
		now: () => now,
		monotonic: () => now,
		after(_delayMs, run) {
			turns.push(inTurn);
			inTurn = 0;
			queueMicrotask(run);
			return () => undefined;
		},
	};
	const looks = Array.from({ length: 500 }, () => look);
	await replayGently(clock, looks, () => {
		now += lookMs;
		inTurn += 1;
	});
	expect(turns.reduce((sum, count) => sum + count, inTurn)).toBe(500);
	expect(Math.max(...turns)).toBe(mostInTurn);
});
