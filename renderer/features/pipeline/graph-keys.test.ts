import { expect, test } from 'vitest';
import { jobAfter } from './graph-keys.ts';

const columns = [['a1', 'a2', 'a3'], ['b1'], [], ['d1', 'd2']];

test.each([
	['ArrowDown', 'a1', 'a2'],
	['ArrowDown', 'a3', null],
	['ArrowUp', 'a1', null],
	['ArrowUp', 'a2', 'a1'],
	['Home', 'a3', 'a1'],
	['End', 'a1', 'a3'],
	['ArrowRight', 'a3', 'b1'],
	['ArrowRight', 'b1', 'd1'],
	['ArrowRight', 'd2', null],
	['ArrowLeft', 'd2', 'b1'],
	['ArrowLeft', 'a1', null],
	['Enter', 'a1', null],
	['ArrowDown', 'nobody', null],
])('%s from %s leads to %s', (key, at, expected) => {
	expect(jobAfter(key, columns, at)).toBe(expected);
});
