import { describe, expect, test } from 'vitest';
import type { MetricAnswer, MetricRow, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import { allRowsCsv } from './all-rows-csv.ts';
import { metricsMarkdown, rowsMarkdown } from './delivery-markdown.ts';
import { arithmetic, bigWords, bucketName, madeWords, metricOf } from './metric-words.ts';
import { compareOptions, ownDays, periodId, periodOfId, periodOptions, periodTitle } from './period-choices.ts';
import { alsoWords, liveAddress, placeWords, rowKey, rowValue } from './row-words.ts';
import { nextScope, scopeWords } from './scope-choice.tsx';

const hour = 3_600_000;
const answer = (given: Partial<MetricAnswer>): MetricAnswer => ({
	...{
		metric: 'change-fail-rate',
		unit: 'share',
		state: 'measured',
		value: 3 / 42,
		n: 3,
		of: 42,
		p90: null,
		remarks: [],
	},
	previous: { state: 'no-data', value: null, n: 0, of: null, p90: null, remarks: [] },
	...{
		change: null,
		lessIsBetter: true,
		trend: [],
		distribution: [],
		apart: [],
		also: [],
		definition: '',
		benchmark: null,
	},
	...given,
});
const lead = answer({ metric: 'change-lead-time', unit: 'ms', value: 28 * hour, n: 128, of: null, p90: 74 * hour });
const notMeasured = answer({ state: 'not-measured', value: null, remarks: ['No source of incidents is connected.'] });

test('a number of deployments is told with the days that it is divided by', () => {
	const made = answer({ metric: 'deployment-frequency', unit: 'per-day', value: 0.5, n: 45, of: null });
	expect(madeWords(made)).toBe('45 in 90 days: 0.5 a day');
	expect(madeWords(answer({}))).toBe('7.14 %: 3 of 42');
});

test('tests and runs stand in no environment', () => {
	expect(placeWords({ service: 'shop', environment: '' })).toBe('shop');
	expect(placeWords({ service: 'shop', environment: 'production' })).toBe('shop, production');
});

test('further evidence is one sentence', () => {
	expect(alsoWords([{ text: '1.0.1 is a hotfix.' }, { text: 'It was taken back.' }])).toBe(
		'and 1.0.1 is a hotfix; It was taken back.',
	);
});

describe('the arithmetic of a number', () => {
	test.each([
		[answer({ apart: [{ id: 'taken-back', label: '', count: 1 }] }), '3 of 42: 41 counted, 1 taken back'],
		[answer({}), '3 of 42'],
		[lead, 'median of 128 changes, p90 3 d 2 h'],
		[
			answer({
				metric: 'recovery-time',
				unit: 'ms',
				value: hour,
				n: 1,
				of: null,
				apart: [{ id: 'open', label: '', count: 2 }],
			}),
			'median of 1 recovery, 2 open',
		],
		[answer({ metric: 'rework-rate', n: 4, of: 41 }), '4 of 41 unplanned'],
		[answer({ metric: 'pipeline-success', n: 118, of: 123 }), '118 of 123 runs'],
		[
			answer({
				...{ metric: 'deployment-frequency', unit: 'per-day', value: 1.32, n: 41, of: null },
				also: [{ id: 'per-week', label: 'Per week', value: 9.26, unit: 'per-week' }],
			}),
			'1.32 a day, 9.26 a week',
		],
		[notMeasured, ''],
	] as const)('%#', (given, words) => expect(arithmetic(given)).toBe(words));

	test('frequency is told as a number of deployments', () => {
		expect(bigWords(answer({ metric: 'deployment-frequency', unit: 'per-day', value: 1.32, n: 41 }))).toBe('41');
		expect(bigWords(notMeasured)).toBe('Not measured');
	});
});

test('an address names a metric, or none', () => {
	expect(metricOf('recovery-time')).toBe('recovery-time');
	expect(metricOf('overview')).toBeNull();
	expect(metricOf(undefined)).toBeNull();
});

test('buckets are called by what they are', () => {
	const point = { ...notMeasured, from: '2026-10-05', to: '2026-10-12', isPartial: false };
	expect(bucketName('week')(point)).toEqual({ label: '5 Oct', full: 'Week 5 to 11 October 2026' });
	expect(bucketName('month')({ ...point, from: '2026-10-01' })).toEqual({ label: 'Oct', full: 'October 2026' });
});

describe('periods', () => {
	test('of a list come back by their id', () => {
		const options = periodOptions({ last: 45 }, '2026-11-28', ['2026-10', '2026-08']);
		expect(options[0]).toEqual({ id: 'last.45', label: 'Last 45 days' });
		expect(options.map(({ label }) => label)).toEqual(
			expect.arrayContaining(['November 2026', 'October 2026', 'August 2026']),
		);
		for (const { id } of options) {
			const period = periodOfId(id);
			expect(period === null ? id : periodId(period)).toBe(period === null ? ownDays : id);
		}
	});

	test('are called as people call them', () => {
		expect(periodTitle({ from: '2026-10-01', to: '2026-11-01' })).toBe('October 2026');
		expect(periodTitle({ from: '2026-10-03', to: '2026-10-10' })).toBe('3 to 9 October 2026');
	});

	test('are compared with what fits them', () => {
		const october = compareOptions({ from: '2026-10-01', to: '2026-11-01' }, null);
		expect(october.map(({ label }) => label)).toEqual(['September 2026', 'October 2025']);
		const leap = compareOptions({ from: '2028-02-29', to: '2028-03-31' }, { from: '2028-01-01', to: '2028-01-31' });
		expect(leap.map(({ period }) => period?.from ?? null)).toEqual([null, '2027-03-01', '2028-01-01']);
	});
});

describe('services', () => {
	const keys = (...names: readonly string[]) => new Set(names);
	test('are chosen one by one, and a group stands alone', () => {
		const one = nextScope({ services: [], group: null }, keys(), keys('service a'));
		expect(one).toEqual({ services: ['a'], group: null });
		expect(nextScope(one, keys('service a'), keys('service a', 'service b'))).toEqual({
			services: ['a', 'b'],
			group: null,
		});
		expect(nextScope(one, keys('service a'), keys('service a', 'group g'))).toEqual({ services: [], group: 'g' });
		expect(nextScope({ services: [], group: 'g' }, keys('group g'), keys())).toEqual({ services: [], group: null });
		expect(nextScope(one, keys('service a'), keys())).toEqual({ services: [], group: null });
	});

	test('are told in words', () => {
		expect(scopeWords({ services: [], group: null })).toBe('All services');
		expect(scopeWords({ services: ['a', 'b', 'c'], group: null })).toBe('a and 2 more');
	});
});

describe('a row', () => {
	const row: MetricRow = {
		...{
			id: 'journal|x#rollback',
			service: 'checkout',
			environment: 'production',
			title: '2|4\n0',
			at: 0,
			counts: true,
		},
		...{ why: 'Failed.', value: 1, detail: {} },
	};
	test('leads to the screen of our own deployment only', () => {
		expect(liveAddress('journal|x#rollback')).toBe('#/deployments/x');
		expect(liveAddress('github:acme|7')).toBeNull();
		expect(liveAddress(undefined)).toBeNull();
	});
	test('says its value only where it has one', () => {
		expect(rowValue(row, 'change-fail-rate', 'share')).toBe('failed');
		expect(rowValue({ ...row, value: 2 * hour }, 'recovery-time', 'ms')).toBe('2 h');
		expect(rowValue({ ...row, value: null }, 'recovery-time', 'ms')).toBe('');
	});
	test('is told apart from the same commit elsewhere', () => {
		expect(rowKey(row)).not.toBe(rowKey({ ...row, service: 'ledger' }));
	});
	test('fits into a cell of Markdown', () => {
		const text = rowsMarkdown(answer({}), [row], 3, () => 'then');
		expect(text).toContain('| 2\\|4 0 | checkout, production | then | yes | Failed. | failed |');
		expect(text).toContain('The newest 1 of 3 rows.');
	});
});

test('all metrics as Markdown, with what is not measured and why', () => {
	const metrics: MetricsAnswer = {
		query: {
			scope: { services: ['checkout'], group: null, environments: [] },
			period: { from: '2026-10-01', to: '2026-11-01' },
			...{ compareWith: null, bucket: 'week', withBots: false },
		},
		compared: { from: '2026-09-01', to: '2026-10-01' },
		...{ zone: 'Europe/Berlin', definitionsVersion: 1, dataAsOf: 0, units: 1 },
		dora: [{ ...lead, change: -5 * hour }, notMeasured],
		...{ quality: [], completeness: { linked: 38, of: 41 } },
	};
	const text = metricsMarkdown(metrics, 'checkout, production');
	expect(text).toContain('| Change lead time | 1 d 4 h | -5 h, better | median of 128 changes, p90 3 d 2 h |');
	expect(text).toContain('| Change fail rate | not measured |  | No source of incidents is connected. |');
	expect(text).toContain('38 of 41 deployments are linked to a commit.');
});

describe('all rows as CSV', () => {
	test('are put together piece by piece', async () => {
		const result = await allRowsCsv(async (cursor) =>
			ok(cursor === null ? { text: 'a\r\n', next: '1' } : { text: 'b\r\n', next: null }),
		);
		expect(result).toEqual(ok('a\r\nb\r\n'));
	});
	test('are not half a file', async () => {
		const failure = fail('store-failed', 'The facts could not be read.', 'Try again.');
		const result = await allRowsCsv(async (cursor) => (cursor === null ? ok({ text: 'a', next: '1' }) : failure));
		expect(result).toEqual(failure);
	});
});
