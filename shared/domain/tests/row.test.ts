import { describe, expect, test } from 'vitest';
import { defaultTestPolicy as policy } from './policy.ts';
import { isStillThere, type RowRequest, tellRow } from './row.ts';
import { tellStory, type TestSample } from './story.ts';
import { day, hour, line, monday, sample } from './test-samples.ts';

function row(samples: readonly TestSample[], more: Partial<RowRequest> = {}) {
	return tellRow({
		service: 'shop',
		test: 'price > adds VAT',
		file: 'price.test.ts',
		level: 'unit',
		story: tellStory(samples, policy),
		samples,
		at: samples.at(-1)?.at ?? monday,
		policy,
		quarantine: null,
		lostMs: 0,
		...more,
	});
}

describe('why a test is in its state', () => {
	test.each([
		['new', 'PP', '2 runs in the last 7 days; 5 are needed to say anything.'],
		['healthy', 'PPPPPP', 'Passed all of its 6 runs in the last 7 days.'],
		[
			'healthy',
			'PPPFFPP',
			'Passed 5 of 7 runs (71.4 %) in the last 7 days: it never passed and failed on the same commit, and did not come and go on the default branch, as a break does that was fixed.',
		],
		[
			'healthy',
			`${'P'.repeat(19)}(FP)`,
			'Passed 20 of 21 runs (95.2 %) in the last 7 days: more than 90 % is not called flaky.',
		],
		[
			'flaky',
			'PPP(FP)',
			'Passed 4 of 5 runs (80 %) in the last 7 days, with 1 commit that it both passed and failed on.',
		],
		[
			'flaky',
			'PFPFP',
			'Passed 3 of 5 runs (60 %) in the last 7 days, with 4 changes between passed and failed on the default branch.',
		],
		[
			'flaky',
			'PFPF(FP)',
			'Passed 3 of 6 runs (50 %) in the last 7 days, with 1 commit that it both passed and failed on and 4 changes between passed and failed on the default branch.',
		],
		['broken', 'PPPPFFF', 'Failed in its newest 3 runs on the default branch, one after the other.'],
	])('%s: %s', (state, text, why) => {
		expect(row(line(text))).toMatchObject({ state, why });
	});

	test('recovering, with what is still missing', () => {
		expect(row(line(`PPP(FP)${'P'.repeat(15)}`, 8 * hour))).toMatchObject({
			state: 'recovering',
			why: 'Was flaky. Passed 19 of its newest 20 runs at the first try; it leaves the list when 98 % of its newest 20 runs passed and no commit shows both.',
		});
	});
});

describe('the figures', () => {
	test('are of the window; skipped results and mass failures are shown, and counted nowhere', () => {
		const old = line('FFFF', hour, monday - 8 * day);
		const told = row([...old, ...line('PSMPPRP')]);
		expect(told).toMatchObject({ runs: 6, passes: 5, passRate: 5 / 6, disagreements: 1, transitions: 0 });
		expect(told.recent.map(({ outcome }) => outcome)).toStrictEqual([
			...['failed', 'failed', 'failed', 'failed'],
			...['passed', 'skipped', 'failed', 'passed', 'passed', 'passed', 'passed'],
		]);
		expect(told.recent.filter(({ passedOnRetry }) => passedOnRetry)).toMatchObject([{ at: monday + 5 * hour }]);
		expect(told.lastFailedAt).toBe(monday + 5 * hour);
	});

	test('end at the instant that is asked about', () => {
		const samples = line('PPPPPFFF');
		expect(row(samples, { at: monday + 4 * hour })).toMatchObject({ state: 'healthy', runs: 5, lastFailedAt: null });
	});

	test('without runs there is no rate, and no time', () => {
		expect(row(line('SS'))).toMatchObject({ state: 'new', runs: 0, passRate: null, p50Ms: null, since: null });
	});

	test('times are interpolated, and left out where the report had none', () => {
		const times = [100, 200, 300, 400, null];
		const samples = times.map((durationMs, index) => sample({ at: monday + index, durationMs }));
		expect(row(samples)).toMatchObject({ p50Ms: 250, p90Ms: 370 });
	});

	test('the strip keeps the newest thirty', () => {
		const told = row(line('P'.repeat(40)));
		expect(told.recent).toHaveLength(30);
		expect(told.recent.at(-1)?.at).toBe(monday + 39 * hour);
	});

	test('do not depend on the order in which results came', () => {
		const samples = line('PPFP(FP)RPF');
		expect(row(samples.toReversed(), { at: samples.at(-1)?.at ?? 0 })).toStrictEqual(row(samples));
	});
});

test('a test that is seen no more leaves the list, but not because nothing ran', () => {
	expect(isStillThere(monday, monday, policy)).toBe(true);
	expect(isStillThere(monday, monday + 7 * day - 1, policy)).toBe(true);
	expect(isStillThere(monday, monday + 7 * day, policy)).toBe(false);
});
