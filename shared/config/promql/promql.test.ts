import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultPrometheusQueries } from './default-queries.ts';
import {
	checkPromql,
	describeSelector,
	escapeLabelValue,
	fillTemplate,
	promqlDuration,
	selectorsOf,
} from './promql.ts';

const values = { slot: 'green', version: '1.2.3', service: 'checkout', environment: 'production', windowMs: 120_000 };

describe('templates', () => {
	it('are filled in', () => {
		const template = 'sum(rate(a{slot="{{slot}}",v="{{ version }}",e="{{environment}}",s="{{service}}"}[{{window}}]))';
		expect(fillTemplate(template, values)).toBe(
			'sum(rate(a{slot="green",v="1.2.3",e="production",s="checkout"}[120s]))',
		);
	});

	it.each([
		[120_000, '120s'],
		[1500, '1500ms'],
		[0.2, '1ms'],
	])('turn %d ms into %s', (ms, text) => expect(promqlDuration(ms)).toBe(text));

	test.prop([fc.string({ unit: 'grapheme' }), fc.constantFrom('"', "'")])(
		'no version name ends the string that it stands in',
		(version, quote) => {
			const query = fillTemplate(`a{v=${quote}{{version}}${quote}}`, { ...values, version });
			expect(checkPromql(query.replaceAll('{{', '')).ok).toBe(true);
			expect(selectorsOf(query)).toEqual([query]);
			expect(escapeLabelValue(version)).not.toMatch(/["'\n]/);
		},
	);
});

describe('the syntax check', () => {
	it.each(Object.entries(defaultPrometheusQueries).filter(([, query]) => query !== null))(
		'passes the default query for %s',
		(_metric, query) => {
			expect(checkPromql(query ?? '')).toEqual({ ok: true, value: undefined });
			expect(checkPromql(fillTemplate(query ?? '', values))).toEqual({ ok: true, value: undefined });
		},
	);

	it.each([
		['sum(rate(a{slot="{{slot}}"}[{{window}}])', 1, 41, /missing at the end, at line 1/],
		['sum(\n  1 +* 2)', 2, 6, /missing before "\* 2\)"/],
		['a{x="{{pod}}"}', 1, 6, /\{\{pod\}\} is not one of \{\{slot\}\}/],
		['  ', 1, 1, /the query is empty/],
		['SELECT 1', 1, 8, /unexpected "1"/],
	])('%j', (text, line, column, words) => {
		const checked = checkPromql(text);
		expect(checked).toMatchObject({ ok: false, problem: { code: 'invalid-config', details: { line, column } } });
		if (!checked.ok) expect(checked.problem.message).toMatch(words);
	});

	it('finds the selectors of a query once each, without ranges', () => {
		expect(selectorsOf('sum(rate(a{x="1"}[5m])) / sum(rate(a{x="1"}[5m] offset 1m)) + b')).toEqual(['a{x="1"}', 'b']);
		expect(selectorsOf('vector(1)')).toEqual([]);
	});
});

it('tells the name and the labels of a selector', () => {
	expect(describeSelector('a_total{slot="{{slot}}", status=~"5.."}')).toEqual({
		...{ series: 'a_total', labels: ['slot', 'status'] },
	});
	expect(describeSelector('{slot="x"}')).toEqual({ series: null, labels: ['slot'] });
	expect(describeSelector('sum(a_total)')).toBeNull();
	expect(describeSelector('1')).toBeNull();
});
