/** Rows of the recovery time: deployments that failed, and how each was put right. */
import { formatDuration } from '../format.ts';
import { deploymentRow, type RowUnit } from './deployment-rows.ts';
import type { DeploymentFailure, JudgedDeployment } from './judged.ts';
import type { MetricRow } from './metrics.ts';
import { recoveryMs } from './recovery.ts';

/** Null for a deployment that did not fail. */
export function recoveryRow(
	unit: RowUnit,
	deployment: JudgedDeployment,
	{ now }: { readonly now: number },
): MetricRow | null {
	const { failure } = deployment;
	if (failure === null) return null;
	const row = deploymentRow(unit, deployment);
	if (failure.recovered === null) {
		const age = formatDuration(Math.max(0, now - failure.brokenAt));
		return { ...row, counts: false, why: `Not part of the median: not put right yet, for ${age}.` };
	}
	const value = recoveryMs(deployment);
	if (value === null) return { ...row, counts: false, why: untimed };
	return { ...row, value, counts: value >= 0, why: whyOf(failure.recovered, value) };
}

const endings = {
	rollback: 'the rollback was done',
	deployment: 'the deployment that put it right was done',
	incident: 'the last of its incidents was resolved',
} as const;

const untimed = 'Not part of the median: it was taken back, and its source does not say since when users had met it.';

function whyOf({ by }: NonNullable<DeploymentFailure['recovered']>, value: number): string {
	if (value < 0) return 'Left out: its end lies before its beginning, so a clock or a link is wrong.';
	return `Counted: ${formatDuration(value)} from its first traffic until ${endings[by]}.`;
}
