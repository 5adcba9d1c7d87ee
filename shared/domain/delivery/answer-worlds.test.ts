/** The five answers by hand, in small worlds. */
import { describe, expect, it } from 'vitest';
import { answerDora, completenessOf } from './answer.ts';
import { createCalendar } from './calendar.ts';
import type { DeploymentFact } from './facts.ts';
import type { HistoryInput } from './judge-history.ts';
import { gather, type MeasuredUnit } from './measure.ts';
import type { DoraMetric, MetricAnswer, MetricsQuery } from './metrics.ts';
import { day, deployed, graphOf, hour, incident, judge, minute, monday } from './testing/facts.ts';

const everything = { deployments: true, commits: true, incidents: true };
const unitOf = (facts: Partial<HistoryInput>, more: Partial<MeasuredUnit> = {}): MeasuredUnit => ({
	...{ service: 'shop', environment: 'production', history: judge(facts), sources: everything },
	coveredFrom: { deployments: null, incidents: null },
	...more,
});
const march: MetricsQuery = {
	scope: { services: [], group: null, environments: [] },
	...{ period: { from: '2026-03-02', to: '2026-03-09' }, compareWith: null, bucket: 'day', withBots: false },
};

function ask(units: readonly MeasuredUnit[], query: Partial<MetricsQuery> = {}, now = monday + 60 * day, zone = 'UTC') {
	const asked = { ...march, ...query };
	const context = { calendar: createCalendar(zone), now, benchmarks: null };
	const answers = answerDora(gather(units, asked, context), asked, context);
	return (metric: DoraMetric): MetricAnswer => {
		const found = answers.find((answer) => answer.metric === metric);
		if (found === undefined) throw new Error(`no answer for ${metric}`);
		return found;
	};
}
const apartOf = ({ apart }: MetricAnswer) => Object.fromEntries(apart.map(({ id, count }) => [id, count]));
const alsoOf = ({ also }: MetricAnswer) => Object.fromEntries(also.map(({ id, value }) => [id, value]));
const versions = (told: readonly (readonly [number, string, Partial<DeploymentFact>?])[]) =>
	told.map(([at, version, more], index) => deployed(monday + at, { nativeId: `d${index}`, version, ...more }));
/** One a week earlier, so that the week asked about is known from its beginning. */
const before = [-7 * day, 'V0'] as const;

