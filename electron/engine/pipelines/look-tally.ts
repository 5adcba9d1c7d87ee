/** Counts what one look at a host cost, and keeps what the host said of itself on the way. */
import type { Problem, Result } from '../../../shared/domain/result.ts';
import type { Polled, RateBudget } from '../pipeline-ports.ts';
import { notBeforeOf } from './not-before.ts';

/** What a look cost and found. */
export interface LookReport {
	readonly requests: number;
	/** Of them, those that cost something of the budget. */
	readonly spent: number;
	readonly budget: RateBudget | null;
	/** Our clock: the host is not to be asked before. */
	readonly notBefore: number | null;
	readonly clockSkewMs: number | null;
	/** The first question that failed; null when all were answered. */
	readonly problem: Problem | null;
	/** Our clock: when the list was known to be so; null when it could not be had. */
	readonly asOf: number | null;
}

export interface Tally {
	note<T>(answer: Result<Polled<T>>): void;
	/** True when the host is away or had enough: further questions would only cost. */
	isEnough(): boolean;
	report(asOf: number | null): LookReport;
}

export function createTally(): Tally {
	let report: LookReport = {
		requests: 0,
		spent: 0,
		budget: null,
		notBefore: null,
		clockSkewMs: null,
		problem: null,
		asOf: null,
	};
	return {
		note(answer) {
			const requests = report.requests + 1;
			if (!answer.ok) {
				const notBefore = notBeforeOf(answer.problem) ?? report.notBefore;
				report = { ...report, requests, spent: report.spent + 1, notBefore, problem: report.problem ?? answer.problem };
				return;
			}
			const { budget, notBefore, clockSkewMs, isUnchanged } = answer.value;
			report = {
				...report,
				requests,
				spent: report.spent + (isUnchanged ? 0 : 1),
				budget: budget ?? report.budget,
				notBefore: notBefore ?? report.notBefore,
				clockSkewMs: clockSkewMs ?? report.clockSkewMs,
			};
		},
		isEnough: () => report.notBefore !== null || report.problem?.retryable === true,
		report: (asOf) => ({ ...report, asOf }),
	};
}
