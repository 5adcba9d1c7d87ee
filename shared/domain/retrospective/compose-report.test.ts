import { describe, expect, test } from 'vitest';
import { measured, metricsAnswer } from '../maturity/testing/metrics.ts';
import { world } from '../maturity/testing/worlds.ts';
import { compareReports } from './compare-reports.ts';
import { composeReport } from './compose-report.ts';
import type { ReportInputs } from './inputs.ts';
import { october } from './testing/october.ts';

const asText = (text: string) => text;
const compose = (inputs: ReportInputs) => composeReport(inputs, asText);

function withFacts(facts: Partial<ReportInputs['maturity']['facts']>): ReportInputs {
	const inputs = october();
	return { ...inputs, maturity: { ...inputs.maturity, facts: { ...inputs.maturity.facts, ...facts } } };
}

test('the month in sentences, from its numbers', () => {
	expect(compose(october()).summary).toEqual([
		'41 deployments of 3 of 3 services reached production in October 2026, 1.32 a day, better by 0.255 a day than the month before.',
		'3 of 42 deployments failed (7.14 %, better by 5.36 points than the month before); it took 47 min in the middle to recover; 1 not recovered from yet.',
		'A commit took 19 h 24 min in the middle from its author to production, better by 4 h 42 min than the month before. Found in the data: monolithic pipeline and environment snowflake.',
	]);
});

test('an empty month says what is not measured, and never a zero', () => {
	const report = compose({ ...october(), maturity: world() });
	expect(report.summary).toEqual([
		'Nothing shipped to production in October 2026.',
		'How many of them failed is not measured.',
		'Lead time is not measured.',
	]);
	expect(report).toMatchObject({
		tests: null,
		flagChanges: null,
		migrations: null,
		shippedTotal: 0,
		recommendations: [],
	});
});

test('what the numbers lack is said', () => {
	expect(compose(october()).completeness).toEqual([
		'3 of 41 deployments have no commit link: their commits are in no lead time.',
		'1 of 3 failed deployments rests on nothing but an incident soon afterwards (inferred).',
		'PagerDuty is failing: its token was refused since 30 October: incidents of the last day may be missing.',
	]);
	const early = october();
	const cut = { ...early, maturity: { ...early.maturity, cutOff: Date.UTC(2026, 9, 20) } };
	expect(compose(cut).completeness[0]).toBe('October 2026 is not over: everything here is of a part of the month.');
});

test('incidents of another month that are still open are listed as open, and only as that', () => {
	const incident = {
		ref: 'a',
		title: 'Old',
		service: 'shop',
		severity: 'low',
		resolvedAt: null,
		url: null,
		deployment: null,
	};
	const report = compose(withFacts({ incidents: [{ ...incident, startedAt: Date.UTC(2026, 7, 1) }] }));
	expect(report.openIncidents).toHaveLength(1);
	expect(report.incidentsNotFromChange).toEqual([]);
});

describe('the hash of all inputs', () => {
	test('stays while only the instants of reading differ', () => {
		const inputs = october();
		const later = { ...inputs, maturity: { ...inputs.maturity, cutOff: inputs.maturity.cutOff + 1 } };
		expect(compose(later).inputsHash).toBe(compose(inputs).inputsHash);
	});

	test.each<[string, ReportInputs]>([
		['notes', october({ notes: 'other' })],
		['an action', october({ actions: [] })],
		['a fact', withFacts({ timelineEvents: { flag: 1, migration: 0, configuration: 0 } })],
		['the zone', october({ zone: 'UTC' })],
	])('differs with %s', (_, inputs) => {
		expect(compose(inputs).inputsHash).not.toBe(compose(october()).inputsHash);
	});
});

describe('revised since', () => {
	const frozen = compose(october());

	test('the same facts, nothing revised', () => {
		expect(compareReports(frozen, compose(october()))).toEqual([]);
	});

	test('a late incident changes the rate, and is named as the reason', () => {
		const inputs = october();
		const [first] = inputs.maturity.facts.failures;
		if (first === undefined) throw new Error('no failure');
		const evidence = [{ kind: 'linked-incident', ref: 'i', text: 'Incident INC-495, linked by hand', at: 1 }] as const;
		const late = { ...first, ref: 'late', service: 'catalogue', version: '2.20.1', evidence };
		const now = compose(
			withFacts({
				failures: [...inputs.maturity.facts.failures, late],
				metrics: metricsAnswer([measured('change-fail-rate', 4 / 42, { n: 4, of: 42 })]),
			}),
		);
		const rate = compareReports(frozen, now).find(({ label }) => label === 'Change fail rate');
		expect(rate).toEqual({
			label: 'Change fail rate',
			was: '7.14 % (3 of 42)',
			is: '9.52 % (4 of 42)',
			because: 'catalogue 2.20.1 is known to have failed: Incident INC-495, linked by hand.',
		});
		expect(compareReports(frozen, now)).toContainEqual(
			expect.objectContaining({ label: 'Failed deployments', was: '3', is: '4' }),
		);
	});

	test('other definitions are told instead of numbers that cannot be compared', () => {
		const now = compose({ ...withFacts({ deployments: [] }), definitionsVersion: 2 });
		expect(compareReports(frozen, now)).toMatchObject([{ label: 'Definitions', was: 'version 1', is: 'version 2' }]);
	});

	test('notes and actions are of their day', () => {
		expect(compareReports(frozen, compose(october({ notes: 'other', actions: [] })))).toEqual([]);
	});
});
