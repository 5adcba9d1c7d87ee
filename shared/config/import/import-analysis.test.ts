/** Configurations in the manner of Kayenta's examples (spinnaker/kayenta, Apache-2.0: docs/canary-config.md, kayenta-prometheus/docs). */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ImportReport } from '../../rpc/views.ts';
import { importAnalysis } from './import-analysis.ts';

const errors = {
	name: 'errors',
	groups: ['errors'],
	scopeName: 'default',
	query: {
		type: 'prometheus',
		customInlineTemplate: 'PromQL:sum(rate(http_total{code=~"5..",slot="${scope}"}[1m]))',
	},
	analysisConfigurations: {
		canary: {
			direction: 'increase',
			nanStrategy: 'replace',
			critical: true,
			mustHaveData: true,
			effectSize: { measure: 'meanRatio', allowedIncrease: 1.1, criticalIncrease: 5 },
			outliers: { strategy: 'remove', outlierFactor: 2.5 },
		},
	},
};
const config = (metrics: readonly object[], rest: object = {}) => ({
	name: 'golden-signals',
	applications: ['shop'],
	judge: { name: 'NetflixACAJudge-v1.0', judgeConfigurations: {} },
	templates: {},
	classifier: { groupWeights: { errors: 60, latency: 40 }, scoreThresholds: { pass: 90, marginal: 70 } },
	metrics,
	...rest,
});

function imported(document: object | string): ImportReport {
	const result = importAnalysis(typeof document === 'string' ? document : JSON.stringify(document, null, 2));
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}
const healthOf = (report: ImportReport) => parse(report.source).health;
const lost = (report: ImportReport) => report.notCarried.map(({ what }) => what);
const queryOf = (query: object, templates: object = {}) => {
	const report = imported(config([{ name: 'm', query: { type: 'prometheus', ...query } }], { templates }));
	return { query: healthOf(report).kayenta?.metrics[0].query, lost: lost(report) };
};

