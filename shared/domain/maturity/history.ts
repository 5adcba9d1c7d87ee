/** Maturity over months: one earlier month as a line of the history, and answers by hand that grew old. */
import { addMonths } from '../delivery/periods.ts';
import { monthEnd } from '../retrospective/months.ts';
import type { HandAnswer, ServicePractice } from './inputs.ts';
import type { MaturityAssessment, MaturityMonth } from './model.ts';

/** A practice may have changed within half a year, so an answer by hand from before that says how old it is. */
export const oldAnswerMonths = 6;

/** Answers from before this instant were more than six months old when the month ended, ms since the epoch. */
export function oldBefore(month: string, zone: string): number {
	return monthEnd(addMonths(month, -oldAnswerMonths), zone);
}

/** An answer holds from its date on: what was said after the month's end says nothing about the month. */
export function saidBy(answers: readonly HandAnswer[], end: number): readonly HandAnswer[] {
	return answers.filter(({ at }) => at < end);
}

/** The configuration of today says nothing about a month that is over. */
export function unknownPractice({ service }: Pick<ServicePractice, 'service'>): ServicePractice {
	return { service, pipeline: null, environments: [], infrastructureFiles: null };
}

export function historyMonth(
	{ month, levels, reached }: MaturityAssessment,
	{ zone, frozenAt }: { readonly zone: string; readonly frozenAt: number | null },
): MaturityMonth {
	const since = oldBefore(month, zone);
	const items = levels.flatMap((level) => level.items);
	const old = items.filter(({ answeredBy, at }) => answeredBy === 'hand' && at !== null && at < since);
	const next = levels.find(({ level }) => level > reached)?.items ?? [];
	return {
		...{ month, frozenAt, levels, reached },
		isAtLeast:
			next.some(({ answer }) => answer === 'not-measured') &&
			next.every(({ answer }) => answer !== 'no' && answer !== 'partly'),
		oldAnswers: old.map(({ id }) => id),
	};
}
