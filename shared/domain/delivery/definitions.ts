/** The rules in a sentence or two, for hovering; told in full, with examples, in docs/delivery-metrics.md. */
import type { DoraMetric, MetricUnit } from './metrics.ts';

export interface MetricDefinition {
	readonly unit: MetricUnit;
	readonly lessIsBetter: boolean;
	readonly definition: string;
}

export const metricDefinitions: Readonly<Record<DoraMetric, MetricDefinition>> = {
	'deployment-frequency': {
		unit: 'per-day',
		lessIsBetter: false,
		definition:
			'Deployments that finished, succeeded and changed the running version, divided by the days of the calendar. Rollbacks, the same version again, failed attempts and what is still running are counted apart.',
	},
	'change-lead-time': {
		unit: 'ms',
		lessIsBetter: true,
		definition:
			'For each commit, from the instant at which it was authored to the end of the first deployment that contains it. Merges are left out, a squash counts by its original commits where they are known, and the first recorded deployment has none.',
	},
	'change-fail-rate': {
		unit: 'share',
		lessIsBetter: true,
		definition:
			'Deployments that are shown to have failed, divided by those that counted or were taken back after users had met them. What shows it is listed with each; attempts that never had traffic are pipeline failures, another number.',
	},
	'recovery-time': {
		unit: 'ms',
		lessIsBetter: true,
		definition:
			'From the first traffic of a failed deployment to the first of: rollback finished, remediating deployment finished, all its incidents resolved. Those not put right yet are counted with their age and are not part of the median.',
	},
	'rework-rate': {
		unit: 'share',
		lessIsBetter: true,
		definition:
			'Deployments that nobody had planned (rollbacks, hotfixes and those that fix an incident), divided by all that counted, were rollbacks or were taken back.',
	},
};
