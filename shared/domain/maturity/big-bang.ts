/** Anti-pattern "big bang" (CD): so much ships at once that a failure has dozens of suspects. */
import { formatCounted, formatDuration, formatNumber } from '../format.ts';
import { quantile } from '../statistics/summaries.ts';
import type { MaturityInputs, MonthDeployment } from './inputs.ts';
import type { AntiPatternFinding } from './model.ts';
import { shippedTo } from './select.ts';

/** Ours, for the p90 of all deployments. */
export const largeBatch = 20;
/** CD: "47 suspects". */
const suspects = 47;

export interface Batches {
	/** Deployments whose commits are known, largest batch first. */
	readonly deployments: readonly MonthDeployment[];
	readonly p90: number | null;
	readonly median: number | null;
	readonly largest: number | null;
}

export function batchesOf(inputs: MaturityInputs): Batches {
	const deployments = shippedTo(inputs)
		.filter(({ noLeadTime }) => noLeadTime === null)
		.toSorted((left, right) => right.commits - left.commits || left.at - right.at);
	const sizes = deployments.map(({ commits }) => commits);
	return {
		deployments,
		p90: quantile(sizes, 0.9),
		median: quantile(sizes, 0.5),
		largest: sizes[0] ?? null,
	};
}

export function findBigBang(inputs: MaturityInputs): AntiPatternFinding {
	const { deployments, p90, median, largest } = batchesOf(inputs);
	const frame = {
		kind: 'big-bang',
		title: 'Big bang',
		threshold: `Found when the p90 of all deployments is ${largeBatch} commits or more (our own limit), or one carries ${suspects} or more (CD's "47 suspects").`,
	} as const;
	if (p90 === null || median === null || largest === null) {
		const summary = 'Of no deployment of the month is it known which commits it carried.';
		return { ...frame, state: 'not-measured', summary, figures: [], rows: [] };
	}
	const oldest = longestWait(inputs);
	return {
		...frame,
		state: p90 >= largeBatch || largest >= suspects ? 'found' : 'clear',
		summary: `A deployment carried ${plural(median)} in the middle, p90 ${formatNumber(p90, 1)}, the largest ${formatNumber(largest)}${oldest === null ? '' : `; the oldest commit had waited ${formatDuration(oldest)}`}.`,
		figures: [
			{ label: 'Commits of a deployment, median', value: median, unit: 'count' },
			{ label: 'Commits of a deployment, p90', value: p90, unit: 'count' },
			{ label: 'Commits of the largest deployment', value: largest, unit: 'count' },
			{ label: 'Longest time that a commit was on board', value: oldest, unit: 'ms' },
		],
		rows: deployments.slice(0, 50).map(rowOf),
	};
}

function longestWait({ facts }: MaturityInputs): number | null {
	const waits = facts.slowest.flatMap(({ value }) => (value === null ? [] : [value]));
	return waits.length === 0 ? null : Math.max(...waits);
}

function plural(commits: number): string {
	return `${formatNumber(commits, 1)} ${commits === 1 ? 'commit' : 'commits'}`;
}

function rowOf(deployment: MonthDeployment): AntiPatternFinding['rows'][number] {
	const failed = deployment.failure === null ? '' : ', and it failed';
	return {
		title: `${deployment.service} ${deployment.version ?? deployment.commit?.slice(0, 8) ?? deployment.ref}`,
		detail: `${formatCounted(deployment.commits, 'commit')} into ${deployment.environment}${failed}`,
		value: deployment.commits,
		href: deployment.url,
	};
}
