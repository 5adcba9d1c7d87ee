/**
 * At most three recommendations, each from a measured cause. They are ordered by the time that the cause cost this month:
 * time that changes waited, that users met a broken version, or that machines ran for nothing. Deterministic: equal costs go
 * by id.
 */
import { formatCount, formatCounted, formatDuration, formatPercent } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import { batchesOf, largeBatch } from './big-bang.ts';
import { type FigureKey, figureOf, figureUnits } from './figures.ts';
import { flowLimits } from './flow-evidence.ts';
import type { MaturityInputs, MonthFailure } from './inputs.ts';
import { peopleWait, waitedRuns } from './manual-gate.ts';
import type { Recommendation } from './model.ts';
import { monolithOf } from './monolith.ts';
import { isProduction, metricOf, pipelineP90, workOf } from './select.ts';
import { differencesOf } from './snowflake.ts';
import { listTests } from '../tests/listed.ts';

type Advice = (inputs: MaturityInputs) => Recommendation | null;

const most = 3;

export function recommend(inputs: MaturityInputs): readonly Recommendation[] {
	return advices
		.flatMap((advice) => advice(inputs) ?? [])
		.filter(({ weight }) => weight > 0)
		.toSorted((left, right) => right.weight - left.weight || (left.id < right.id ? -1 : 1))
		.slice(0, most);
}

interface Words {
	readonly title: string;
	readonly cause: string;
	readonly action: string;
	readonly check: { readonly label: string; readonly figure: FigureKey; readonly goal: number };
	/** ms. */
	readonly cost: number;
}

function advise(cause: string, inputs: MaturityInputs, words: Words): Recommendation {
	const { figure, label, goal } = words.check;
	return {
		id: `${cause}:${inputs.scope}`,
		title: words.title,
		cause: words.cause,
		action: words.action,
		check: { label, figure, now: figureOf(inputs, figure), goal, lessIsBetter: true, unit: figureUnits[figure] },
		weight: Math.round(words.cost),
	};
}

