/** Counts of a test run, read from the JSON reports of vitest and Playwright. */

export interface TestCounts {
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

export const noTests: TestCounts = { passed: 0, failed: 0, skipped: 0 };

/** A number somewhere in parsed JSON; 0 where there is none, NaN is never returned. */
function numberAt(report: unknown, ...path: readonly string[]): number {
	let value = report;
	for (const name of path) {
		if (typeof value !== 'object' || value === null) return 0;
		value = Object.entries(value).find(([key]) => key === name)?.[1];
	}
	return typeof value === 'number' && Number.isFinite(value) ? value : 0;
}

/** Of vitest's JSON reporter. A file that could not be loaded has no tests, and counts as one failure. */
export function vitestCounts(report: unknown): TestCounts {
	const failedTests = numberAt(report, 'numFailedTests');
	const failedSuites = numberAt(report, 'numFailedTestSuites');
	return {
		passed: numberAt(report, 'numPassedTests'),
		failed: failedTests === 0 && failedSuites > 0 ? failedSuites : failedTests,
		skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
	};
}

/** Of Playwright's JSON reporter. A test that passed on a second try is flaky, which counts as failed. */
export function playwrightCounts(report: unknown): TestCounts {
	return {
		passed: numberAt(report, 'stats', 'expected'),
		failed: numberAt(report, 'stats', 'unexpected') + numberAt(report, 'stats', 'flaky'),
		skipped: numberAt(report, 'stats', 'skipped'),
	};
}

/** Both together. */
export function addCounts(left: TestCounts, right: TestCounts): TestCounts {
	return {
		passed: left.passed + right.passed,
		failed: left.failed + right.failed,
		skipped: left.skipped + right.skipped,
	};
}

/** The closing line of a run. */
export function closingLine({ passed, failed, skipped }: TestCounts): string {
	return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
