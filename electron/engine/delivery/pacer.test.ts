import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createPacer } from './pacer.ts';

/** Work that takes so long, ms; how often it began is counted. */
function openPacer(takesMs: number) {
	const clock = createFakeClock();
	const began: number[] = [];
	const failures: unknown[] = [];
	const pacer = createPacer({
		clock,
		onFailed: (cause) => failures.push(cause),
		work: () =>
			new Promise((resolve, reject) => {
				began.push(clock.monotonic());
				clock.after(takesMs, () => (began.length === 1 ? reject(new Error('torn')) : resolve()));
			}),
	});
	return { clock, began, failures, pacer };
}

test('the earliest wish holds, and one that fails holds up none that follow', async () => {
	const { clock, began, failures, pacer } = openPacer(10);
	pacer.wish(3_000);
	pacer.wish(30);
	pacer.wish(3_000);
	await clock.advance(5_000);
	expect(began).toEqual([30]);
	expect(failures).toHaveLength(1);
	pacer.wish(30);
	await clock.advance(5_000);
	expect(began).toEqual([30, 5_030]);
});

test('what is wished for at once while it works is met at once after that', async () => {
	const { clock, began, pacer } = openPacer(2_000);
	pacer.wish(0);
	await clock.advance(1_000);
	pacer.wish(30);
	await clock.advance(4_000);
	expect(began).toEqual([0, 2_030]);
});

test('stopped, nothing is left to happen', async () => {
	const { clock, began, pacer } = openPacer(100);
	pacer.wish(0);
	await clock.advance(50);
	pacer.wish(10);
	await clock.advance(20);
	pacer.wish(500);
	pacer.stop();
	await clock.advance(5_000);
	expect(began).toEqual([0]);
	expect(clock.pending()).toBe(0);
});
