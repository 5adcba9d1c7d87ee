import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseHealth } from '../parse-health.ts';
import { importAnalysis } from './import-analysis.ts';

const canary = (metric: object, classifier: object = {}) =>
	JSON.stringify({
		judge: {},
		classifier,
		metrics: [{ name: 'errors', query: { type: 'prometheus', metricName: 'e' }, ...metric }],
	});

const manyDryRuns = `kind: AnalysisTemplate
spec:
  dryRun: [${'{ metricName: ".*m.*x" }, '.repeat(1000)}]
  metrics: [${'{ name: mmm }, '.repeat(100)}]
`;

const bomb = `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'
	.split('')
	.map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(9)}]`)
	.join('\n')}\nkind: AnalysisTemplate\n`;

describe('what is no analysis fails with a place', () => {
	it.each<[string, string, number, RegExp]>([
		['nothing', '', 1, /empty/],
		['only a comment', '# nothing\n---\n', 1, /empty/],
		['no YAML', 'kind: AnalysisTemplate\nspec: [', 2, /./],
		['a text', 'hello', 1, /neither an analysis nor/],
		['a list', '[1, 2]', 1, /neither an analysis nor/],
		['another kind', 'apiVersion: v1\nkind: Deployment\n', 2, /the kind is "Deployment"/],
		['no kind', 'a: 1\n', 1, /no analysis that Signalbox knows/],
		['an alias bomb', bomb, 1, /too many values/],
		['too much', `kind: AnalysisTemplate # ${'x'.repeat(1_000_001)}`, 1, /characters/],
		['too many documents', 'a: 1\n---\n'.repeat(150), 201, /more than 100 documents/],
		['a direction', canary({ analysisConfigurations: { canary: { direction: 'up' } } }), 1, /found "up"/],
		['a weight', canary({}, { groupWeights: { errors: 'all' } }), 1, /found "all"/],
		['thresholds', canary({}, { scoreThresholds: { pass: 70, marginal: 90 } }), 1, /more than pass/],
		['more dry runs than anybody wrote', manyDryRuns, 3, /1000 dry runs for 100 metrics/],
		['no metrics', '{ judge: {}, metrics: [] }', 1, /has no metrics/],
		['twice the same field', 'kind: AnalysisTemplate\nspec: {}\nspec: {}\n', 3, /twice/],
	])('%s', (_name, text, line, message) => {
		const result = importAnalysis(text);
		expect(result).toMatchObject({ ok: false, problem: { code: 'invalid-input' } });
		if (result.ok) return;
		expect(result.problem.message).toMatch(message);
		expect(result.problem.hint).not.toBe('');
		if (!text.startsWith('a: &a')) expect(result.problem.details?.['line']).toBe(line);
	});
});

function expectSound(text: string): void {
	const result = importAnalysis(text);
	if (result.ok) {
		expect(parse(result.value.source)).toHaveProperty('health.judges');
		const problems = parseHealth(result.value.source).issues.filter(({ severity }) => severity === 'error');
		// Whatever keeps the section from being saved is in the report.
		if (problems.length > 0) expect(result.value.notCarried).not.toEqual([]);
		for (const { what, why, todo } of result.value.notCarried) expect([what, why, todo]).not.toContain('');
	} else {
		const { line } = result.problem.details ?? {};
		expect(line).toBeGreaterThanOrEqual(1);
		expect(line).toBeLessThanOrEqual(text.split('\n').length);
	}
}

const fieldNames = fc.constantFrom(
	...['kind', 'spec', 'metrics', 'args', 'name', 'value', 'provider', 'prometheus', 'query', 'interval', 'count'],
	...['dryRun', 'metricName', 'successCondition', 'failureLimit', 'classifier', 'judge', 'groupWeights', 'templates'],
	...[
		'analysisConfigurations',
		'canary',
		'effectSize',
		'outliers',
		'type',
		'items',
		'metadata',
		'__proto__',
		'constructor',
	],
);
const leaf = fc.oneof(
	fc.constantFrom(
		'AnalysisTemplate',
		'List',
		'prometheus',
		'{{args.x}}',
		'5m',
		'result',
		'PromQL:${scope}',
		'__proto__',
		'',
	),
	fc.string({ maxLength: 6 }),
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
);
const { tree } = fc.letrec((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		leaf,
		fc.array(tie('tree'), { maxLength: 3 }),
		fc.dictionary(fieldNames, tie('tree'), { maxKeys: 5 }),
	),
}));
const figure = fc.constantFrom('3', '-1', '{{args.x}}', '{{args.y}}', 'x', '', '1e9', 5, null);
const time = fc.constantFrom('5m', '1h30m', '300ms', '100h', '60', '{{args.x}}s', '{{args.y}}', 'soon', null);
const condition = fc.constantFrom(
	'result[0] > {{args.x}}',
	'result >= 1',
	'result |',
	'{{args.y}}',
	'',
	'all(result, # > 1)',
	null,
);
const likelyMetric = fc.record(
	{
		name: fc.oneof(fc.constantFrom('a', 'b', '', '__proto__', 'n'.repeat(300)), fc.string({ maxLength: 8 })),
		provider: fc.constantFrom<object>(
			{ prometheus: { query: 'up{slot="{{slot}}",x="{{args.x}}"}' } },
			{ prometheus: { query: 'sum(' } },
			{ prometheus: { query: 'x'.repeat(5_000) } },
			{ web: { url: 'http://example.com' } },
			{},
		),
		...{ interval: time, initialDelay: time, count: figure, failureLimit: figure, consecutiveErrorLimit: figure },
		...{ successCondition: condition, failureCondition: condition },
	},
	{ requiredKeys: ['name', 'provider'] },
);
const pieces = fc.array(
	fc.constantFrom(
		...[
			'kind: AnalysisTemplate',
			'spec:',
			'\n',
			'  ',
			'- ',
			':',
			'{',
			'}',
			'[',
			']',
			'&a',
			'*a',
			'<<',
			'---',
			'"',
			'|',
			'\t',
			'metrics',
			'x',
		],
	),
	{ maxLength: 40 },
);

describe('whatever the text is', () => {
	test.prop([fc.string({ maxLength: 200, unit: 'binary' })])('arbitrary text', expectSound);
	test.prop([pieces.map((parts) => parts.join(''))], { numRuns: 300 })('pieces of YAML', expectSound);
	test.prop([tree], { numRuns: 300 })('arbitrary JSON', (value) => expectSound(JSON.stringify(value)));
	test.prop([fc.array(likelyMetric, { minLength: 1, maxLength: 3 })], { numRuns: 300 })(
		'likely templates',
		(metrics) => {
			const args = [{ name: 'x', value: '3' }, { name: 'y' }];
			expectSound(
				JSON.stringify({ kind: 'AnalysisTemplate', spec: { args, dryRun: [{ metricName: 'a.*' }], metrics } }),
			);
		},
	);
	test.prop([fc.array(tree, { maxLength: 3 }), fc.dictionary(fieldNames, tree, { maxKeys: 6 })], { numRuns: 300 })(
		'templates of arbitrary metrics',
		(metrics, spec) => {
			expectSound(JSON.stringify({ kind: 'AnalysisTemplate', spec: { ...spec, metrics } }, null, 1));
			expectSound(JSON.stringify({ judge: {}, ...spec, metrics, kind: undefined }, null, 1));
		},
	);
});
