/** Metrics of the believable October. */
import type { MetricAnswer, TrendPoint } from '../../delivery/metrics.ts';
import { measured } from '../../maturity/testing/metrics.ts';

const hour = 3_600_000;
const minute = 60_000;

/** 26 weeks; two before the sources' coverage, one without data, the last one partial. */
function trend(values: (week: number) => number): readonly TrendPoint[] {
	return Array.from({ length: 26 }, (_, week): TrendPoint => {
		const from = new Date(Date.UTC(2026, 4, 4 + week * 7)).toISOString().slice(0, 10);
		const to = new Date(Date.UTC(2026, 4, 11 + week * 7)).toISOString().slice(0, 10);
		const frame = { from, to, isPartial: week === 25, p90: null, of: null, remarks: [] };
		if (week < 2) return { ...frame, state: 'not-measured', value: null, n: 0 };
		if (week === 13) return { ...frame, state: 'no-data', value: null, n: 0 };
		return { ...frame, state: 'measured', value: values(week), n: 9 };
	});
}

const wave = (week: number, low: number, high: number) => low + ((high - low) * (1 + Math.sin(week * 1.7))) / 2;

const spans = [
	[0, hour, 11],
	[hour, 4 * hour, 38],
	[4 * hour, 24 * hour, 92],
	[24 * hour, 72 * hour, 61],
	[72 * hour, 168 * hour, 17],
	[168 * hour, null, 5],
] as const;

function before(value: number, n: number, of: number | null = null) {
	return { state: 'measured', value, n, of, p90: null, remarks: [] } as const;
}

export const octoberDora: readonly MetricAnswer[] = [
	measured('deployment-frequency', 1.322, {
		...{ n: 41, previous: before(1.067, 32), change: 0.255, trend: trend((week) => wave(week, 0.7, 1.6)) },
		apart: [
			{ id: 'rollbacks', label: 'rollbacks', count: 2 },
			{ id: 'attempts', label: 'attempts without traffic', count: 3 },
		],
		definition: 'Finished, successful deployments to production that changed the running version, per calendar day.',
		benchmark: {
			edition: '2024',
			source: 'DORA, Accelerate State of DevOps 2024',
			text: 'on demand, several times a day',
		},
	}),
	measured('change-lead-time', 19.4 * hour, {
		...{ n: 224, p90: 81 * hour, previous: before(24.1 * hour, 180), change: -4.7 * hour },
		trend: trend((week) => wave(week, 12 * hour, 40 * hour)),
		distribution: spans.map(([from, to, count]) => ({ from, to, count })),
		remarks: ['31 commits of bots are left out; with them it is 17 h 50 min.'],
		apart: [{ id: 'negative', label: 'negative lead times', count: 1 }],
		definition:
			'From the authoring of a commit to the end of the first deployment to production that contains it; the median.',
	}),
	measured('change-fail-rate', 3 / 42, {
		...{
			n: 3,
			of: 42,
			previous: before(0.125, 4, 32),
			change: 3 / 42 - 0.125,
			trend: trend((week) => wave(week, 0, 0.18)),
		},
		remarks: ['3 of 42: 41 counted, 1 taken back after users had met it.'],
		definition:
			'Failed deployments out of those that were counted or taken back after traffic; each with its evidence.',
	}),
	measured('recovery-time', 47 * minute, {
		...{ n: 2, p90: 78 * minute, previous: before(2.2 * hour, 4), change: 47 * minute - 2.2 * hour },
		trend: trend((week) => wave(week, 20 * minute, 190 * minute)),
		apart: [{ id: 'open', label: 'still open', count: 1 }],
		definition:
			'From the first traffic of a failed deployment until it was rolled back, mended, or its incidents were resolved.',
	}),
	measured('rework-rate', 5 / 44, {
		...{
			n: 5,
			of: 44,
			previous: before(0.09, 3, 34),
			change: 5 / 44 - 0.09,
			trend: trend((week) => wave(week, 0.02, 0.2)),
		},
		definition: 'Unplanned deployments (rollbacks, hotfixes, those that mend an incident) out of all.',
	}),
];

export const octoberQuality: readonly MetricAnswer[] = [
	measured('suite-time', 8.4 * minute, {
		n: 212,
		p90: 13 * minute,
		previous: before(8.1 * minute, 190),
		change: 0.3 * minute,
	}),
	measured('flaky-share', 0.04, { n: 34, of: 850, previous: before(0.061, 52, 850), change: -0.021 }),
	measured('pipeline-success', 0.87, { n: 184, of: 212, previous: before(0.9, 171, 190), change: -0.03 }),
];
