/** Rows of the change lead time: commits, and the deployments that have none to show. */
import { formatDuration } from '../format.ts';
import { deploymentRow, type RowUnit } from './deployment-rows.ts';
import type { JudgedDeployment, JudgedHistory, LeadItem } from './judged.ts';
import { nameOf } from './judging-words.ts';
import type { MetricRow } from './metrics.ts';

export interface LeadRowContext {
	readonly withBots: boolean;
	readonly commit: (sha: string) => { readonly subject: string; readonly author: string } | null;
}

/** Null where the history lacks its deployment. */
export function leadRow(
	{ service, environment, history }: RowUnit & { readonly history: JudgedHistory },
	lead: LeadItem,
	{ withBots, commit }: LeadRowContext,
): MetricRow | null {
	const deployment = history.deployments[lead.deployment];
	if (deployment === undefined) return null;
	const known = commit(lead.sha);
	const counts = lead.excluded === null && (withBots || !lead.isBot);
	return {
		id: lead.sha,
		service,
		environment,
		title: known?.subject ?? lead.sha.slice(0, 10),
		at: deployment.at,
		counts,
		why: whyOf(lead, deployment, counts),
		value: lead.leadMs,
		detail: {
			...{ commit: lead.sha, author: known?.author ?? null, isBot: lead.isBot, authoredAt: lead.authoredAt },
			...{ deployment: deployment.ref, version: deployment.version, url: deployment.url },
		},
	};
}

function whyOf(lead: LeadItem, deployment: JudgedDeployment, counts: boolean): string {
	const name = nameOf(deployment.version, deployment.commit);
	const squash = lead.squash === null ? '' : ` It came in by the squash ${lead.squash.slice(0, 10)}.`;
	if (lead.excluded === 'negative') {
		const gap = formatDuration(-lead.leadMs);
		return `Left out: it says that it was authored ${gap} after ${name} had been deployed, so a clock is wrong.${squash}`;
	}
	if (!counts) return `Left out: a bot is its author. ${name} was the first deployment that contains it.${squash}`;
	return `Counted: authored ${formatDuration(lead.leadMs)} before ${name}, the first deployment that contains it, was done.${squash}`;
}

const reasons = {
	'first-recorded': 'No lead times: it is the first that is recorded, so nothing says which of its commits were new.',
	'not-linked': 'No lead times: its source names no commit.',
	'commit-unknown': 'No lead times: no repository here has the commit that it names.',
	'previous-not-linked':
		'No lead times: no commit is known of the counted deployment before it, so nothing says which of its commits were new.',
} satisfies Record<NonNullable<JudgedDeployment['noLeadTime']>, string>;

/** A counted deployment without lead times and why; null for every other. */
export function noLeadRow(unit: RowUnit, deployment: JudgedDeployment): MetricRow | null {
	if (deployment.noLeadTime === null) return null;
	return { ...deploymentRow(unit, deployment), counts: false, why: reasons[deployment.noLeadTime] };
}
