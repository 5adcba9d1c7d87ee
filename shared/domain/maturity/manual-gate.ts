/** Anti-pattern "manual quality gate" (CD): changes wait for people on their way, where a check could decide. */
import { formatCounted, formatDuration, formatPercent } from '../format.ts';
import { mean, median } from '../statistics/summaries.ts';
import type { MaturityInputs, MonthRun } from './inputs.ts';
import type { AntiPatternFinding } from './model.ts';
import { metricOf, shippedTo } from './select.ts';

/** Ours: CD names the pattern and no figure. */
const limit = 0.25;

export interface PeopleWait {
	/** Runs that tell how long they waited, longest wait first. */
	readonly runs: readonly (MonthRun & { readonly waitedForPeopleMs: number })[];
	readonly totalMs: number;
	readonly medianMs: number | null;
	/** Of the lead time, 0..1; null where no lead time is known. */
	readonly share: number | null;
}

/** How long runs waited for people: those behind deployments where such are known, else all of the month. */
export function peopleWait(inputs: MaturityInputs): PeopleWait {
	const told = inputs.facts.runs.flatMap((run) =>
		run.waitedForPeopleMs === null ? [] : [{ ...run, waitedForPeopleMs: run.waitedForPeopleMs }],
	);
	const shipped = new Set(shippedTo(inputs).map(({ service, commit }) => `${service} ${commit}`));
	const behind = told.filter((run) => shipped.has(`${run.service} ${run.commit}`));
	const runs = (behind.length > 0 ? behind : told).toSorted(byWait);
	const waits = runs.map((run) => run.waitedForPeopleMs);
	const medianMs = median(waits);
	const lead = metricOf(inputs.facts, 'change-lead-time')?.value ?? null;
	const share = medianMs === null || lead === null || lead <= 0 ? null : Math.min(1, medianMs / lead);
	return { runs, totalMs: waits.reduce((sum, wait) => sum + wait, 0), medianMs, share };
}

function byWait(left: { waitedForPeopleMs: number; at: number }, right: { waitedForPeopleMs: number; at: number }) {
	return right.waitedForPeopleMs - left.waitedForPeopleMs || left.at - right.at;
}

export function findManualGate(inputs: MaturityInputs): AntiPatternFinding {
	const { runs, totalMs, medianMs, share } = peopleWait(inputs);
	const frame = {
		kind: 'manual-quality-gate',
		title: 'Manual quality gate',
		threshold: `Found from ${formatPercent(limit)} of the median lead time on (our own limit; CD names none).`,
	} as const;
	if (medianMs === null || share === null) {
		const missing =
			medianMs === null ? 'No pipeline run tells how long it waited for people.' : 'No lead time is known.';
		return { ...frame, state: 'not-measured', summary: missing, figures: [], rows: [] };
	}
	return {
		...frame,
		state: share >= limit ? 'found' : 'clear',
		summary:
			medianMs === 0
				? 'At least half of the runs that tell waited for nobody.'
				: `A run waited ${formatDuration(medianMs)} for people in the middle: ${formatPercent(share)} of the median lead time.`,
		figures: [
			{ label: 'Waiting for people, share of lead time', value: share, unit: 'share' },
			{ label: 'Median wait of a run', value: medianMs, unit: 'ms' },
			{ label: 'Mean wait of a run', value: mean(runs.map((run) => run.waitedForPeopleMs)), unit: 'ms' },
			{ label: 'All waiting of the month', value: totalMs, unit: 'ms' },
			{ label: 'Runs that tell', value: runs.length, unit: 'count' },
		],
		rows: runs
			.filter((run) => run.waitedForPeopleMs > 0)
			.slice(0, 50)
			.map((run) => ({
				title: `${run.service}, ${run.workflow}, ${run.commit.slice(0, 8)}`,
				detail: `waited ${formatDuration(run.waitedForPeopleMs)} for people${tookText(run)}`,
				value: run.waitedForPeopleMs,
				href: null,
			})),
	};
}

function tookText({ durationMs, state }: MonthRun): string {
	return durationMs === null ? `, ${state}` : ` of ${formatDuration(durationMs)}, ${state}`;
}

/** "31 runs waited": for the words of recommendations. */
export function waitedRuns({ runs }: PeopleWait): string {
	return formatCounted(runs.filter((run) => run.waitedForPeopleMs > 0).length, 'run');
}
