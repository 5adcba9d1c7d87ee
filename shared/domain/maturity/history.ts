/** Maturity over months: one earlier month as a line of the history, and answers by hand that grew old. */
import { addMonths } from '../delivery/periods.ts';
import { monthEnd } from '../retrospective/months.ts';
import type { HandAnswer, MonthInputs, ServicePractice } from './inputs.ts';
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

/** How far the facts of a month reach, as its number of deployments says it. */
export function gapsOf({ dora }: MonthInputs['metrics']): readonly string[] {
	const answer = dora.find(({ metric }) => metric === 'deployment-frequency');
	return answer?.state === 'measured' ? answer.remarks : [];
}

export function historyMonth(
	{ month, levels, reached }: MaturityAssessment,
	known: Pick<MaturityMonth, 'frozenAt' | 'remarks'> & { readonly zone: string },
): MaturityMonth {
	const { zone, frozenAt, remarks } = known;
	const since = oldBefore(month, zone);
	const items = levels.flatMap((level) => level.items);
	const old = items.filter(({ answeredBy, at }) => answeredBy === 'hand' && at !== null && at < since);
	const next = levels.find(({ level }) => level > reached)?.items ?? [];
	return {
		...{ month, frozenAt, levels, reached, remarks },
		isAtLeast:
			next.some(({ answer }) => answer === 'not-measured') &&
			next.every(({ answer }) => answer !== 'no' && answer !== 'partly'),
		oldAnswers: old.map(({ id }) => id),
	};
}
