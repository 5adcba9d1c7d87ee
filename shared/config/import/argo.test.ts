/** Templates in the manner of Argo Rollouts' documents (argoproj/argo-rollouts, Apache-2.0: docs/features/analysis.md). */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { ImportReport } from '../../rpc/views.ts';
import { parseHealth } from '../parse-health.ts';
import { parseGoDuration } from './argo-values.ts';
import { importAnalysis } from './import-analysis.ts';

const template = (metrics: string, rest = '', kind = 'AnalysisTemplate', name = 'success-rate') => `
apiVersion: argoproj.io/v1alpha1
kind: ${kind}
metadata:
  name: ${name}
spec:
${rest}  metrics:
${metrics}`;

const prometheus = (query: string) => `    provider:
      prometheus:
        address: http://prometheus.example.com:9090
        query: |
          ${query}
`;

const metric = (fields: string, name = 'success-rate', query = 'sum(rate(ok{slot="{{slot}}"}[5m]))') =>
	`  - name: ${name}\n${fields}${prometheus(query)}`;

function imported(text: string): ImportReport {
	const result = importAnalysis(text);
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}

const healthOf = (report: ImportReport) => parse(report.source).health;
const sample = 'no minimum of requests, as in Argo Rollouts';
const lost = (report: ImportReport) => report.notCarried.map(({ what }) => what).filter((what) => what !== sample);

