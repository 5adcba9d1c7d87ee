import { describe, expect, test } from 'vitest';
import type { TestOutcome } from '../delivery/facts.ts';
import { defaultTestPolicy as policy } from './policy.ts';
import { isMassFailure, type RunTry, timeLost } from './tries.ts';

function outcomes(passed: number, failed: number, skipped = 0): readonly TestOutcome[] {
	return [
		...Array<TestOutcome>(passed).fill('passed'),
		...Array<TestOutcome>(failed).fill('failed'),
		...Array<TestOutcome>(skipped).fill('skipped'),
	];
}

describe('a mass failure', () => {
	test.each([
		['80 % failed: not more', 2, 8, 0, false],
		['more than 80 %', 19, 81, 0, true],
		['all of them', 0, 10, 0, true],
		['skipped ones do not count', 2, 9, 100, true],
		['nothing ran', 0, 0, 10, false],
		['all of four tests: they may well be broken', 0, 4, 0, false],
		['all of five', 0, 5, 0, true],
	])('%s', (_name, passed, failed, skipped, is) => {
		expect(isMassFailure(outcomes(passed, failed, skipped), policy)).toBe(is);
	});
});

function tried(more: Partial<RunTry> = {}): RunTry {
	return { runId: '1', attempt: 1, state: 'failed', durationMs: 600, failed: ['a'], isMassFailure: false, ...more };
}

describe('time lost', () => {
	const passed = tried({ state: 'passed', failed: [] });
	test.each<[string, readonly RunTry[], Record<string, number>]>([
		['a run that one test failed', [tried()], { a: 600 }],
		['two tests failed: none of them alone', [tried({ failed: ['a', 'b'] })], {}],
		['no test failed: something else did', [tried({ failed: [] })], {}],
		['a run that passed although a test failed', [tried({ state: 'passed' })], {}],
		['but was run again', [tried({ state: 'passed' }), { ...passed, attempt: 2 }], { a: 600 }],
		['the try after it would have been needed anyway', [tried(), { ...passed, attempt: 2 }], { a: 600 }],
		['failed twice', [tried(), tried({ attempt: 2, durationMs: 100 }), { ...passed, attempt: 3 }], { a: 700 }],
		['cancelled, and run again', [tried({ state: 'cancelled' }), { ...passed, attempt: 2 }], { a: 600 }],
		['another run is no second try', [tried({ state: 'passed' }), { ...passed, runId: '2', attempt: 2 }], {}],
		['told twice', [tried(), tried()], { a: 600 }],
		['of unknown length', [tried({ durationMs: null })], { a: 0 }],
		['a machine that failed', [tried({ isMassFailure: true })], {}],
		['each test its own', [tried(), tried({ runId: '2', failed: ['b'], durationMs: 5 })], { a: 600, b: 5 }],
	])('%s', (_name, tries, lost) => {
		expect(Object.fromEntries(timeLost(tries))).toStrictEqual(lost);
		expect(Object.fromEntries(timeLost(tries.toReversed()))).toStrictEqual(lost);
	});
});
