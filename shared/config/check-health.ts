/** Rules of `health:` that look at more than one field. */
import { parseExpression } from '../domain/health/analysis/expression.ts';
import { defaultKayentaPolicy } from '../domain/health/kayenta/defaults.ts';
import { measuredBy, unitOf } from './build-health.ts';
import type { FileAnalysis, FileKayenta } from './file/brought-along.ts';
import type { FileHealth } from './file/health.ts';
import type { FileSequential, FileSequentialMetric } from './file/sequential.ts';
import type { Finding, Report } from './issues.ts';
import { checkPromql } from './promql/promql.ts';
import type { Path } from './source.ts';
import type { WrittenMargin } from './units.ts';

/** Checks a section that is well formed in itself. `path` is where it stands. */
export function checkHealth(health: FileHealth, path: Path): readonly Finding[] {
	const findings: Finding[] = [];
	const report: Report = (below, message, expected = null, severity = 'error') =>
		findings.push({ path: [...path, ...below], message, expected, severity });
	checkSequential(health.sequential, report);
	if (health.kayenta !== undefined) checkKayenta(health.kayenta, report);
	if (health.analysis !== undefined) checkAnalysis(health.analysis, report);
	checkRoles(health, report);
	return findings;
}

function checkSequential({ metrics }: FileSequential, report: Report): void {
	for (const [name, metric] of Object.entries(metrics)) {
		if (metric !== null) checkSequentialMetric(name, metric, report);
	}
}

function checkSequentialMetric(name: string, metric: FileSequentialMetric, report: Report): void {
	const path = ['sequential', 'metrics', name];
	const ways = [metric.event, metric.gauge, metric.quantile].filter((way) => way !== undefined);
	if (ways.length > 1) report(path, 'it is measured in more than one way', 'one of event, gauge or quantile');
	if (measuredBy(name, metric) === null) {
		const expected = 'event with the name of a counted event, gauge with that of a gauge, or quantile such as 0.99';
		return report(path, `nothing says what "${name}" is measured by`, expected);
	}
	if (metric.unit !== undefined && metric.gauge === undefined) {
		report([...path, 'unit'], 'only a gauge has a unit of its own', 'nothing here');
	}
	checkMargin(name, metric, 'harm', report);
	checkMargin(name, metric, 'margin', report);
	if (metric.margin?.value === 0) {
		report(
			[...path, 'margin'],
			'nobody can show that there is no difference at all',
			'a margin above zero, such as 20%',
		);
	}
}

const amounts: Readonly<
	Record<ReturnType<typeof unitOf>, { readonly unit: WrittenMargin['unit']; readonly like: string }>
> = {
	ratio: { unit: 'points', like: '10pp' },
	ms: { unit: 'ms', like: '30ms' },
	'requests/s': { unit: 'number', like: '5' },
	count: { unit: 'number', like: '5' },
	number: { unit: 'number', like: '5' },
};

function checkMargin(name: string, metric: FileSequentialMetric, field: 'harm' | 'margin', report: Report): void {
	const written = metric[field];
	if (written === undefined || written.unit === 'share') return;
	const { unit, like } = amounts[unitOf(name, metric)];
	// Nothing is nothing in every unit.
	if (written.unit === unit || (written.value === 0 && written.unit === 'ms')) return;
	const message = 'this amount is not in the unit of the metric';
	report(['sequential', 'metrics', name, field], message, `a share such as 20%, or an amount such as ${like}`);
}

function repeated(names: readonly string[]): readonly number[] {
	return names.flatMap((name, index) => (names.indexOf(name) < index ? [index] : []));
}

/** A weight that no metric can earn is missing in every score. */
function checkWeights({ pass, metrics, groupWeights }: FileKayenta, report: Report): void {
	const path = ['kayenta', 'groupWeights'];
	const weights = Object.values(groupWeights).reduce((sum, weight) => sum + weight, 0);
	if (weights > 100) return report(path, `the weights sum up to ${weights}`, 'weights of at most 100 together');
	const scored = (metrics ?? defaultKayentaPolicy.metrics).filter(({ muted }) => !muted);
	const groups = new Set(scored.flatMap((metric) => (metric.groups.length === 0 ? ['ungrouped'] : metric.groups)));
	const unknown = Object.keys(groupWeights).filter((name) => !groups.has(name));
	for (const name of unknown) {
		report([...path, name], `no scored metric is in the group "${name}"`, `one of ${[...groups].join(', ')}`);
	}
	const isShared = [...groups].some((name) => !Object.hasOwn(groupWeights, name));
	if (unknown.length === 0 && groups.size > 0 && !isShared && Math.round(weights * 100) / 100 < pass) {
		report(path, `the weights of all groups sum up to ${weights}, so no release reaches the ${pass} of a pass`, '100');
	}
}

function checkKayenta(kayenta: FileKayenta, report: Report): void {
	const { pass, marginal, metrics = [] } = kayenta;
	if (marginal > pass) report(['kayenta', 'marginal'], `found ${marginal}, more than pass`, `at most ${pass}`);
	checkWeights(kayenta, report);
	for (const index of repeated(metrics.map(({ name }) => name))) {
		report(['kayenta', 'metrics', index, 'name'], 'another metric has this name', 'a name of its own');
	}
	for (const [index, { query }] of metrics.entries()) {
		if (query !== undefined) checkQuery(query, ['kayenta', 'metrics', index, 'query'], 'error', report);
	}
}

function checkAnalysis({ metrics }: FileAnalysis, report: Report): void {
	for (const index of repeated(metrics.map(({ name }) => name))) {
		report(['analysis', 'metrics', index, 'name'], 'another metric has this name', 'a name of its own');
	}
	for (const [index, metric] of metrics.entries()) {
		const path: Path = ['analysis', 'metrics', index];
		checkQuery(metric.query, [...path, 'query'], 'warning', report);
		checkCondition(metric.success, [...path, 'success'], report);
		checkCondition(metric.failure, [...path, 'failure'], report);
	}
}

function checkCondition(condition: string | undefined, path: Path, report: Report): void {
	if (condition === undefined) return;
	const parsed = parseExpression(condition);
	if (parsed.ok) return;
	report(path, `this condition cannot be read: ${parsed.problem.message}`, 'a condition such as result[0] < 0.05');
}

function checkQuery(query: string, path: Path, whenUnplaced: Finding['severity'], report: Report): void {
	const checked = checkPromql(query);
	if (!checked.ok) report(path, checked.problem.message, 'a query that Prometheus understands');
	if (/\{\{\s*(slot|version)\s*\}\}/.test(query)) return;
	const message =
		'the query asks for the same numbers whatever the slot, so the new release cannot be told from the old one';
	report(path, message, '{{slot}} or {{version}} in a label matcher', whenUnplaced);
}

function checkRoles({ judges, analysis, kayenta }: FileHealth, report: Report): void {
	if (kayenta !== undefined && judges.kayenta === undefined) {
		const message = 'this section means nothing: the Kayenta-compatible judge is off';
		report(['kayenta'], message, 'judges: { kayenta: decide }, inform or off', 'warning');
	}
	const isAsked = judges.analysis === 'decide' || judges.analysis === 'inform';
	if (isAsked && analysis === undefined) {
		report(['judges', 'analysis'], 'there is no analysis to judge by', 'analysis: with metrics, or off');
	}
}
