/** Queries of Kayenta's canary configurations as PromQL (kayenta-prometheus/docs/metric-set-query-config.md). */
import { checkPromql } from '../promql/promql.ts';
import { at, type Field, itemsOf, type Telling, textOf } from './fields.ts';

const variable = /\$\{\s*([A-Za-z0-9_.-]+)\s*\}/g;
const prefix = /^\s*PromQL:/;

/** The template of a query: written in place, or named. */
function templateOf(query: Field, templates: Field, name: string, telling: Telling): string | null {
	const inline = textOf(at(query, 'customInlineTemplate'));
	if (inline !== null && inline.trim() !== '') return inline;
	const filter = textOf(at(query, 'customFilter'));
	if (filter !== null && filter.trim() !== '') return filter;
	const named = textOf(at(query, 'customFilterTemplate'));
	if (named === null || named === '') return null;
	const template = textOf(at(templates, named));
	if (template === null) {
		telling.lose(
			`query of ${name}`,
			`Its template ${named.slice(0, 60)} is not in the file.`,
			'Write the PromQL query of the metric.',
		);
	}
	return template;
}

/** `avg(metric{labels, filter}) by (fields)`: what Kayenta makes of a metric's name. */
function fromName(query: Field, template: string | null, name: string, telling: Telling): string | null {
	const metricName = textOf(at(query, 'metricName'));
	if (metricName === null || metricName.trim() === '') return null;
	const labels = itemsOf(at(query, 'labelBindings')).map((item) => textOf(item) ?? '');
	const filters = [...labels, (template ?? '').trim().replace(/^\{([^]*)\}$/, '$1')].filter((one) => one.trim() !== '');
	const groups = itemsOf(at(query, 'groupByFields')).map((item) => textOf(item) ?? '');
	if (groups.length > 0) {
		telling.lose(
			`groupByFields of ${name}`,
			'Kayenta compares each series for itself; here a query that answers more than one has no data.',
			'Leave "by" out of the query, or write a metric for each series.',
		);
	}
	const by = groups.length === 0 ? '' : ` by (${groups.join(', ')})`;
	return `avg(${metricName.trim()}${filters.length === 0 ? '' : `{${filters.join(',')}}`})${by}`;
}

/** Puts `{{slot}}` where Kayenta puts the scope; other variables stay and are told. */
function fillVariables(text: string, name: string, telling: Telling): string {
	const left = new Set<string>();
	let hasScope = false;
	const filled = text.replace(variable, (whole, key: string) => {
		if (key === 'scope') {
			hasScope = true;
			return '{{slot}}';
		}
		left.add(whole);
		return whole;
	});
	if (hasScope) {
		telling.lose(
			`\${scope} in the query of ${name}`,
			'It became {{slot}}, the name of the slot.',
			'Check that the label holds the name of the slot; write {{version}} where it holds the version.',
		);
	}
	if (left.size > 0) {
		telling.lose(
			`${[...left].join(', ').slice(0, 200)} in the query of ${name}`,
			'A pipeline gives the value; the file has none. It was left as it is.',
			'Write the value in its place.',
		);
	}
	return filled;
}

/** The query of a metric; null, and told, when it asks something else than Prometheus. */
export function readQuery(metric: Field, templates: Field, name: string, telling: Telling): string | null {
	const query = at(metric, 'query');
	const type = textOf(at(query, 'type')) ?? textOf(at(query, 'serviceType'));
	if (type !== 'prometheus') {
		const asks = type === null ? 'It does not say whom it asks' : `It asks ${type.slice(0, 60)}`;
		const todo = 'Write the same measurement as a PromQL query, if Prometheus has the numbers too.';
		telling.lose(`metric ${name}`, `${asks}; Signalbox asks Prometheus only.`, todo);
		return null;
	}
	const template = templateOf(query, templates, name, telling);
	const isWhole = template !== null && prefix.test(template);
	const made = isWhole ? template.replace(prefix, '').trim() : fromName(query, template, name, telling);
	if (made === null || made === '') {
		telling.lose(
			`metric ${name}`,
			'It has neither a query nor the name of a series.',
			'Write the PromQL query of the metric.',
		);
		return null;
	}
	const text = fillVariables(made, name, telling);
	if (!/\{\{\s*(slot|version)\s*\}\}/.test(text)) {
		telling.lose(
			`split by slot in the query of ${name}`,
			'The query names neither {{slot}} nor {{version}}, so both releases would be compared by the same numbers.',
			'Name {{slot}} or {{version}} in a label of the query.',
		);
	}
	const checked = text.includes('${') ? null : checkPromql(text);
	if (checked !== null && !checked.ok) {
		telling.lose(`query of ${name}`, checked.problem.message, 'Correct the query; it was carried over as it is.');
	}
	return text;
}