const advices: readonly Advice[] = [
	(inputs) => {
		const wait = peopleWait(inputs);
		if (wait.medianMs === null || wait.medianMs <= 0) return null;
		return advise('waiting-for-people', inputs, {
			title: 'Let checks decide what people decide now',
			cause: `${waitedRuns(wait)} waited ${formatDuration(wait.totalMs)} for people in all, ${formatDuration(wait.medianMs)} in the middle.`,
			action:
				'Take the approval that waited longest and write down what the person looks at; make a gate of it, and keep the approval only for what no gate can see.',
			check: {
				label: 'Median wait of a run for people',
				figure: 'wait-for-people',
				goal: Math.round(wait.medianMs / 2),
			},
			cost: wait.totalMs,
		});
	},
	(inputs) => {
		const rate = metricOf(inputs.facts, 'change-fail-rate');
		const failures = productionFailures(inputs);
		if (rate?.state !== 'measured' || rate.value === null || rate.value <= 0) return null;
		return advise('failing-deployments', inputs, {
			title: 'Find what fails before users do',
			cause: `${formatCount(rate.n)} of ${formatCounted(rate.of ?? 0, 'deployment')} failed (${formatPercent(rate.value)}); users met a broken version for ${formatDuration(brokenTime(failures, inputs))} in all.`,
			action:
				'For each failed deployment in this report, name the check that would have stopped it, and add the one that would have stopped most of them.',
			check: {
				label: 'Change fail rate',
				figure: 'change-fail-rate',
				goal: rate.value > flowLimits.changeFailRate ? flowLimits.changeFailRate : rate.value / 2,
			},
			cost: brokenTime(failures, inputs),
		});
	},
	(inputs) => {
		const recovery = metricOf(inputs.facts, 'recovery-time');
		if (recovery?.state !== 'measured' || recovery.value === null || recovery.value < flowLimits.recoveryMs)
			return null;
		const over = productionFailures(inputs).map((each) => Math.max(0, brokenFor(each, inputs) - flowLimits.recoveryMs));
		return advise('slow-recovery', inputs, {
			title: 'Go back first, find the cause afterwards',
			cause: `It took ${formatDuration(recovery.value)} in the middle until a failed deployment was recovered from, over ${formatCounted(recovery.n, 'failure')}.`,
			action:
				'Give the environments that failed metrics that judge and take back by themselves, and practise Roll back once on each.',
			check: { label: 'Median time to recover', figure: 'recovery-time', goal: flowLimits.recoveryMs },
			cost: sum(over),
		});
	},
	(inputs) => {
		const { p90, largest, deployments } = batchesOf(inputs);
		const large = deployments.filter(({ commits }) => commits >= largeBatch);
		if (p90 === null || largest === null || large.length === 0 || p90 < largeBatch / 2) return null;
		const failed = productionFailures(inputs).filter(({ ref }) => large.some((each) => each.ref === ref));
		return advise('large-batches', inputs, {
			title: 'Ship smaller batches, more often',
			cause: `${formatCounted(large.length, 'deployment')} carried ${largeBatch} commits or more, the largest ${formatCount(largest)}; ${formatCount(failed.length)} of them failed, and each failure had as many suspects.`,
			action: 'Ship each green candidate of the service with the largest batch on the day it is made, for this month.',
			check: {
				label: 'Commits of a deployment, p90',
				figure: 'batch-p90',
				goal: Math.max(1, Math.floor(Math.min(largeBatch, p90) / 2)),
			},
			cost: sum(failed.map((each) => brokenFor(each, inputs))),
		});
	},
	(inputs) => {
		const { p90, runs } = pipelineP90(inputs.facts.runs);
		if (p90 === null || p90 < flowLimits.pipelineMs) return null;
		const over = inputs.facts.runs.map((run) => Math.max(0, (workOf(run) ?? 0) - flowLimits.pipelineMs));
		return advise('slow-pipeline', inputs, {
			title: 'Bring the pipeline under 30 minutes',
			cause: `The p90 of ${formatCounted(runs, 'run')} is ${formatDuration(p90)}; the time beyond 30 min adds up to ${formatDuration(sum(over))}.`,
			action:
				'Split or run in parallel the job that takes longest in the slowest stage; the slowest tests are listed in this report.',
			check: { label: 'Pipeline time, p90', figure: 'pipeline-p90', goal: flowLimits.pipelineMs },
			cost: sum(over),
		});
	},
	(inputs) => {
		const tests = inputs.facts.tests?.summary ?? null;
		if (tests === null || tests.lostMs <= 0) return null;
		const worst = listTests(inputs.facts.tests?.rows ?? []).costliest;
		const names = worst.length === 0 ? '' : `, most by ${listed(worst.map(({ test }) => test))}`;
		return advise('flaky-tests', inputs, {
			title: 'Take the tests that cost most out of the way',
			cause: `Runs that failed or were run again because of flaky tests alone cost ${formatDuration(tests.lostMs)}${names}.`,
			action: 'Quarantine these tests with an owner and a date, and mend or delete each of them before that date.',
			check: {
				label: 'Pipeline time lost to flaky tests',
				figure: 'test-time-lost',
				goal: Math.floor(tests.lostMs / 2),
			},
			cost: tests.lostMs,
		});
	},
	(inputs) => {
		const { open } = differencesOf(inputs);
		const services = new Set(open.map(({ service }) => service));
		const failed = productionFailures(inputs).filter(({ service }) => services.has(service));
		if (open.length === 0 || failed.length === 0) return null;
		return advise('environment-differences', inputs, {
			title: 'Make rehearsals like production',
			cause: `${formatCounted(open.length, 'unexplained difference')} between environments of ${listed([...services])}, whose deployments failed ${formatCounted(failed.length, 'time')}.`,
			action: 'Remove the differences listed in this report, or say for each one why it has to be.',
			check: { label: 'Unexplained differences', figure: 'environment-differences', goal: 0 },
			cost: sum(failed.map((each) => brokenFor(each, inputs))) / 2,
		});
	},
	(inputs) => {
		const { shared } = monolithOf(inputs);
		const first = shared[0];
		if (first === undefined) return null;
		const runs = inputs.facts.runs.filter(
			(run) => run.state === 'failed' && shared.some(({ services }) => services.includes(run.service)),
		);
		const lost = sum(runs.map((run) => workOf(run) ?? 0));
		return advise('shared-pipeline', inputs, {
			title: 'Give each service a pipeline of its own',
			cause: `${first.key} serves ${listed(first.services)}; its ${formatCounted(runs.length, 'failed run')} (${formatDuration(lost)}) held back all of them.`,
			action: `Split off the service that changes most, with paths of its own, so that the others are not built for it.`,
			check: { label: 'Pipelines that serve several services', figure: 'shared-pipelines', goal: shared.length - 1 },
			cost: lost,
		});
	},
];

function productionFailures(inputs: MaturityInputs): readonly MonthFailure[] {
	return inputs.facts.failures.filter((failure) => isProduction(inputs, failure));
}

/** Time for which users met it, ms; up to the cut-off where it is still open. */
function brokenFor({ brokenAt, recovered }: MonthFailure, { cutOff }: MaturityInputs): number {
	return Math.max(0, (recovered?.at ?? cutOff) - brokenAt);
}

function brokenTime(failures: readonly MonthFailure[], inputs: MaturityInputs): number {
	return sum(failures.map((failure) => brokenFor(failure, inputs)));
}

function sum(values: readonly number[]): number {
	return values.reduce((total, value) => total + value, 0);
}
