import { expect, test } from 'vitest';
import { forgetGone } from './forget-gone.ts';

test('a year of runs leaves only those that are known', () => {
	const reached = new Map<string, string>();
	const sizes: number[] = [];
	for (let run = 0; run < 10_000; run += 1) {
		reached.set(`shop:${run}`, 'end');
		forgetGone(reached, (id) => Number(id.slice('shop:'.length)) > run - 30);
		sizes.push(reached.size);
	}
	expect(Math.max(...sizes)).toBeLessThanOrEqual(101);
	expect(reached.has('shop:9999')).toBe(true);
});

test('little is left alone, known or not', () => {
	const few = new Set(['shop:1', 'shop:2']);
	forgetGone(few, () => false);
	expect(few.size).toBe(2);
});
