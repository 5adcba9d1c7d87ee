import { describe, expect, test } from 'vitest';
import type { TestLevel, TestState } from './model.ts';
import { defaultTestPolicy as policy } from './policy.ts';
import { flakyShare, type SuiteTime, summariseTests, tallyTests } from './summary.ts';

function rows(...kinds: readonly (readonly [TestState, TestLevel | null, number])[]) {
	return kinds.flatMap(([state, level, count]) =>
		Array.from({ length: count }, () => ({ state, level, quarantine: null, lostMs: 10 })),
	);
}

function summary(all: ReturnType<typeof rows>, suites: readonly SuiteTime[] = [], leftOut = 0) {
	return summariseTests({ service: 'shop', asOf: 1, tally: tallyTests(all), suites, leftOut, policy });
}

describe('the share of flaky tests', () => {
	test.each([
		['is of those that could be judged', { healthy: 6, flaky: 2, recovering: 1, broken: 1, new: 90 }, 0.2],
		['is none where none is flaky', { healthy: 5, flaky: 0, recovering: 0, broken: 0, new: 0 }, 0],
		['is not known where none could be judged', { healthy: 0, flaky: 0, recovering: 0, broken: 0, new: 7 }, null],
	])('%s', (_name, byState, share) => {
		expect(flakyShare(byState)).toBe(share);
	});
});

test('a summary adds up', () => {
	const all = rows(['healthy', 'unit', 6], ['flaky', 'ui', 2], ['new', null, 2]);
	expect(
		summary(
			all,
			[
				{ wallMs: 10, summedMs: 100 },
				{ wallMs: null, summedMs: 200 },
			],
			3,
		),
	).toMatchObject({
		total: 10,
		byState: { healthy: 6, flaky: 2, recovering: 0, broken: 0, new: 2 },
		flakyShare: 0.25,
		suite: { runs: 2, wallP50Ms: 10, wallP90Ms: 10, summedP50Ms: 150, summedP90Ms: 190 },
		lostMs: 100,
		leftOut: 3,
	});
});

test('nothing that was not measured is 0', () => {
	expect(summary([])).toMatchObject({
		flakyShare: null,
		suite: { runs: 0, wallP50Ms: null, wallP90Ms: null, summedP50Ms: null, summedP90Ms: null },
		pyramid: { remark: null },
	});
});

describe('the pyramid', () => {
	test.each([
		['as aimed at', 70, 20, 10, 0, null],
		['ten points off', 60, 30, 10, 0, null],
		[
			'more than that',
			50,
			20,
			30,
			0,
			/30 % are tests of the user interface, more than the 10 % aimed at: an observation/,
		],
		['too few of the foundation', 40, 35, 25, 0, /40 % are unit tests, fewer than the 70 % aimed at/],
		['most tests fit no rule', 40, 0, 0, 60, /60 % of the tests fit no rule of `tests.levels`/],
		['half of them fit none', 35, 10, 5, 50, null],
		['none fits any', 0, 0, 0, 5, /100 % of the tests fit no rule/],
	])('%s', (_name, unit, integration, ui, unclassified, remark) => {
		const all = rows(
			['healthy', 'unit', unit],
			['healthy', 'integration', integration],
			['healthy', 'ui', ui],
			['healthy', null, unclassified],
		);
		const said = summary(all).pyramid.remark;
		if (remark === null) expect(said).toBeNull();
		else expect(said?.replaceAll('\u202f', ' ')).toMatch(remark);
	});
});
