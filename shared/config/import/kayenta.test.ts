/** Configurations in the manner of Kayenta's examples (spinnaker/kayenta, Apache-2.0: docs/canary-config.md, kayenta-prometheus/docs). */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ImportReport } from '../../rpc/views.ts';
import { parseHealth } from '../parse-health.ts';
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
	classifier: { groupWeights: {}, scoreThresholds: { pass: 90, marginal: 70 } },
	metrics,
	...rest,
});

function imported(document: object | string): ImportReport {
	const result = importAnalysis(typeof document === 'string' ? document : JSON.stringify(document, null, 2));
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}
const healthOf = (report: ImportReport) => parse(report.source).health;
const told = (report: ImportReport) => report.notCarried.map(({ what }) => what);
const sample = 'no minimum of requests, as in Kayenta';
const lost = (report: ImportReport) => told(report).filter((what) => what !== sample);
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
				toleranceOf: 'shift',
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
				groupWeights: {},
			},
		});
		expect(told(report)).toEqual(['${scope} in the query of errors', sample]);
		expect(parseHealth(report.source)).toMatchObject({ issues: [], policy: { kayenta: { role: 'decide' } } });
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
		expect(queryOf({ metricName: 'cpu', groupByFields: ['pod'] }).lost).toContain('groupByFields of m');
	});

	it.each(['stackdriver', 'datadog', 'newrelic', 'atlas'])('tells a metric that asks %s', (type) => {
		const report = imported(config([errors, { name: 'other', query: { type } }]));
		expect(report.notCarried.find(({ what }) => what === 'metric other')?.why).toContain(type);
		expect(healthOf(report).kayenta.metrics).toHaveLength(1);
	});

	it('tells other judges, and thresholds that a pipeline gives', () => {
		const muted = { ...errors, name: 'quiet', analysisConfigurations: { canary: { muted: true } } };
		const report = imported(
			config([errors, muted, errors], {
				judge: { name: 'StaticBaselineJudge-v1.0', judgeConfigurations: { tolerance: 0.1 } },
				classifier: { groupWeights: {} },
			}),
		);
		expect(lost(report)).toEqual(
			expect.arrayContaining([
				'the second metric errors',
				'judge StaticBaselineJudge-v1.0',
				'judgeConfigurations',
				'score thresholds',
			]),
		);
		expect(healthOf(report).kayenta).toMatchObject({
			pass: 95,
			marginal: 75,
			metrics: [{}, { name: 'quiet', muted: true }],
		});
	});

	it('tells weights that are more than all', () => {
		const classifier = { groupWeights: { a: 90, b: 20 }, scoreThresholds: { pass: 90, marginal: 70 } };
		const both = { ...errors, groups: ['a', 'b'] };
		expect(lost(imported(config([both], { classifier })))).toContain('health.kayenta.groupWeights');
	});

	it.each<[string, object, object, readonly string[]]>([
		['of a group that is left', { errors: 60 }, { errors: 60 }, []],
		['of groups that are gone', { errors: 60, gone: 40 }, { errors: 100 }, ['weight of group gone']],
		['by name of some groups only', { gone: 40 }, { errors: 100 }, ['weight of group gone']],
		['only of what is gone', { gone: 100 }, {}, ['weight of group gone']],
	])('takes the weights %s', (_name, groupWeights, expected, losses) => {
		const gone = { name: 'other', groups: ['gone'], query: { type: 'atlas' } };
		const classifier = { groupWeights, scoreThresholds: { pass: 60, marginal: 50 } };
		const report = imported(config([errors, gone], { classifier }));
		expect(healthOf(report).kayenta.groupWeights).toEqual(expected);
		expect(lost(report).filter((what) => what.startsWith('weight'))).toEqual(losses);
		expect(parseHealth(report.source).issues).toEqual([]);
	});

	it('tells fields that it does not know', () => {
		const canary = { direction: 'increase', fun: 1, effectSize: { allowedFun: 2 }, outliers: { detector: 'x' } };
		const report = imported(config([{ ...errors, analysisConfigurations: { canary } }]));
		expect(lost(report)).toEqual(
			expect.arrayContaining(['fun of errors', 'allowedFun of errors', 'detector of errors']),
		);
	});

	it('switches the judge off when nothing is left', () => {
		const report = imported(config([{ name: 'm', query: { type: 'atlas' } }]));
		expect(healthOf(report).judges.kayenta).toBe('off');
		expect(healthOf(report).kayenta).toBeUndefined();
	});
});
