/** The result of each test of one try of a run, gathered over all of its JUnit reports. */
import type { TestResult } from '../../../../shared/domain/delivery/facts.ts';
import type { CollectedTests } from '../../../engine/pipeline-ports.ts';
import type { JunitCase } from './junit-tally.ts';
import { nodeRunner } from './junit-tool.ts';
import { hasLeftOut, tookNoTime } from './never-ran.ts';

/** Tests that are kept of one run, and characters of all of their names. */
export interface TestLimits {
	readonly tests: number;
	readonly characters: number;
}

export const defaultTestLimits: TestLimits = { tests: 200_000, characters: 64 * 1024 * 1024 };

/** Cases of one report; nothing of it counts before it is kept. */
export interface CasesOfReport {
	add(one: JunitCase): void;
	/** `tool` as the report says it. */
	keep(tool: string | null): void;
}

/** Their reports have a case for each test, however often it was tried. */
const toolsWithoutTries = ['Vitest', 'Jest', 'Maven Surefire', nodeRunner] as const;

/** A test within one report: what its cases said, in their order. */
interface Seen extends TestResult {
	readonly cases: number;
	readonly failed: number;
	/** The suite of its first case, and whether all others stand in it as well. */
	readonly suiteNumber: number;
	readonly isInOneSuite: boolean;
}

export function createTestBasket(limits: TestLimits = defaultTestLimits) {
	const kept = new Map<string, TestResult>();
	let characters = 0;
	let leftOut = 0;
	return {
		/** Begins a report of the source `group`. */
		open(group: string): CasesOfReport {
			const seen = new Map<string, Seen>();
			let [fresh, length, more] = [0, 0, 0];
			let hasFailed = false;
			return {
				add(one) {
					hasFailed ||= one.outcome === 'failed';
					// A suite that broke is no test: it would fail once and never be seen to pass.
					if (one.isSuite) return;
					const before = seen.get(one.test);
					if (before === undefined && !kept.has(one.test)) {
						const mine = one.test.length + (one.file ?? one.className ?? '').length;
						const isFull = kept.size + fresh >= limits.tests || characters + length + mine > limits.characters;
						if (isFull) return void (more += 1);
						fresh += 1;
						length += mine;
					}
					seen.set(one.test, withCase(before, one, group));
				},
				keep(tool) {
					const mayHaveLeftOut = hasLeftOut({ tool, hasFailed });
					for (const test of seen.values()) {
						const result = resultOf(mayHaveLeftOut ? asLeftOut(test) : test, tool);
						const before = kept.get(result.test);
						kept.set(result.test, before === undefined ? result : both(before, result));
					}
					leftOut += more;
					characters += length;
				},
			};
		},
		collected: (): CollectedTests => ({ results: [...kept.values()], leftOut }),
	};
}

function withCase(before: Seen | undefined, one: JunitCase, group: string): Seen {
	const { test, outcome, failedBefore, suiteNumber } = one;
	return {
		...{ test, outcome, group },
		passedOnRetry: (failedBefore && outcome === 'passed') || before?.passedOnRetry === true,
		file: before?.file ?? one.file ?? one.className,
		durationMs: longer(before?.durationMs ?? null, one.ms),
		cases: (before?.cases ?? 0) + 1,
		failed: (before?.failed ?? 0) + (outcome === 'failed' ? 1 : 0),
		suiteNumber: before?.suiteNumber ?? suiteNumber,
		isInOneSuite: before === undefined || (before.isInOneSuite && before.suiteNumber === suiteNumber),
	};
}

/** It was there, and says nothing. */
function asLeftOut(seen: Seen): Seen {
	return tookNoTime({ ...seen, ms: seen.durationMs }) ? { ...seen, outcome: 'skipped' } : seen;
}

/**
 * A test that stands several times in one report was run again: pytest writes a case for each try and leaves it empty where it
 * was tried again, so that only the last one means anything; others (Gradle, gotestsum) write a failure for each try but the last.
 * Anything else are several tests of one name, and one that failed makes them fail: cases of tools that leave no such trace of a
 * retry (parametrised tests of one name), and cases in several suites (Playwright has one for each browser).
 */
function resultOf(seen: Seen, tool: string | null): TestResult {
	const { test, file, group, outcome, durationMs, cases, failed } = seen;
	const passedOnRetry = seen.passedOnRetry && outcome === 'passed' && failed === 0;
	const result = { test, file, group, durationMs };
	if (cases === 1) return { ...result, outcome, passedOnRetry };
	const mayBeTries = seen.isInOneSuite && !toolsWithoutTries.some((name) => tool?.startsWith(name) === true);
	const wasTriedAgain =
		mayBeTries && outcome === 'passed' && (tool === 'pytest' ? failed < cases : failed === cases - 1);
	if (wasTriedAgain && (tool === 'pytest' || failed > 0)) return { ...result, outcome: 'passed', passedOnRetry: true };
	return { ...result, outcome: failed > 0 ? 'failed' : outcome, passedOnRetry };
}

/** The same test in two reports, as where several systems run it: a failure on any of them is a failure. */
function both(one: TestResult, other: TestResult): TestResult {
	const outcomes = [one.outcome, other.outcome];
	const outcome = outcomes.includes('failed') ? 'failed' : outcomes.includes('passed') ? 'passed' : 'skipped';
	return {
		...one,
		file: one.file ?? other.file,
		outcome,
		durationMs: longer(one.durationMs, other.durationMs),
		passedOnRetry: outcome === 'passed' && (one.passedOnRetry || other.passedOnRetry),
	};
}

function longer(one: number | null, other: number | null): number | null {
	return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
