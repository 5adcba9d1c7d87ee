/** Rows that are deployments. Of rates, `value` is 1 or 0, so that the mean over what counts is the rate. */
import type { JudgedDeployment } from './judged.ts';
import { nameOf } from './judging-words.ts';
import type { MetricRow } from './metrics.ts';
import { canFail } from './standing.ts';

export interface RowUnit {
	readonly service: string;
	readonly environment: string;
}

/** Frequency: what counted, and what each of the others was. */
export function deploymentRow({ service, environment }: RowUnit, deployment: JudgedDeployment): MetricRow {
	const { ref, version, commit, at, standing, why, url, failure, unplanned, tellings } = deployment;
	return {
		id: ref,
		service,
		environment,
		title: nameOf(version, commit),
		at,
		counts: standing === 'counted',
		why,
		value: null,
		detail: {
			...{ standing, version, commit, author: deployment.actor, url, unplanned, deployment: ref },
			...(tellings === undefined ? {} : { tellings }),
			...(failure === null ? {} : { evidence: failure.evidence, recoveredAt: failure.recovered?.at ?? null }),
		},
	};
}

/** What is divided by counts; 1: it failed. */
export function failRateRow(unit: RowUnit, deployment: JudgedDeployment): MetricRow {
	const row = deploymentRow(unit, deployment);
	if (!canFail(deployment.standing)) return { ...row, why: `Not divided by. ${row.why}` };
	const [strongest, ...others] = deployment.failure?.evidence ?? [];
	if (strongest === undefined) return { ...row, counts: true, value: 0, why: 'Nothing shows that it failed.' };
	const more =
		others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'thing shows' : 'things show'} it.`;
	return { ...row, counts: true, value: 1, why: `Failed. ${strongest.text}${more}` };
}

const unplannedWords = {
	rollback: 'Unplanned: it is a rollback.',
	hotfix: 'Unplanned: it is a hotfix.',
	'fixes-incident': 'Unplanned: it fixes an incident.',
} as const;

/** What is divided by counts; 1: nobody had planned it. */
export function reworkRow(unit: RowUnit, deployment: JudgedDeployment): MetricRow {
	const row = deploymentRow(unit, deployment);
	const { standing, unplanned } = deployment;
	if (standing !== 'counted' && standing !== 'rollback' && standing !== 'taken-back')
		return { ...row, why: `Not divided by. ${row.why}` };
	const why = unplanned === null ? 'Planned: nothing says otherwise.' : unplannedWords[unplanned];
	return { ...row, counts: true, value: unplanned === null ? 0 : 1, why };
}
