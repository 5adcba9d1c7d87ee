/** One metric of an Argo `AnalysisTemplate` as an entry of `health.analysis.metrics`. */
import { formatCounted } from '../../domain/format.ts';
import { parseExpression } from '../../domain/health/analysis/expression.ts';
import { checkPromql } from '../promql/promql.ts';
import { formatDuration } from '../units.ts';
import { prometheusOf, tellPrometheusFields } from './argo-providers.ts';
import { type Arguments, createReader, fillArguments } from './argo-values.ts';
import { at, type Field, namesOf, refuse, type Telling, textOf } from './fields.ts';

/** Fields as `signalbox.yaml` has them. */
export interface AnalysisEntry {
	readonly name: string;
	readonly query: string;
	readonly success?: string;
	readonly failure?: string;
	readonly interval?: string;
	readonly initialDelay?: string;
	readonly count?: number;
	readonly failureLimit: number;
	readonly inconclusiveLimit: number;
	readonly consecutiveErrorLimit: number;
	readonly consecutiveSuccessLimit: number;
	readonly dryRun: boolean;
}

const knownFields = [
	...['name', 'provider', 'interval', 'initialDelay', 'count', 'successCondition', 'failureCondition'],
	...['failureLimit', 'inconclusiveLimit', 'consecutiveErrorLimit', 'consecutiveSuccessLimit'],
];

/** `result >= 0.95` on a vector: an error in Argo too, although old examples are written so. */
const bareResult = /\bresult\b\s*(>=|<=|>|<|==|!=)|(>=|<=|>|<|==|!=)\s*result\b(?!\s*[[.?])/;

function tellArguments(what: string, missing: readonly string[], telling: Telling): void {
	if (missing.length === 0) return;
	const names = missing.map((name) => `{{args.${name}}}`).join(', ');
	telling.lose(
		`${names} in the ${what}`,
		'A rollout gives the value; the file has none. It was left as it is.',
		'Write the value in its place; {{slot}}, {{version}}, {{service}} and {{environment}} are filled in by Signalbox.',
	);
}

/** A condition with its arguments; null when there is none, undefined when it cannot be read here. */
function conditionOf(field: Field, metric: string, known: Arguments, telling: Telling): string | null | undefined {
	const given = textOf(field);
	if (given === null || given.trim() === '') return null;
	const { text, missing } = fillArguments(given.trim(), known);
	const what = `${String(field.path.at(-1))} of ${metric}`;
	tellArguments(what, missing, telling);
	if (missing.length > 0) return text;
	const parsed = parseExpression(text);
	if (parsed.ok) return text;
	const { line } = field.source.placeOf(field.path);
	telling.lose(
		`metric ${metric}`,
		`Its ${String(field.path.at(-1))} (line ${line}) cannot be read here: ${parsed.problem.message}, at character ${parsed.problem.at + 1}.`,
		'Write the condition with what Signalbox knows: result, indexes, arithmetic, comparisons, all, any, len, isNaN, default.',
	);
	return undefined;
}

function queryOf(prometheus: Field, metric: string, known: Arguments, telling: Telling): string {
	const field = at(prometheus, 'query');
	const given = textOf(field);
	if (given === null || given.trim() === '') return refuse(field, `metric ${metric} has no query`, 'a PromQL query');
	const { text, missing } = fillArguments(given.trim(), known);
	tellArguments(`query of ${metric}`, missing, telling);
	const checked = missing.length > 0 ? null : checkPromql(text);
	if (checked !== null && !checked.ok) {
		telling.lose(`query of ${metric}`, checked.problem.message, 'Correct the query; it was carried over as it is.');
	}
	return text;
}

/** What an engine of steps decides and one template cannot say. */
function tellMeaning(entry: AnalysisEntry, telling: Telling): void {
	const { name, query, success = '', failure = '' } = entry;
	if (!/\{\{\s*(slot|version)\s*\}\}/.test(query)) {
		telling.lose(
			`split by slot in the query of ${name}`,
			'The query names neither {{slot}} nor {{version}}, so it measures both releases together.',
			'Name {{slot}} or {{version}} in a label of the query, to look at the new release alone.',
		);
	}
	if ((bareResult.test(success) || bareResult.test(failure)) && !/^\s*scalar\s*\(/.test(query)) {
		telling.lose(
			`condition of ${name}`,
			'It holds "result" itself against a number, but Prometheus answers a list: Argo calls that an error, and so does Signalbox.',
			'Write result[0] instead of result; it was carried over as it is.',
		);
	}
	if (entry.success === undefined && entry.failure !== undefined && !/\bisNaN\s*\(/.test(failure)) {
		telling.lose(
			`NaN in ${name}`,
			'Only a failure is defined, so Argo calls NaN (a share of no requests at all) a success; here it is inconclusive.',
			'Write isNaN(result[0]) into the condition, to say what it means.',
		);
	}
	if (entry.count !== undefined || entry.interval === undefined) {
		telling.lose(
			`when ${name} is measured`,
			`A template does not say at which step it runs. Here it starts with the first step and ends after ${formatCounted(entry.count ?? 1, 'measurement')}.`,
			'Set initialDelay to start later; set interval and leave count out to watch the release to its end.',
		);
	}
}

/** Reads one metric; null, and told, when it cannot be carried over. Refuses what Argo refuses. */
export function readMetric(
	metric: Field,
	known: Arguments,
	isDryRun: (name: string) => boolean,
	telling: Telling,
): AnalysisEntry | null {
	const name = textOf(at(metric, 'name')) ?? refuse(metric, 'a metric has no name', 'name');
	const prometheus = prometheusOf(metric, name, telling);
	if (prometheus === null || !tellPrometheusFields(prometheus, name, telling)) return null;
	const success = conditionOf(at(metric, 'successCondition'), name, known, telling);
	const failure = conditionOf(at(metric, 'failureCondition'), name, known, telling);
	if (success === undefined || failure === undefined) return null;
	const { duration, integer } = createReader(known, name, telling);
	const interval = duration(at(metric, 'interval'));
	const initialDelay = duration(at(metric, 'initialDelay'));
	const count = integer(at(metric, 'count'), 0);
	const entry: AnalysisEntry = {
		name,
		query: queryOf(prometheus, name, known, telling),
		...(success === null ? {} : { success }),
		...(failure === null ? {} : { failure }),
		...(interval === null || interval === 0 ? {} : { interval: formatDuration(interval) }),
		...(initialDelay === null || initialDelay === 0 ? {} : { initialDelay: formatDuration(initialDelay) }),
		...(count === null || count === 0 ? {} : { count }),
		failureLimit: integer(at(metric, 'failureLimit'), -1) ?? 0,
		inconclusiveLimit: integer(at(metric, 'inconclusiveLimit'), -1) ?? 0,
		consecutiveErrorLimit: integer(at(metric, 'consecutiveErrorLimit'), -1) ?? 4,
		consecutiveSuccessLimit: integer(at(metric, 'consecutiveSuccessLimit'), 0) ?? 0,
		dryRun: isDryRun(name),
	};
	for (const field of namesOf(metric).filter((one) => !knownFields.includes(one))) {
		telling.lose(
			`${field.slice(0, 60)} of ${name}`,
			'Signalbox does not know this field.',
			'Nothing, unless it matters to you.',
		);
	}
	tellMeaning(entry, telling);
	telling.carried.push(`metric ${name}${entry.dryRun ? ' (dry run)' : ''}`);
	return entry;
}
