/** Evidence for the items of levels 3 to 5: how changes reach users, and how that went. */
import { metricBasis, metricText } from '../delivery/words.ts';
import { formatCounted, formatDuration, formatPercent } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { DeliveryMetric } from '../delivery/metrics.ts';
import { eachService, type EvidenceRule, silent } from './basic-evidence.ts';
import type { EvidenceFinding } from './findings.ts';
import type { MaturityInputs } from './inputs.ts';
import type { ItemId } from './items.ts';
import { metricOf, pipelineP90, productionOf } from './select.ts';

/** CD, levels 3 and 4: the figures that the framework names. */
export const flowLimits = {
	deploymentsADay: 1,
	pipelineMs: 30 * 60_000,
	changeFailRate: 0.15,
	recoveryMs: 60 * 60_000,
} as const;

export const flowEvidence: Readonly<Partial<Record<ItemId, EvidenceRule>>> = {
	'automatic-to-production': eachService((service, practice, inputs) => {
		const asking = (practice?.pipeline?.stages ?? []).filter(({ needsApproval }) => needsApproval);
		if (asking.length > 0)
			return { holds: false, shows: `${listed(asking.map(({ name }) => name))} waits for an approval` };
		const runs = inputs.facts.runs.filter((run) => run.service === service && run.waitedForPeopleMs !== null);
		const waited = runs.filter((run) => (run.waitedForPeopleMs ?? 0) > 0).length;
		if (waited === 0) return silent;
		return { holds: false, shows: `${waited} of ${formatCounted(runs.length, 'run')} waited for people` };
	}),
	'feature-flags': ({ facts }) => {
		const { flag } = facts.timelineEvents;
		return flag === 0 ? null : { answer: 'yes', evidence: [`${formatCounted(flag, 'flag change')} in the month`] };
	},
	'gradual-rollout': eachService((_, practice) => {
		const production = productionOf(practice);
		if (production.length === 0) return silent;
		return { holds: true, shows: listed(production.map(({ name, strategy }) => `${strategy} in ${name}`)) };
	}),
	'automatic-rollback': eachService((_, practice) => {
		const production = productionOf(practice);
		if (production.length === 0) return silent;
		const blind = production.filter(({ isJudged }) => !isJudged).map(({ name }) => name);
		if (blind.length > 0) return { holds: false, shows: `no metrics judge ${listed(blind)}` };
		return { holds: true, shows: `metrics judge ${listed(production.map(({ name }) => name))} and take versions back` };
	}),
	'deploys-daily': (inputs) =>
		byMetric(inputs, 'deployment-frequency', (value) => value > flowLimits.deploymentsADay, 'more than 1 a day'),
	'fast-pipeline': eachService((service, _, inputs) => {
		const { p90, runs } = pipelineP90(inputs.facts.runs.filter((run) => run.service === service));
		if (p90 === null) return silent;
		return {
			holds: p90 < flowLimits.pipelineMs,
			shows: `p90 of ${formatCounted(runs, 'run')} ${formatDuration(p90)}, without waiting for people`,
		};
	}),
	'low-change-fail-rate': (inputs) =>
		byMetric(
			inputs,
			'change-fail-rate',
			(value) => value < flowLimits.changeFailRate,
			`under ${formatPercent(flowLimits.changeFailRate)}`,
		),
	'fast-recovery': (inputs) => recovery(inputs),
	'business-metrics': eachService((_, practice) => {
		const production = productionOf(practice);
		const events = production.flatMap(({ businessEvents }) => businessEvents);
		if (events.length === 0) return silent;
		const without = production.filter(({ businessEvents }) => businessEvents.length === 0);
		return {
			holds: without.length === 0,
			shows: `${listed([...new Set(events)])} judged in ${listed(production.map(({ name }) => name))}`,
		};
	}),
};

function byMetric(
	{ facts }: MaturityInputs,
	metric: DeliveryMetric,
	isGood: (value: number) => boolean,
	limit: string,
): EvidenceFinding | null {
	const answer = metricOf(facts, metric);
	if (answer?.state !== 'measured' || answer.value === null) return null;
	const basis = metricBasis(answer);
	const found = `${metricText(answer, answer.unit)}${basis === '' ? '' : ` (${basis})`}; the limit is ${limit}`;
	return { answer: isGood(answer.value) ? 'yes' : 'no', evidence: [found] };
}

/** A month in which nothing failed has nothing to recover from: the question does not apply. */
function recovery(inputs: MaturityInputs): EvidenceFinding | null {
	const rate = metricOf(inputs.facts, 'change-fail-rate');
	const open = inputs.facts.failures.filter(({ recovered }) => recovered === null).length;
	if (rate?.state === 'measured' && rate.value === 0)
		return { answer: 'not-applicable', evidence: ['no deployment failed in the month'] };
	const limit = `under ${formatDuration(flowLimits.recoveryMs)}`;
	const found = byMetric(inputs, 'recovery-time', (value) => value < flowLimits.recoveryMs, limit);
	if (found === null || open === 0) return found;
	const line = `${formatCounted(open, 'failed deployment')} not recovered from yet`;
	return { answer: found.answer === 'yes' ? 'partly' : found.answer, evidence: [...found.evidence, line] };
}
