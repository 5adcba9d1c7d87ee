/** What the tries of pipeline runs say about their tests as a whole. */
import type { TestOutcome } from '../delivery/facts.ts';
import type { TestPolicy } from './model.ts';

/** Of fewer tests, all failing at once says nothing about the machine: a service with one test may well have it broken. */
export const fewestForMassFailure = 5;

/** Whether so many of a try's tests failed that it says something about the machine and nothing about any test. */
export function isMassFailure(outcomes: readonly TestOutcome[], policy: TestPolicy): boolean {
	const ran = outcomes.filter((outcome) => outcome !== 'skipped');
	const failed = ran.filter((outcome) => outcome === 'failed').length;
	return ran.length >= fewestForMassFailure && failed / ran.length > policy.massFailureShare;
}

/** One try of a pipeline run of one service. */
export interface RunTry {
	readonly runId: string;
	readonly attempt: number;
	readonly state: 'passed' | 'failed' | 'cancelled' | 'running';
	/** Start to end of the pipeline run, ms; null where not known. */
	readonly durationMs: number | null;
	/** Tests that failed in it, each once. */
	readonly failed: readonly string[];
	/** `isMassFailure` of its results. */
	readonly isMassFailure: boolean;
}

/**
 * Time that tests cost, by test, ms: of tries that failed, or were run again, with exactly one failed test. Only the try that
 * failed counts, not the one after it, which would have been needed anyway. A try told twice counts once.
 */
export function timeLost(tries: readonly RunTry[]): ReadonlyMap<string, number> {
	const newest = new Map<string, number>();
	for (const { runId, attempt } of tries) newest.set(runId, Math.max(newest.get(runId) ?? attempt, attempt));
	const lost = new Map<string, number>();
	const seen = new Set<string>();
	for (const one of tries) {
		const [test] = one.failed;
		const key = JSON.stringify([one.runId, one.attempt]);
		if (test === undefined || one.failed.length !== 1 || one.isMassFailure || seen.has(key)) continue;
		seen.add(key);
		const wasRunAgain = (newest.get(one.runId) ?? one.attempt) > one.attempt;
		if (one.state === 'failed' || wasRunAgain) lost.set(test, (lost.get(test) ?? 0) + (one.durationMs ?? 0));
	}
	return lost;
}