describe('an Argo analysis', () => {
	it('carries a background analysis of the success rate', () => {
		const report = imported(
			template(
				metric(
					'    interval: 5m\n    initialDelay: 90s\n    successCondition: result[0] >= 0.95\n    failureLimit: 3\n',
					'success-rate',
					'sum(rate(http_total{slot="{{slot}}",code!~"5.*",svc="{{args.service-name}}"}[5m]))',
				),
				'  args:\n  - name: service-name\n    value: shop\n',
			),
		);
		expect(report).toMatchObject({
			from: 'argo-analysis-template',
			name: 'success-rate',
			carried: ['metric success-rate'],
		});
		expect(healthOf(report)).toEqual({
			judges: { sequential: 'off', absolute: 'inform', baseline: 'inform', kayenta: 'off', analysis: 'decide' },
			analysis: {
				metrics: [
					{
						name: 'success-rate',
						query: 'sum(rate(http_total{slot="{{slot}}",code!~"5.*",svc="shop"}[5m]))',
						success: 'result[0] >= 0.95',
						interval: '5m',
						initialDelay: '1m30s',
						failureLimit: 3,
						inconclusiveLimit: 0,
						consecutiveErrorLimit: 4,
						consecutiveSuccessLimit: 0,
						dryRun: false,
					},
				],
			},
		});
		expect(lost(report)).toEqual(['address of success-rate']);
		expect(parseHealth(report.source)).toMatchObject({ issues: [], policy: { analysis: { role: 'decide' } } });
	});

	it('reads limits and counts that are texts or arguments', () => {
		const fields = `    interval: 1m
    count: "{{args.count}}"
    failureLimit: "2"
    inconclusiveLimit: 1
    consecutiveErrorLimit: '0'
    consecutiveSuccessLimit: 5
    failureCondition: result[0] > {{ args.most }}
`;
		const rest = '  args:\n  - name: count\n    value: "10"\n  - name: most\n    value: "0.1"\n';
		const report = imported(template(metric(fields), rest, 'ClusterAnalysisTemplate'));
		expect(healthOf(report).analysis.metrics[0]).toMatchObject({
			count: 10,
			failureLimit: 2,
			inconclusiveLimit: 1,
			consecutiveErrorLimit: 0,
			consecutiveSuccessLimit: 5,
			failure: 'result[0] > 0.1',
		});
		expect(lost(report)).toContain('when success-rate is measured');
	});

	it('leaves arguments that have no value, and tells them', () => {
		const rest =
			'  args:\n  - name: svc\n  - name: hash\n    valueFrom:\n      podTemplateHashValue: Latest\n  - name: every\n';
		const fields = '    interval: "{{args.every}}"\n    successCondition: result[0] >= {{args.least}}\n';
		const report = imported(template(metric(fields, 'm', 'up{svc="{{args.svc}}",hash="{{args.hash}}"}'), rest));
		const [entry] = healthOf(report).analysis.metrics;
		expect(entry.query).toBe('up{svc="{{args.svc}}",hash="{{args.hash}}"}');
		expect(entry.success).toBe('result[0] >= {{args.least}}');
		expect(entry.interval).toBeUndefined();
		expect(lost(report)).toEqual([
			'address of m',
			'{{args.least}} in the successCondition of m',
			'interval of m',
			'{{args.svc}}, {{args.hash}} in the query of m',
			'split by slot in the query of m',
			'when m is measured',
		]);
	});

	it('takes several documents, tells other kinds and second names', () => {
		const report = imported(
			[
				template(metric('    interval: 5m\n')),
				template(metric('    interval: 5m\n', 'error-rate'), '', 'AnalysisTemplate', 'error-rate'),
				template(metric('    interval: 5m\n')),
				'kind: Rollout\nmetadata: { name: guestbook }\n',
				'',
			].join('\n---\n'),
		);
		expect(report.name).toBe('success-rate, error-rate');
		expect(report.carried).toEqual(['metric success-rate', 'metric error-rate']);
		expect(lost(report)).toEqual(expect.arrayContaining(['the second metric success-rate', 'Rollout']));
	});

	it('takes what kubectl wraps in a list, as JSON too, with tabs', () => {
		const item = {
			kind: 'AnalysisRun',
			metadata: { name: 'run' },
			spec: { metrics: [{ name: 'm', interval: '1m', provider: { prometheus: { query: 'up{slot="{{slot}}"}' } } }] },
		};
		const report = imported(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [item] }, null, '\t'));
		expect(report).toMatchObject({ name: 'run', carried: ['metric m'], notCarried: [{ what: sample }] });
	});

	it.each([
		'web',
		'job',
		'datadog',
		'kayenta',
		'wavefront',
		'newRelic',
		'cloudWatch',
		'graphite',
		'influxdb',
		'skywalking',
		'plugin',
	])('tells what to do with a metric that asks %s', (provider) => {
		const asks = `  - name: other\n    provider:\n      ${provider}:\n        url: http://example.com\n`;
		const report = imported(template(`${metric('    interval: 1m\n')}${asks}`));
		const loss = report.notCarried.find(({ what }) => what === 'metric other');
		expect(loss?.why).toContain(provider);
		expect(loss?.todo).not.toBe('');
		expect(healthOf(report).analysis.metrics).toHaveLength(1);
	});

	it('switches the judge off when nothing is left to judge by', () => {
		const report = imported(template('  - name: test\n    provider:\n      job:\n        spec: {}\n'));
		expect(report.carried).toEqual([]);
		expect(healthOf(report)).toEqual({
			judges: { sequential: 'off', absolute: 'decide', baseline: 'decide', kayenta: 'off', analysis: 'off' },
		});
		expect(parseHealth(report.source).issues).toEqual([]);
	});

	it('never carries secrets', () => {
		const text = `  - name: m
    interval: 1m
    provider:
      prometheus:
        query: up{slot="{{slot}}"}
        headers: [{ key: Authorization, value: Bearer hunter2 }]
        authentication: { oauth2: { clientSecret: hunter2 } }
        insecure: true
        timeout: 40
`;
		const report = imported(template(text));
		expect(JSON.stringify(report)).not.toContain('hunter2');
		expect(lost(report)).toEqual(['headers of m', 'authentication of m', 'insecure of m', 'timeout of m']);
	});

	it('marks dry runs by name and by pattern', () => {
		const rest =
			'  dryRun:\n  - metricName: test.*\n  - metricName: nobody\n  measurementRetention:\n  - metricName: x\n';
		const metrics = metric('    interval: 1m\n', 'test-a') + metric('    interval: 1m\n', 'real');
		const report = imported(template(metrics, rest));
		expect(healthOf(report).analysis.metrics.map((one: { dryRun: boolean }) => one.dryRun)).toEqual([true, false]);
		expect(report.carried).toEqual(['metric test-a (dry run)', 'metric real']);
		expect(lost(report)).toEqual(expect.arrayContaining(['a dry run', 'measurementRetention']));
	});

	it.each([
		[
			'a condition beyond the language',
			'    successCondition: result | len() > 0\n',
			'metric success-rate',
			/line 10.*cannot be read here/,
		],
		[
			'a list held against a number',
			'    successCondition: result >= 0.95\n',
			'condition of success-rate',
			/Argo calls that an error/,
		],
		['a field that is not known', '    consecutiveFun: 3\n', 'consecutiveFun of success-rate', /does not know/],
		[
			'what signalbox.yaml does not allow',
			'    initialDelay: 90h\n',
			'health.analysis.metrics[0].initialDelay',
			/does not allow/,
		],
		[
			'what NaN means there',
			'    failureCondition: result[0] > 0.05\n',
			'NaN in success-rate',
			/a success; here it is inconcl/,
		],
		['seconds without a unit', '    initialDelay: 30\n', 'initialDelay of success-rate', /read as seconds/],
	])('tells %s', (_name, fields, what, why) => {
		const report = imported(template(metric(`    interval: 1m\n${fields}`)));
		expect(report.notCarried.find((loss) => loss.what === what)?.why).toMatch(why);
	});

	it('tells a query that is no PromQL, and a range query', () => {
		const range =
			'  - name: r\n    provider:\n      prometheus:\n        query: up\n        rangeQuery: { start: x, end: y, step: 1m }\n';
		const report = imported(template(metric('    interval: 1m\n', 'bad', 'sum(up{slot="{{slot}}"}') + range));
		expect(lost(report)).toEqual(expect.arrayContaining(['query of bad', 'metric r']));
		expect(report.carried).toEqual(['metric bad']);
	});
});

