/** Argo Rollouts' `AnalysisTemplate`, `ClusterAnalysisTemplate` and `AnalysisRun` as a `health:` section. */
import { isMatch } from '../../domain/health/analysis/values.ts';
import { ExpressionError } from '../../domain/health/analysis/tokens.ts';
import type { ImportReport } from '../../rpc/views.ts';
import { type AnalysisEntry, readMetric } from './argo-metric.ts';
import { readArguments } from './argo-values.ts';
import { at, createTelling, type Field, itemsOf, namesOf, refuse, type Telling, textOf } from './fields.ts';
import { writeHealth } from './write.ts';

export const argoKinds = ['AnalysisTemplate', 'ClusterAnalysisTemplate', 'AnalysisRun'];

/** Argo takes a pattern for the name; one that cannot be matched safely is taken as the name itself. */
function matches(name: string, pattern: string): boolean {
	try {
		return isMatch(name, pattern, 0);
	} catch (error) {
		if (error instanceof ExpressionError) return name === pattern;
		throw error;
	}
}

/** Names times patterns that are compared; more is no analysis that anybody wrote. */
const maximumMatches = 1_000;

/** Which metrics are on trial (`dryRun: [{ metricName: <pattern> }]`). */
function dryRunsOf(spec: Field, names: readonly string[], telling: Telling): (name: string) => boolean {
	const items = itemsOf(at(spec, 'dryRun'));
	if (items.length * names.length > maximumMatches) {
		const found = `${items.length} dry runs for ${names.length} metrics`;
		refuse(at(spec, 'dryRun'), found, `at most ${maximumMatches} of both multiplied`);
	}
	const onTrial = new Set<string>();
	for (const item of items) {
		const pattern = textOf(at(item, 'metricName')) ?? refuse(item, 'a dry run names no metric', 'metricName');
		const meant = names.filter((name) => matches(name, pattern));
		for (const name of meant) onTrial.add(name);
		if (meant.length === 0) {
			telling.lose(
				'a dry run',
				`No metric is called ${pattern.slice(0, 60)}.`,
				'Set dryRun: true at the metric that is meant.',
			);
		}
	}
	return (name) => onTrial.has(name);
}

function tellRest(spec: Field, telling: Telling): void {
	if (namesOf(spec).includes('measurementRetention')) {
		telling.lose('measurementRetention', 'Signalbox keeps every look with the release.', 'Nothing.');
	}
	for (const item of itemsOf(at(spec, 'templates'))) {
		const name = textOf(at(item, 'templateName')) ?? 'another template';
		telling.lose(
			`template ${name.slice(0, 60)}`,
			'It is named here, and stands in another file.',
			'Import that file too, and put the metrics together.',
		);
	}
}

function readTemplate(template: Field, taken: Set<string>, telling: Telling): readonly AnalysisEntry[] {
	const spec = at(template, 'spec');
	const metrics = itemsOf(at(spec, 'metrics'));
	if (metrics.length === 0) refuse(at(spec, 'metrics'), 'the analysis has no metrics', 'a list of metrics');
	const known = readArguments(spec);
	const names = metrics.map((metric) => textOf(at(metric, 'name')) ?? '');
	const isDryRun = dryRunsOf(spec, names, telling);
	tellRest(spec, telling);
	return metrics.flatMap((metric, index) => {
		const name = names[index] ?? '';
		if (name !== '' && taken.has(name)) {
			telling.lose(
				`the second metric ${name}`,
				'Two metrics have the same name; the first one was taken.',
				'Give it another name.',
			);
			return [];
		}
		taken.add(name);
		const entry = readMetric(metric, known, isDryRun, telling);
		return entry === null ? [] : [entry];
	});
}

/** Imports all templates of a file; `others` are documents of other kinds. */
export function importArgo(templates: readonly Field[], others: readonly Field[]): ImportReport {
	const telling = createTelling();
	const taken = new Set<string>();
	const entries = templates.flatMap((template) => readTemplate(template, taken, telling));
	for (const other of others) {
		const kind = textOf(at(other, 'kind'))?.slice(0, 60) ?? 'a document without a kind';
		const todo =
			kind === 'Rollout'
				? 'Write its steps under canary.steps, and its arguments in the place of {{args.…}}.'
				: 'Nothing, unless the analysis needs it.';
		telling.lose(kind, 'Only analyses are imported.', todo);
	}
	const names = templates.map((template) => textOf(at(template, 'metadata', 'name')) ?? 'analysis');
	const source = writeHealth(telling, 'analysis', entries.length > 0, { metrics: entries });
	const { carried, notCarried } = telling;
	return { from: 'argo-analysis-template', name: [...new Set(names)].join(', '), source, carried, notCarried };
}