describe('a Kayenta canary configuration', () => {
	it('carries metrics, weights and thresholds', () => {
		const report = imported(config([errors]));
		expect(report).toMatchObject({ from: 'kayenta-canary-config', name: 'golden-signals', carried: ['metric errors'] });
		expect(healthOf(report)).toEqual({
			judges: { sequential: 'off', absolute: 'inform', baseline: 'inform', kayenta: 'decide', analysis: 'off' },
			kayenta: {
				pass: 90,
				marginal: 70,
				tolerance: 0.25,
				confidence: 0.98,
				metrics: [
					{
						name: 'errors',
						groups: ['errors'],
						direction: 'increase',
						critical: true,
						noData: 'fail',
						nan: 'replace',
						outliers: 'remove',
						outlierFactor: 2.5,
						effect: { measure: 'mean-ratio', allowedIncrease: 1.1, criticalIncrease: 5 },
						query: 'sum(rate(http_total{code=~"5..",slot="{{slot}}"}[1m]))',
					},
				],
				groupWeights: { errors: 60, latency: 40 },
			},
		});
		expect(lost(report)).toEqual(['${scope} in the query of errors']);
	});

	it("fills in Kayenta's own defaults", () => {
		const report = imported(config([{ name: 'm', query: { type: 'prometheus', metricName: 'cpu' } }]));
		expect(healthOf(report).kayenta.metrics[0]).toEqual({
			name: 'm',
			groups: [],
			direction: 'either',
			critical: false,
			noData: 'nodata',
			nan: 'remove',
			outliers: 'keep',
			outlierFactor: 3,
			query: 'avg(cpu)',
		});
	});

	it('takes a request for a judgement, with its thresholds', () => {
		const { classifier: _, ...rest } = config([errors]);
		const report = imported({
			canaryConfig: rest,
			executionRequest: { thresholds: { pass: 95, marginal: 75 }, scopes: {} },
		});
		expect(healthOf(report).kayenta).toMatchObject({ pass: 95, marginal: 75 });
		expect(lost(report)).toContain('executionRequest');
	});

	it('never lets silence pass unless the team writes so', () => {
		const quiet = { ...errors, analysisConfigurations: { canary: { nanStrategy: 'replace' } } };
		const report = imported(config([quiet]));
		expect(healthOf(report).kayenta.metrics[0]).toMatchObject({ noData: 'nodata', nan: 'replace' });
		expect(lost(report)).toContain('metric errors without any data');
	});

	it.each<[string, object, object, string]>([
		[
			'a name with labels',
			{ metricName: 'cpu', labelBindings: ['pod=~"a.*"', 'ns="b"'] },
			{},
			'avg(cpu{pod=~"a.*",ns="b"})',
		],
		['groups', { metricName: 'cpu', groupByFields: ['pod', 'zone'] }, {}, 'avg(cpu) by (pod, zone)'],
		[
			'a filter of its own',
			{ metricName: 'cpu', customInlineTemplate: '{slot="${scope}"}' },
			{},
			'avg(cpu{slot="{{slot}}"})',
		],
		[
			'a named filter',
			{ metricName: 'cpu', customFilterTemplate: 'std' },
			{ std: "slot='${scope}'" },
			"avg(cpu{slot='{{slot}}'})",
		],
		['a named query', { customFilterTemplate: 'q' }, { q: 'PromQL: sum(up)' }, 'sum(up)'],
		['what is in place wins', { customInlineTemplate: 'PromQL:a', customFilterTemplate: 'q' }, { q: 'PromQL:b' }, 'a'],
	])('makes the query of %s', (_name, query, templates, expected) => {
		expect(queryOf(query, templates).query).toBe(expected);
	});

	it('tells variables, templates and queries that cannot do', () => {
		expect(queryOf({ customInlineTemplate: 'PromQL:up{ns="${location}"}' }).lost).toEqual([
			'${location} in the query of m',
			'split by slot in the query of m',
		]);
		expect(queryOf({ metricName: 'cpu', customFilterTemplate: 'gone' }).lost).toContain('query of m');
		expect(queryOf({ customInlineTemplate: 'PromQL:sum(up{slot="${scope}"}' }).lost).toContain('query of m');
		expect(queryOf({}).lost).toEqual(['metric m']);
	});

	it.each(['stackdriver', 'datadog', 'newrelic', 'atlas'])('tells a metric that asks %s', (type) => {
		const report = imported(config([errors, { name: 'other', query: { type } }]));
		expect(report.notCarried.find(({ what }) => what === 'metric other')?.why).toContain(type);
		expect(healthOf(report).kayenta.metrics).toHaveLength(1);
	});

	it('tells muted metrics, other judges, and thresholds that a pipeline gives', () => {
		const muted = { ...errors, name: 'quiet', analysisConfigurations: { canary: { muted: true } } };
		const report = imported(
			config([errors, muted], {
				judge: { name: 'StaticBaselineJudge-v1.0', judgeConfigurations: { tolerance: 0.1 } },
				classifier: { groupWeights: {} },
			}),
		);
		expect(lost(report)).toEqual(
			expect.arrayContaining([
				'metric quiet',
				'judge StaticBaselineJudge-v1.0',
				'judgeConfigurations',
				'score thresholds',
			]),
		);
		expect(healthOf(report).kayenta).toMatchObject({ pass: 95, marginal: 75 });
	});

	it('switches the judge off when nothing is left', () => {
		const report = imported(config([{ name: 'm', query: { type: 'atlas' } }]));
		expect(healthOf(report).judges.kayenta).toBe('off');
		expect(healthOf(report).kayenta).toBeUndefined();
	});
});

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
		[
			'a direction',
			JSON.stringify(config([{ ...errors, analysisConfigurations: { canary: { direction: 'up' } } }])),
			1,
			/found "up"/,
		],
		[
			'a weight',
			JSON.stringify(config([errors], { classifier: { groupWeights: { errors: 'all' } } })),
			1,
			/found "all"/,
		],
		['no metrics', JSON.stringify(config([])), 1, /has no metrics/],
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
	test.prop([fc.array(tree, { maxLength: 3 }), fc.dictionary(fieldNames, tree, { maxKeys: 6 })], { numRuns: 300 })(
		'templates of arbitrary metrics',
		(metrics, spec) => {
			expectSound(JSON.stringify({ kind: 'AnalysisTemplate', spec: { ...spec, metrics } }, null, 1));
			expectSound(JSON.stringify({ judge: {}, ...spec, metrics, kind: undefined }, null, 1));
		},
	);
});