describe('a template that Argo would refuse fails with its place', () => {
	it.each<[string, string, string, number, RegExp]>([
		['interval', template(metric('    interval: soon\n')), 'spec.metrics[0].interval', 9, /duration/],
		['limit', template(metric('    failureLimit: many\n')), 'spec.metrics[0].failureLimit', 9, /whole number/],
		['count', template(metric('    count: -1\n')), 'spec.metrics[0].count', 9, /whole number/],
		['no name', template(`  - interval: 1m\n${prometheus('up')}`), 'spec.metrics[0]', 8, /name/],
		[
			'no query',
			template('  - name: m\n    provider:\n      prometheus:\n        address: x\n'),
			'spec.metrics[0].provider.prometheus.query',
			10,
			/PromQL/,
		],
		['no metrics', 'kind: AnalysisTemplate\nspec:\n  args: []\n', 'spec.metrics', 2, /list of metrics/],
		['metrics no list', 'kind: AnalysisTemplate\nspec:\n  metrics: none\n', 'spec.metrics', 3, /a list/],
	])('%s', (_name, text, field, line, expected) => {
		const result = importAnalysis(text);
		expect(result).toMatchObject({ ok: false, problem: { code: 'invalid-input', details: { field, line } } });
		if (!result.ok) expect(result.problem.hint).toMatch(expected);
	});
});

describe('durations as Go writes them', () => {
	it.each([
		['5m', 300_000],
		['1h30m', 5_400_000],
		['1.5h', 5_400_000],
		['300ms', 300],
		['0', 0],
		['0s', 0],
		['.5s', 500],
		['60', null],
		['', null],
		['1d', null],
		['-5m', null],
		['5 m', null],
	])('%s', (text, ms) => {
		expect(parseGoDuration(text)).toBe(ms);
	});
});
