import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../domain/health/defaults.ts';
import { kayentaMetric } from '../domain/health/kayenta/defaults.ts';
import { defaultSequentialMetrics } from '../domain/health/sequential/defaults.ts';
import type { HealthPolicy } from '../domain/health/model.ts';
import { smallestConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';
import { parseHealth } from './parse-health.ts';

function policyOf(source: string): HealthPolicy {
	const { policy, issues } = parseHealth(source);
	expect(issues.map(formatIssue)).toEqual([]);
	if (policy === null) throw new Error('there is no policy');
	return policy;
}

function faultsOf(source: string): readonly string[] {
	const { policy, issues } = parseHealth(source);
	expect(policy).toBeNull();
	return issues.filter(({ severity }) => severity === 'error').map(formatIssue);
}

const metricOf = (policy: HealthPolicy, name: string) => policy.sequential.metrics.find((one) => one.name === name);

describe('a policy on its own', () => {
	it.each(['', '# nothing\n', 'health:\n', '{}', 'health: {}'])(
		'is the default where nothing is said: %j',
		(source) => {
			expect(policyOf(source)).toEqual(defaultHealthPolicy);
		},
	);

	it('is the same with and without the word, and in the file', () => {
		const fields = 'judges: { kayenta: inform }\nlimits: { failureLimit: 2 }\n';
		const wrapped = `health:\n  judges: { kayenta: inform }\n  limits: { failureLimit: 2 }\n`;
		const policy = policyOf(fields);
		expect(policy.kayenta.role).toBe('inform');
		expect(policyOf(wrapped)).toEqual(policy);
		const indented = wrapped.replace(/^/gm, '        ').trimEnd();
		const { config } = parseConfig(`${smallestConfig}${indented}\n`, 'signalbox.yaml');
		expect(config?.services[0]?.environments[0]?.health).toEqual(policy);
	});

	it('tells its faults with their place', () => {
		expect(faultsOf('judges:\n  sequental: off\n')).toEqual([
			expect.stringMatching(/^health:2:3 judges\.sequental: .*did you mean "sequential"/),
		]);
		expect(faultsOf('health:\n  sequential: { alpha: 0.05 }')).toEqual([
			expect.stringMatching(/^health:2:\d+ health\.sequential\.alpha: found "0.05"/),
		]);
		expect(faultsOf('a: [')).not.toEqual([]);
		expect(faultsOf('[1]')).not.toEqual([]);
	});
});

describe('who decides', () => {
	it.each([
		['judges: { absolute: inform }', { absolute: { role: 'inform' } }],
		['inform: [baseline]', { baseline: { role: 'inform' } }],
		['inform: [baseline]\njudges: { baseline: decide }', { baseline: { role: 'decide', yields: false } }],
		[
			'judges: { absolute: off }',
			{ absolute: { errorRate: null, p95Latency: null, throughputChange: null, memory: null } },
		],
		['judges: { sequential: off }', { sequential: { role: 'off' } }],
		['analysis: { metrics: [{ name: a, query: "x{slot=\'{{slot}}\'}" }] }', { analysis: { role: 'decide' } }],
		[
			'judges: { analysis: off }\nanalysis: { metrics: [{ name: a, query: "x{slot=\'{{slot}}\'}" }] }',
			{ analysis: { role: 'off' } },
		],
	])('%s', (source, expected) => {
		expect(policyOf(source)).toMatchObject(expected);
	});

	it('leaves the limits against the stable slot to yield unless the team says otherwise', () => {
		expect(policyOf('').baseline).not.toHaveProperty('yields');
		expect(policyOf('judges: { baseline: inform }').baseline).not.toHaveProperty('yields');
	});
});

describe('the sequential judge', () => {
	it('takes its figures', () => {
		const source = `sequential:
  alpha: 1%
  beta: 20%
  undecidedAtStep: hold
  undecidedAtEnd: roll-back
  block: 30s
  drift: { sd: 0.5, memory: 10m }
  metrics:
    errors: { harm: 10%, margin: 25%, criticality: hold, minimum: 500, label: failed payments }
    p95: { harm: 30ms, margin: 50ms }
    memory: off
    p99: { margin: 30% }
    slowest: { quantile: 0.999, direction: increase }
    checkout_failures: { event: checkout_failures }
    queue: { gauge: queue_length, unit: count, harm: 5, margin: 20, direction: increase }
    disk: { gauge: disk, unit: ratio, harm: 10pp }
`;
		const policy = policyOf(source);
		expect(policy.sequential).toMatchObject({
			...{ role: 'decide', alpha: 0.01, beta: 0.2, undecidedAtStep: 'hold', undecidedAtEnd: 'roll-back' },
			blockMs: 30_000,
			drift: { sd: 0.5, memoryMs: 600_000 },
		});
		expect(policy.sequential.metrics.map(({ name }) => name)).toEqual([
			...defaultSequentialMetrics.map(({ name }) => name).filter((name) => name !== 'memory'),
			...['p99', 'slowest', 'checkout_failures', 'queue', 'disk'],
		]);
		expect(metricOf(policy, 'errors')).toMatchObject({
			label: 'failed payments',
			harmMargin: { in: 'share', value: 0.1 },
			promoteMargin: { in: 'share', value: 0.25 },
			criticality: 'hold',
			minimumSamples: 500,
			measured: { kind: 'events', from: 'errors' },
		});
		expect(metricOf(policy, 'p95')).toMatchObject({
			harmMargin: { in: 'units', value: 30 },
			promoteMargin: { in: 'units', value: 50 },
		});
		expect(metricOf(policy, 'p99')).toMatchObject({ measured: { kind: 'latency', quantile: 0.99 }, unit: 'ms' });
		expect(metricOf(policy, 'slowest')).toMatchObject({ measured: { kind: 'latency', quantile: 0.999 } });
		expect(metricOf(policy, 'checkout_failures')).toMatchObject({
			...{ label: 'checkout failures', unit: 'ratio', criticality: 'roll-back' },
			measured: { kind: 'events', from: 'checkout_failures' },
		});
		expect(metricOf(policy, 'queue')).toMatchObject({
			...{ unit: 'count', measured: { kind: 'gauge', from: 'queue_length' } },
			harmMargin: { in: 'units', value: 5 },
		});
		expect(metricOf(policy, 'disk')).toMatchObject({ harmMargin: { in: 'units', value: 0.1 } });
	});

	it.each([
		['alpha: 25%', /alpha: .*from 0.1% to 20%/],
		['metrics: { errors: { harm: 30ms } }', /errors\.harm: this amount is not in the unit.*10pp/],
		['metrics: { p95: { margin: 5pp } }', /p95\.margin: this amount is not in the unit.*30ms/],
		['metrics: { p95: { margin: 0% } }', /p95\.margin: nobody can show/],
		['metrics: { p95: { margin: a lot } }', /p95\.margin: found "a lot"; expected a share such as 20%/],
		['metrics: { sales: {} }', /nothing says what "sales" is measured by/],
		['metrics: { sales: { event: a, gauge: b } }', /measured in more than one way/],
		['metrics: { errors: { unit: ms } }', /only a gauge has a unit/],
		['metrics: { "a b": off }', /expected a name of letters/],
		['undecidedAtEnd: guess', /expected promote, hold or roll-back/],
	])('%s', (source, fault) => {
		expect(faultsOf(`sequential: { ${source} }`)).toEqual([expect.stringMatching(fault)]);
	});
});

const byslot = `"x{slot='{{slot}}'}"`;

describe('what teams bring along', () => {
	it('is a canary configuration of Kayenta', () => {
		const source = `judges: { kayenta: decide }
kayenta:
  pass: 80
  marginal: 50
  tolerance: 0.25
  toleranceOf: baseline
  confidence: 98%
  minimumPoints: 10
  groupWeights: { errors: 60 }
  metrics:
    - { name: errors, groups: [errors], direction: increase, critical: true, noData: fail, nan: replace }
    - name: refused
      outliers: remove
      outlierFactor: 2.5
      effect: { measure: cles, allowedIncrease: 0.6, criticalIncrease: 0.9 }
      query: ${byslot}
`;
		expect(policyOf(source).kayenta).toEqual({
			...{ role: 'decide', tolerance: 0.25, toleranceOf: 'baseline', confidence: 0.98, minimumPoints: 10 },
			thresholds: { pass: 80, marginal: 50 },
			groupWeights: { errors: 60 },
			metrics: [
				kayentaMetric('errors', {
					...{ groups: ['errors'], direction: 'increase', critical: true, whenNoData: 'fail', nanStrategy: 'replace' },
					query: null,
				}),
				kayentaMetric('refused', {
					outliers: { strategy: 'remove', factor: 2.5 },
					effectSize: {
						...{ measure: 'cles', allowedIncrease: 0.6, allowedDecrease: null },
						...{ criticalIncrease: 0.9, criticalDecrease: null },
					},
					query: "x{slot='{{slot}}'}",
				}),
			],
		});
	});

	it('is an analysis of Argo Rollouts, with its defaults', () => {
		const source = `analysis:
  metrics:
    - { name: plain, query: ${byslot} }
    - name: success-rate
      query: ${byslot}
      success: result[0] >= 0.95
      failure: result[0] < 0.9
      interval: 1m
      initialDelay: 30s
      count: 10
      failureLimit: 3
      inconclusiveLimit: -1
      consecutiveErrorLimit: off
      consecutiveSuccessLimit: 2
      dryRun: true
`;
		const limits = { failureLimit: 0, inconclusiveLimit: 0, consecutiveErrorLimit: 4, consecutiveSuccessLimit: 0 };
		expect(policyOf(source).analysis.metrics).toEqual([
			{
				...{ name: 'plain', query: "x{slot='{{slot}}'}", successCondition: null, failureCondition: null },
				...{ intervalMs: null, initialDelayMs: 0, count: null, limits, dryRun: false },
			},
			{
				...{ name: 'success-rate', query: "x{slot='{{slot}}'}" },
				...{ successCondition: 'result[0] >= 0.95', failureCondition: 'result[0] < 0.9' },
				...{ intervalMs: 60_000, initialDelayMs: 30_000, count: 10, dryRun: true },
				limits: { failureLimit: 3, inconclusiveLimit: -1, consecutiveErrorLimit: -1, consecutiveSuccessLimit: 2 },
			},
		]);
	});

	it.each([
		[
			`analysis: { metrics: [{ name: a, query: ${byslot}, success: "result[0] >" }] }`,
			/success: this condition cannot be read/,
		],
		[`analysis: { metrics: [{ name: a, query: "sum(" }] }`, /query: This PromQL cannot be read/],
		[
			`analysis: { metrics: [{ name: a, query: ${byslot} }, { name: a, query: ${byslot} }] }`,
			/metrics\[1\]\.name: another metric/,
		],
		['analysis: { metrics: [] }', /the list is empty/],
		['judges: { analysis: decide }', /there is no analysis to judge by/],
		['kayenta: { marginal: 99 }', /marginal: found 99, more than pass/],
		['kayenta: { groupWeights: { a: 60, b: 60 } }', /sum up to 120/],
		['kayenta: { metrics: [] }', /the list is empty/],
		['kayenta: { groupWeights: { errors: 40, mistyped: 60 } }', /no scored metric is in the group "mistyped"/],
		['kayenta: { groupWeights: { errors: 30, latency: 30, saturation: 30 } }', /sum up to 90, so no release reaches/],
		['kayenta: { metrics: [{ name: a, query: up }] }', /the same numbers whatever the slot/],
		['limits: { dryRun: [absolute.speed] }', /expected absolute.errorRate, /],
		['limits: { failureLimit: some }', /failureLimit/],
	])('%s', (source, fault) => {
		expect(faultsOf(source)).toEqual([expect.stringMatching(fault)]);
	});

	it('warns of a judge that is told how to judge, and off', () => {
		const { policy, issues } = parseHealth('kayenta: { pass: 90 }');
		expect(policy?.kayenta).toMatchObject({ role: 'off', thresholds: { pass: 90 } });
		expect(issues).toMatchObject([{ severity: 'warning', field: 'kayenta' }]);
		expect(parseHealth('judges: { kayenta: off }\nkayenta: { pass: 90 }').issues).toEqual([]);
	});

	it('warns where an analysis measures both releases together', () => {
		const { policy, issues } = parseHealth('analysis: { metrics: [{ name: a, query: up }] }');
		expect(policy?.analysis.metrics).toHaveLength(1);
		expect(issues).toMatchObject([{ severity: 'warning', line: 1 }]);
	});
});

describe('what is to be judged must be measured', () => {
	const health = (fields: string) => `${smallestConfig}        health: { ${fields} }\n`;
	const counted = (fields: string) =>
		health(fields).replace('kind: scrape', 'kind: scrape\n          events: { refused: { series: refused_total } }');

	it.each([
		[health('sequential: { metrics: { refused: { event: refused } } }'), /nothing counts the event "refused"/],
		[health('sequential: { metrics: { queue: { gauge: queue } } }'), /nothing measures the gauge "queue"/],
		[
			health('judges: { kayenta: decide }, kayenta: { metrics: [{ name: throughput }] }'),
			/nothing measures "throughput"/,
		],
		[health(`analysis: { metrics: [{ name: a, query: ${byslot} }] }`), /a scraped source answers no queries/],
		[
			health(`judges: { kayenta: decide }, kayenta: { metrics: [{ name: a, query: ${byslot} }] }`),
			/a scraped source answers no queries/,
		],
	])('%#', (source, fault) => {
		const { config, issues } = parseConfig(source, 'signalbox.yaml');
		expect(config).toBeNull();
		expect(issues.map(formatIssue)).toEqual([expect.stringMatching(fault)]);
	});

	it('is fine where it is', () => {
		const { config, issues } = parseConfig(
			counted(
				'sequential: { metrics: { refused: { event: refused }, memory: { criticality: inform } } }, judges: { kayenta: inform }, kayenta: { metrics: [{ name: refused }, { name: p99 }, { name: memory }, { name: errors }] }',
			),
			'signalbox.yaml',
		);
		expect(issues.map(formatIssue)).toEqual([]);
		expect(config?.services[0]?.environments[0]?.health.sequential.metrics).toHaveLength(4);
	});
});
