import { describe, expect, it } from 'vitest';
import { addCounts, closingLine, noTests, playwrightCounts, vitestCounts } from './count-tests.ts';

describe('counts', () => {
	it.each([
		[{ numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, numFailedTestSuites: 2 }, [3, 1, 3]],
		[{ numPassedTests: 3, numFailedTests: 0, numFailedTestSuites: 1 }, [3, 1, 0]],
		[null, [0, 0, 0]],
		['nonsense', [0, 0, 0]],
	])('of vitest: %j', (report, [passed, failed, skipped]) => {
		expect(vitestCounts(report)).toEqual({ passed, failed, skipped });
	});

	it.each([
		[{ stats: { expected: 4, unexpected: 1, flaky: 1, skipped: 2 } }, [4, 2, 2]],
		[{ stats: null }, [0, 0, 0]],
		[{}, [0, 0, 0]],
	])('of Playwright: %j', (report, [passed, failed, skipped]) => {
		expect(playwrightCounts(report)).toEqual({ passed, failed, skipped });
	});

	it('sum up in one line', () => {
		const one = { passed: 1, failed: 2, skipped: 3 };
		expect(closingLine(addCounts(one, addCounts(one, noTests)))).toBe('2 passed, 4 failed, 6 skipped');
	});
});
