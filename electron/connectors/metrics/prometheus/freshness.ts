/**
 * How old the data behind a query is. An instant query answers with the time at which it was evaluated, and
 * Prometheus goes on answering from its memory: five minutes for a plain series, a whole window for a rate.
 *
 * So the raw selectors are taken out of each query and one further query asks for the newest sample of each:
 * `max(timestamp(selector))`, told apart by a label. All ages are differences on Prometheus' own clock, so that a clock
 * of ours that is wrong makes nothing stale. A series that ended (its target is gone) has no timestamp at all.
 */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { parseSampleValue } from './values.ts';
import type { PrometheusClient } from './client.ts';
import { selectorsOf } from '../../../../shared/config/promql/promql.ts';

export interface Freshness {
	/**
	 * Age in ms of the newest sample that `query` reads; null when no series it reads is alive;
	 * `unknown` when the query reads no series at all, e.g. `vector(1)`.
	 */
	ageOf(query: string): number | null | 'unknown';
	/** Prometheus' clock when it was asked, ms since the epoch; null when nothing was found. */
	readonly evaluatedAt: number | null;
	readonly warnings: readonly string[];
}

const indexLabel = 'signalbox_selector';

/** One query for all selectors of all queries. */
function probe(selectors: readonly string[]): string {
	return selectors
		.map((selector, index) => `label_replace(max(timestamp(${selector})), "${indexLabel}", "${index}", "", "")`)
		.join(' or ');
}

/** Asks how fresh the series behind these queries are. */
export async function askFreshness(
	client: PrometheusClient,
	queries: readonly string[],
	signal?: AbortSignal,
): Promise<Result<Freshness>> {
	const selectors = [...new Set(queries.flatMap(selectorsOf))];
	if (selectors.length === 0) return ok({ ageOf: () => 'unknown', evaluatedAt: null, warnings: [] });
	const answer = await client.query(probe(selectors), signal);
	if (!answer.ok) return answer;
	const ages = new Map<string, number>();
	let evaluatedAt: number | null = null;
	const { data, warnings } = answer.value;
	for (const series of data.resultType === 'vector' ? data.result : []) {
		const selector = selectors[Number(series.metric[indexLabel] ?? Number.NaN)];
		if (selector === undefined || series.value === undefined) continue;
		const [at, sampled] = series.value;
		evaluatedAt = Math.round(at * 1000);
		const age = Math.round((at - parseSampleValue(sampled)) * 1000);
		if (Number.isFinite(age)) ages.set(selector, Math.max(0, age));
	}
	return ok({
		ageOf(query) {
			const own = selectorsOf(query);
			if (own.length === 0) return 'unknown';
			const known = own.flatMap((selector) => ages.get(selector) ?? []);
			// The newest speaks: a selector of failures may match nothing for days while all is well.
			return known.length === 0 ? null : Math.min(...known);
		},
		evaluatedAt,
		warnings,
	});
}
