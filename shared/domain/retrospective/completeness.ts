/** What the numbers of a month lack, one sentence each: the reader is told before being persuaded. */
import { formatCount, formatCounted } from '../format.ts';
import { afterColon } from '../pipeline/words.ts';
import { isProduction, shippedTo } from '../maturity/select.ts';
import { monthTitle } from '../delivery/words.ts';
import type { ReportInputs } from './inputs.ts';
import { monthEnd } from './months.ts';

export function completenessOf(inputs: ReportInputs): readonly string[] {
	return [
		...cutLines(inputs),
		...linkLines(inputs),
		...failureLines(inputs),
		...incidentLines(inputs),
		...sourceLines(inputs),
	];
}

function cutLines({ maturity, zone }: ReportInputs): readonly string[] {
	return maturity.cutOff < monthEnd(maturity.month, zone)
		? [`${monthTitle(maturity.month)} is not over: everything here is of a part of the month.`]
		: [];
}

function linkLines({ maturity }: ReportInputs): readonly string[] {
	const { linked, of } = maturity.facts.metrics.completeness;
	const without = of - linked;
	if (of === 0) return [];
	if (without === 0) return [`All ${formatCounted(of, 'deployment')} are linked to a commit.`];
	const verb = without === 1 ? 'has' : 'have';
	const line = `${formatCount(without)} of ${formatCounted(of, 'deployment')} ${verb} no commit link: their commits are in no lead time.`;
	const first = shippedTo(maturity).filter(({ noLeadTime }) => noLeadTime === 'first-recorded').length;
	return first === 0
		? [line]
		: [line, `${formatCounted(first, 'deployment')} of a unit's first record: nothing before it is known.`];
}

function failureLines({ maturity }: ReportInputs): readonly string[] {
	const failures = maturity.facts.failures.filter((each) => isProduction(maturity, each));
	const inferred = failures.filter(({ isInferred }) => isInferred).length;
	return inferred === 0
		? []
		: [
				`${formatCount(inferred)} of ${formatCounted(failures.length, 'failed deployment')} ${inferred === 1 ? 'rests' : 'rest'} on nothing but an incident soon afterwards (inferred).`,
			];
}

function incidentLines({ maturity }: ReportInputs): readonly string[] {
	const without = maturity.facts.incidents.filter(({ service }) => service === null).length;
	return without === 0 ? [] : [`${formatCounted(without, 'incident')} of no service that is known: counted nowhere.`];
}

function sourceLines({ sources }: ReportInputs): readonly string[] {
	return sources
		.filter(({ state }) => state !== 'connected')
		.map(({ label, state, note }) => {
			// What is missing is named by its kind, in the plural.
			const verb = state === 'missing' ? 'are' : 'is';
			return `${label} ${verb} ${state}${note === '' ? '' : `: ${afterColon(note)}`}.`;
		});
}