describe('deployment frequency', () => {
	it('Monday, Wednesday, Friday are 3 in 7 days and not "weekly" or 0', () => {
		const told = versions([before, [hour, 'V1'], [2 * day, 'V2'], [4 * day, 'V3'], [4 * day + hour, 'V2']]);
		const answer = ask([unitOf({ deployments: told })])('deployment-frequency');
		expect(answer).toMatchObject({ state: 'measured', n: 3, of: null, p90: null, unit: 'per-day' });
		expect(answer.value).toBeCloseTo(3 / 7, 12);
		expect(alsoOf(answer)).toMatchObject({ count: 3, 'days-with': 3, between: 2 * day });
		expect(alsoOf(answer)['per-week']).toBeCloseTo(3, 12);
		const none = { 'same-version': 0, 'taken-back': 0, attempt: 0, unfinished: 0, 'told-twice': 0 };
		expect(apartOf(answer)).toEqual({ rollback: 1, ...none });
		expect(answer.previous.value).toBeCloseTo(1 / 7, 12);
		expect(answer.change).toBeCloseTo(2 / 7, 12);
		expect(answer.trend.map(({ value }) => value)).toEqual([1, 0, 1, 0, 1, 0, 0]);
		expect(answer.distribution.slice(0, 2)).toEqual([
			{ from: 0, to: 1, count: 4 },
			{ from: 1, to: 2, count: 3 },
		]);
	});
	it('no deployment ever is no data, not 0', () => {
		const answer = ask([unitOf({})])('deployment-frequency');
		expect(answer).toMatchObject({ state: 'no-data', value: null, distribution: [], change: null });
		expect(answer.remarks).toEqual(['No deployment has been recorded yet.']);
	});
	it('a week without one is 0 where deployments are known', () => {
		const answer = ask([unitOf({ deployments: versions([before]) })])('deployment-frequency');
		expect(answer).toMatchObject({ state: 'measured', value: 0, n: 0 });
	});
	it('without a source it is not measured', () => {
		const none = { sources: { ...everything, deployments: false } };
		expect(ask([unitOf({}, none)])('deployment-frequency').state).toBe('not-measured');
	});
	it('before the sources begin there is a gap', () => {
		const told = versions([
			[2 * day, 'V1'],
			[3 * day, 'V2'],
		]);
		const covered = { coveredFrom: { deployments: monday + day, incidents: null } };
		const { trend, previous, value, remarks } = ask([unitOf({ deployments: told }, covered)])('deployment-frequency');
		expect(trend.map(({ state, value: rate }) => (state === 'measured' ? rate : state))).toEqual([
			...['not-measured', 0, 1, 1, 0, 0, 0],
		]);
		expect(previous.state).toBe('not-measured');
		expect(value).toBeCloseTo(2 / 6, 12);
		expect(remarks).toEqual(['Nothing is known from before 3 March 2026.']);
	});
	it('shows a period before that is known in part, and holds nothing against it', () => {
		const told = versions([
			[-day, 'V1'],
			[hour, 'V2'],
		]);
		const known = (deployments: number) =>
			ask([unitOf({ deployments: told }, { coveredFrom: { deployments, incidents: null } })])('deployment-frequency');
		const partly = known(monday - 2 * day);
		expect(partly).toMatchObject({ change: null, previous: { state: 'measured', n: 1 } });
		expect(partly.previous.remarks).toEqual(['Nothing is known from before 28 February 2026.']);
		expect(known(monday - 7 * day).change).not.toBeNull();
	});
	it('divides by what is over, and marks what is not', () => {
		const told = versions([before, [hour, 'V1'], [day + hour, 'V2']]);
		const answer = ask([unitOf({ deployments: told })], {}, monday + 1.5 * day)('deployment-frequency');
		expect(answer.value).toBeCloseTo(2 / 1.5, 12);
		expect(answer.trend.map(({ isPartial, state }) => `${state}${isPartial ? ' partial' : ''}`)).toEqual([
			...['measured', 'measured partial', ...Array.from({ length: 5 }, () => 'no-data partial')],
		]);
	});
	it('a day of 23 hours is a day', () => {
		const told = [
			deployed(Date.parse('2026-03-28T09:00Z'), { version: 'V0' }),
			deployed(Date.parse('2026-03-28T23:10Z'), { version: 'V1' }),
			deployed(Date.parse('2026-03-29T21:50Z'), { version: 'V2' }),
			deployed(Date.parse('2026-03-29T22:10Z'), { version: 'V3' }),
		];
		const query = { period: { from: '2026-03-29', to: '2026-03-30' } };
		expect(
			ask([unitOf({ deployments: told })], query, undefined, 'Europe/Berlin')('deployment-frequency'),
		).toMatchObject({
			value: 2,
			n: 2,
		});
	});
	it('the same instants are of other days in another zone', () => {
		const told = versions([before, [-6 * hour, 'V1'], [20 * hour, 'V2']]);
		const days = (zone: string) =>
			ask([unitOf({ deployments: told })], {}, undefined, zone)('deployment-frequency').trend.map(({ n }) => n);
		expect(days('UTC')).toEqual([1, 0, 0, 0, 0, 0, 0]);
		expect(days('Asia/Kathmandu')).toEqual([0, 1, 0, 0, 0, 0, 0]);
		expect(days('America/New_York')).toEqual([1, 0, 0, 0, 0, 0, 0]);
	});
	it('the first instant of a period is in it, the first after it is not', () => {
		const told = versions([before, [0, 'V1'], [day, 'V2'], [7 * day, 'V3']]);
		const answer = ask([unitOf({ deployments: told })])('deployment-frequency');
		expect(answer).toMatchObject({ n: 2, previous: { n: 1 } });
		expect(answer.trend.map(({ n }) => n)).toEqual([1, 1, 0, 0, 0, 0, 0]);
	});
	it('blends units by their items', () => {
		const one = unitOf({ deployments: versions([before, [hour, 'V1']]) });
		const two = unitOf({ deployments: versions([before, [hour, 'V1'], [2 * hour, 'V2']]) }, { service: 'cart' });
		expect(alsoOf(ask([one, two])('deployment-frequency'))).toMatchObject({ count: 3, 'days-with': 1 });
	});
});

