/** Figures by key: what a recommendation is measured by now, and what the next month is asked for. */
import type { DeliveryMetric } from '../delivery/metrics.ts';
import { batchesOf } from './big-bang.ts';
import type { MaturityInputs } from './inputs.ts';
import { peopleWait } from './manual-gate.ts';
import type { Figure } from './model.ts';
import { monolithOf } from './monolith.ts';
import { metricOf, pipelineP90 } from './select.ts';
import { differencesOf } from './snowflake.ts';

/** Stable: they stand in reports of earlier months. */
export const figureKeys = [
	'wait-for-people',
	'change-fail-rate',
	'recovery-time',
	'batch-p90',
	'pipeline-p90',
	'test-time-lost',
	'environment-differences',
	'shared-pipelines',
	'change-lead-time',
] as const;
export type FigureKey = (typeof figureKeys)[number];

const read: Readonly<Record<FigureKey, (inputs: MaturityInputs) => number | null>> = {
	'wait-for-people': (inputs) => peopleWait(inputs).medianMs,
	'change-fail-rate': (inputs) => measured(inputs, 'change-fail-rate'),
	'recovery-time': (inputs) => measured(inputs, 'recovery-time'),
	'batch-p90': (inputs) => batchesOf(inputs).p90,
	'pipeline-p90': ({ facts }) => pipelineP90(facts.runs).p90,
	'test-time-lost': ({ facts }) => facts.tests?.summary.lostMs ?? null,
	'environment-differences': (inputs) => differencesIn(inputs),
	'shared-pipelines': (inputs) => sharedIn(inputs),
	'change-lead-time': (inputs) => measured(inputs, 'change-lead-time'),
};

export const figureUnits: Readonly<Record<FigureKey, Figure['unit']>> = {
	'wait-for-people': 'ms',
	'change-fail-rate': 'share',
	'recovery-time': 'ms',
	'batch-p90': 'count',
	'pipeline-p90': 'ms',
	'test-time-lost': 'ms',
	'environment-differences': 'count',
	'shared-pipelines': 'count',
	'change-lead-time': 'ms',
};

/** The figure as measured; null where it is not. A key that this version does not know is not measured either. */
export function figureOf(inputs: MaturityInputs, key: string): number | null {
	const known = figureKeys.find((each) => each === key);
	return known === undefined ? null : read[known](inputs);
}

function measured({ facts }: MaturityInputs, metric: DeliveryMetric): number | null {
	const answer = metricOf(facts, metric);
	return answer?.state === 'measured' ? answer.value : null;
}

function differencesIn(inputs: MaturityInputs): number | null {
	const { open, pairs } = differencesOf(inputs);
	return pairs === 0 ? null : open.length;
}

function sharedIn(inputs: MaturityInputs): number | null {
	const { shared, pipelines } = monolithOf(inputs);
	return pipelines === 0 ? null : shared.length;
}
