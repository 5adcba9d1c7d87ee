/** Rows that are incidents which no deployment is shown to have caused: they count nowhere, and are shown with the reason. */
import type { RowUnit } from './deployment-rows.ts';
import type { FactRef } from './facts.ts';
import type { JudgedHistory } from './judged.ts';
import type { MetricRow } from './metrics.ts';

type Without = JudgedHistory['incidentsWithoutDeployment'][number];

/** One sentence for each reason. */
export const withoutWords = {
	'said-by-hand': 'Counts nowhere: somebody said that no change caused it.',
	'said-by-source': 'Counts nowhere: its source says that no change caused it.',
	'none-within-window': 'Counts nowhere: no deployment went out shortly before it, and nobody named one.',
	'named-unknown': 'Counts nowhere: what it names as its cause is no deployment of this history that can have failed.',
	'other-environment':
		'Counts in another environment of production: users had met something new there last, and it names no environment.',
} satisfies Record<Without['because'], string>;

export function incidentRow(
	{ service, environment }: RowUnit,
	{ ref, because, startedAt }: Without,
	{ incident }: { readonly incident: (ref: FactRef) => { readonly title: string; readonly url: string | null } | null },
): MetricRow {
	const known = incident(ref);
	return {
		id: ref,
		service,
		environment,
		title: known?.title ?? ref,
		at: startedAt,
		counts: false,
		why: withoutWords[because],
		value: null,
		detail: { url: known?.url ?? null },
	};
}