describe('change lead time', () => {
	const commits = graphOf([
		{ sha: 'a1', parents: [], at: monday - 30 * day },
		{ sha: 'b1', parents: ['a1'], at: monday - hour },
		{ sha: 'b2', parents: ['b1'], at: monday - 3 * hour },
		{ sha: 'b3', parents: ['b2'], at: monday - 9 * hour, more: { isBot: true } },
		{ sha: 'b4', parents: ['b3'], at: monday + day },
	]);
	const deployments = versions([
		[-7 * day, 'V0', { commit: 'a1' }],
		[hour, 'V1', { commit: 'b4' }],
		[2 * hour, 'V2', {}],
	]);
	it('is the median of commits, with bots apart and both numbers', () => {
		const answer = ask([unitOf({ deployments, commits })])('change-lead-time');
		expect(answer).toMatchObject({ state: 'measured', value: 3 * hour, n: 2, p90: 3.8 * hour });
		expect(apartOf(answer)).toMatchObject({ bots: 1, negative: 1, 'not-linked': 1, 'first-recorded': 0 });
		expect(alsoOf(answer)).toEqual({
			...{ 'without-bots': 3 * hour, 'with-bots': 4 * hour, 'people-commits': 2, 'all-commits': 3 },
		});
		expect(answer.remarks).toEqual(['1 of 2 deployments could not be linked to a commit.']);
	});
	it('counts bots where they are asked for', () => {
		const answer = ask([unitOf({ deployments, commits })], { withBots: true })('change-lead-time');
		expect(answer).toMatchObject({ value: 4 * hour, n: 3 });
		expect(apartOf(answer)).not.toHaveProperty('bots');
	});
	it('says how many could be linked', () => {
		const context = { calendar: createCalendar('UTC'), now: monday + 60 * day };
		expect(completenessOf(gather([unitOf({ deployments, commits })], march, context))).toEqual({ linked: 1, of: 2 });
	});
	it('is not measured without a repository, and no data without a commit', () => {
		const none = { sources: { ...everything, commits: false } };
		expect(ask([unitOf({ deployments }, none)])('change-lead-time').state).toBe('not-measured');
		expect(ask([unitOf({ deployments })])('change-lead-time')).toMatchObject({ state: 'no-data', value: null });
	});
	it('a month is the median of its commits, not of its days', () => {
		const told = versions([
			[-7 * day, 'V0', { commit: 'a1' }],
			[hour, 'V1', { commit: 'b2' }],
			[2 * day, 'V2', { commit: 'b4' }],
		]);
		// 2 h and 4 h on one day, 1 day on the other (the bot's left out): their daily medians are 3 h and 24 h.
		expect(ask([unitOf({ deployments: told, commits })])('change-lead-time').value).toBe(4 * hour);
	});
});

