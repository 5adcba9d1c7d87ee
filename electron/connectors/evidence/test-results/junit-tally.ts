/** What the cases of a JUnit report add up to. */
import { mostItemsKept, type TestFacts } from '../../../../shared/domain/gates/evidence.ts';
import { hasLeftOut, tookNoTime } from './never-ran.ts';

/** A case, or a suite that broke as a whole: then it stands for one case that failed. */
export interface JunitCase {
	/** True for a suite that broke, and for a case that stands for one. */
	readonly isSuite: boolean;
	/** False where the report has no name: Surefire writes what broke before the tests of a class so. */
	readonly isNamed: boolean;
	readonly name: string;
	readonly suite: string | null;
	/** Which of the report's suites it stands in, counted from 1; 0: in none. */
	readonly suiteNumber: number;
	readonly file: string | null;
	readonly className: string | null;
	/** `testNameOf`: what it is called across runs. */
	readonly test: string;
	readonly outcome: 'passed' | 'failed' | 'skipped';
	/** The report has a failure of an earlier try (Surefire, Playwright: `flakyFailure`, `flakyError`). */
	readonly failedBefore: boolean;
	readonly message: string | null;
	readonly ms: number | null;
}

/** Counts case by case, and passes each on. */
export function createJunitTally(onCase?: (one: JunitCase) => void) {
	const failures: TestFacts['failures'][number][] = [];
	const counts = { total: 0, passed: 0, failed: 0, skipped: 0 };
	let durationMs: number | null = null;
	let timeless = 0;
	return {
		add(one: JunitCase): void {
			const { name, suite, file, test, outcome, message, ms } = one;
			onCase?.(one);
			counts.total += 1;
			counts[outcome] += 1;
			if (tookNoTime({ outcome, ms, file: file ?? one.className })) timeless += 1;
			if (ms !== null) durationMs = (durationMs ?? 0) + ms;
			if (outcome !== 'failed' || failures.length >= mostItemsKept) return;
			failures.push({ name, suite, message, file, test: one.isSuite || !one.isNamed ? null : test });
		},
		/** `tool` as the report says it. What never ran has no result, and is in the total alone. */
		facts: (tool: string | null): TestFacts => ({
			kind: 'tests',
			...counts,
			passed: counts.passed - (hasLeftOut({ tool, hasFailed: counts.failed > 0 }) ? timeless : 0),
			durationMs: durationMs === null ? null : Math.round(durationMs * 1000) / 1000,
			failures,
		}),
	};
}