describe('change fail rate and recovery time', () => {
	const canary = { outcome: 'taken-back', tookTraffic: true, firstTrafficAt: monday + 5 * hour - 20 * minute } as const;
	const deployments = versions([
		...[before, [hour, 'V1'] as const, [2 * hour, 'V2'] as const, [4 * hour, 'V1'] as const],
		...[[5 * hour, 'V3', canary] as const, [6 * hour, 'V4', { outcome: 'failed' }] as const, [7 * hour, 'V5'] as const],
	]);
	const open = incident(monday + 8 * hour);
	it('counts what counted and what was taken back', () => {
		const answer = ask([unitOf({ deployments, incidents: [open] })])('change-fail-rate');
		expect(answer).toMatchObject({ state: 'measured', n: 3, of: 4, value: 0.75, p90: null, distribution: [] });
		expect(answer.remarks).toEqual(['3 of 4: 3 counted, 1 taken back.']);
		expect(apartOf(answer)).toEqual({ inferred: 1, 'taken-back': 1, rollback: 1, attempt: 1, 'no-deployment': 0 });
	});
	it('the median is of those put right; the open one is counted with its age', () => {
		const answer = ask([unitOf({ deployments, incidents: [open] })], {}, monday + 10 * day)('recovery-time');
		// V2 for 2 h, V3 for 20 min.
		expect(answer).toMatchObject({ state: 'measured', value: 70 * minute, n: 2, p90: 110 * minute });
		expect(apartOf(answer)).toMatchObject({ open: 1, negative: 0 });
		expect(alsoOf(answer)).toEqual({ failed: 3, 'oldest-open': 10 * day - 7 * hour });
	});
	it('without a source of incidents neither is measured, and what is known is said', () => {
		const none = { sources: { ...everything, incidents: false } };
		const asked = ask([unitOf({ deployments }, none)]);
		for (const metric of ['change-fail-rate', 'recovery-time'] as const)
			expect(asked(metric)).toMatchObject({ state: 'not-measured', value: null, change: null });
		expect(asked('change-fail-rate').remarks).toEqual([
			'No source of incidents is connected, and none is noted by hand.',
			'At least 2 of 4 deployments failed, by what deployments alone show.',
		]);
	});
	it('of several units those without a source are left out and named', () => {
		const none = unitOf({ deployments }, { service: 'cart', sources: { ...everything, incidents: false } });
		const answer = ask([unitOf({ deployments, incidents: [open] }), none])('change-fail-rate');
		expect(answer).toMatchObject({ n: 3, of: 4 });
		expect(answer.remarks.slice(1)).toEqual([
			'1 of 2 units have no source of incidents and are not in it.',
			'At least 2 of 4 deployments there failed, by what deployments alone show.',
		]);
	});
	it('no deployment is no data', () => {
		const answer = ask([unitOf({ deployments: versions([before]) })]);
		expect(answer('change-fail-rate')).toMatchObject({ state: 'no-data', value: null, n: 0 });
		expect(answer('recovery-time')).toMatchObject({ state: 'no-data', value: null });
		expect(answer('rework-rate')).toMatchObject({ state: 'no-data', value: null });
	});
	it('two incidents of one deployment are one failure', () => {
		const incidents = [open, incident(monday + 9 * hour)];
		expect(ask([unitOf({ deployments, incidents })])('change-fail-rate')).toMatchObject({ n: 3, of: 4 });
	});
	it('a late incident changes the month of the deployment, not its own', () => {
		const late = incident(monday + 40 * day, { causedBy: ['version:V5'] });
		const rate = (period: MetricsQuery['period'], incidents = [late]) =>
			ask([unitOf({ deployments, incidents })], { period })('change-fail-rate');
		expect(rate(march.period, []).n).toBe(2);
		expect(rate(march.period).n).toBe(3);
		expect(rate({ from: '2026-04-06', to: '2026-04-13' })).toMatchObject({ state: 'no-data', n: 0 });
	});
	it('before incidents are known neither is measured', () => {
		const covered = { coveredFrom: { deployments: null, incidents: monday + 3 * day } };
		const answer = ask([unitOf({ deployments }, covered)])('change-fail-rate');
		expect(answer.trend.map(({ state }) => state)).toEqual([
			...['not-measured', 'not-measured', 'not-measured', 'no-data', 'no-data', 'no-data', 'no-data'],
		]);
		expect(answer.remarks).toContain('No incident is known from before 5 March 2026.');
	});
	it('what was taken back without a first traffic that is known makes no median better', () => {
		const back = { outcome: 'taken-back', tookTraffic: true } as const;
		const told = versions([
			[-day, 'V0'],
			[hour, 'V1', back],
			[2 * hour, 'V2', { ...back, firstTrafficAt: monday + hour }],
		]);
		const unit = unitOf({ deployments: told });
		const answer = ask([unit])('recovery-time');
		expect(answer).toMatchObject({ n: 1, value: hour });
		expect(apartOf(answer)).toMatchObject({ untimed: 1, negative: 0, open: 0 });
		expect(ask([unit])('change-fail-rate')).toMatchObject({ n: 2, of: 2 });
	});
	it('an end before the beginning is counted apart', () => {
		const early = incident(monday, { resolvedAt: monday + minute, causedBy: ['version:V5'] });
		const answer = ask([unitOf({ deployments, incidents: [early] })])('recovery-time');
		expect(answer).toMatchObject({ n: 2, value: 70 * minute });
		expect(apartOf(answer)).toMatchObject({ negative: 1, open: 0 });
	});
});

describe('deployment rework rate', () => {
	it('rollbacks, hotfixes and fixes of incidents, of all that reached users', () => {
		const told = versions([
			...[before, [hour, 'V1'] as const, [2 * hour, 'V0'] as const, [3 * hour, 'V2', { isHotfix: true }] as const],
			...[[4 * hour, 'V3', { fixes: ['incident:X'] }] as const, [5 * hour, 'V3'] as const, [6 * hour, 'V4'] as const],
			[7 * hour, 'V5', { outcome: 'failed' }] as const,
		]);
		const answer = ask([unitOf({ deployments: told })])('rework-rate');
		expect(answer).toMatchObject({ n: 3, of: 5, value: 0.6, lessIsBetter: true });
		expect(apartOf(answer)).toEqual({ rollback: 1, hotfix: 1, 'fixes-incident': 1, attempt: 1, 'same-version': 1 });
	});
});

describe('benchmarks', () => {
	it('are dated text with a source, and only where one is chosen', () => {
		const units = [unitOf({ deployments: versions([before]) })];
		const context = { calendar: createCalendar('UTC'), now: monday + 60 * day };
		const shown = (benchmarks: string | null) =>
			answerDora(gather(units, march, context), march, { ...context, benchmarks }).map(({ benchmark }) => benchmark);
		expect(shown(null)).toEqual([null, null, null, null, null]);
		expect(shown('1999')).toEqual([null, null, null, null, null]);
		expect(shown('2025').map((benchmark) => benchmark?.edition)).toEqual(Array.from({ length: 5 }, () => '2025'));
		expect(shown('2023')[4]).toBeNull();
		for (const text of [...shown('2023'), ...shown('2025')])
			expect(text?.text ?? '').not.toMatch(/elite|high perf|tier/i);
	});
});
