import { describe, expect, test } from 'vitest';
import { defaultTestPolicy as policy } from './policy.ts';
import { sinceAt, stateAt, tellStory, type TestSample } from './story.ts';
import { day, hour, line, monday, sample } from './test-samples.ts';

function stateAfter(samples: readonly TestSample[], at?: number): string {
	return stateAt(tellStory(samples, policy), at ?? samples.at(-1)?.at ?? monday);
}

describe('the state after the last result', () => {
	test.each([
		['nothing ran', '', 'new'],
		['four runs say nothing', 'PPPP', 'new'],
		['five runs do', 'PPPPP', 'healthy'],
		['four runs that come and go are too few', 'FPFP', 'new'],
		['five are enough', 'PFPFP', 'flaky'],
		['skipped is no run', 'PSPSPSPS', 'new'],
		['runs in which everything failed are no runs', 'PPPPMMMMM', 'new'],
		['and no failures', 'PPPPPMMMMM', 'healthy'],
		['one pass and one failure on one commit', 'PPP(FP)', 'flaky'],
		['the same on another branch', 'PPP(fp)', 'flaky'],
		['two commits that differ are no disagreement', 'PPPFP', 'healthy'],
		['a retry that passed is a disagreement', 'PPPRP', 'flaky'],
		['a retry is two runs', 'PPPR', 'flaky'],
		['a break that was fixed mid-week is not flaky', 'PPPPFFFFPPPP', 'healthy'],
		['nor one that was there when the week began', 'FFFFPPPPP', 'healthy'],
		['one that came back is', 'PPFFPPFP', 'flaky'],
		['failures of other branches come and go with their changes', 'PPfpfpfp', 'healthy'],
		[
			'ten of a hundred passed (10 %)',
			`${'F'.repeat(44)}${'(PF)'.repeat(2)}${'f'.repeat(44)}${'p'.repeat(8)}`,
			'flaky',
		],
		['nine of ten passed (90 %)', 'PPPPPPPP(FP)', 'flaky'],
		['ten of eleven did (91 %)', 'PPPPPPPPP(FP)', 'healthy'],
		['one of ten passed (10 %)', 'ffffffff(fp)', 'flaky'],
		['one of eleven did (9 %)', 'fffffffff(fp)', 'healthy'],
	])('%s', (_name, text, state) => {
		expect(stateAfter(line(text, 30 * 60_000))).toBe(state);
	});
});

describe('broken', () => {
	test.each([
		['one failure may be anything', 'PPPPPF', 'healthy'],
		['two in a row are no accident', 'PPPPPFF', 'broken'],
		['also of a test that never passed', 'FF', 'broken'],
		['it is mended by a pass', 'PPPPPFFP', 'healthy'],
		['by a pass on a retry it is flaky', 'PPPPPFFR', 'flaky'],
		['not by a pass elsewhere', 'PPPPPFFp', 'broken'],
		['not by a skip', 'PPPPPFFS', 'broken'],
		['failures elsewhere break nothing', 'PPPPPffff', 'healthy'],
		['a flaky test that fails four times in a row is flaky', 'PFPFPFFFF', 'flaky'],
		['at the fifth it is broken', 'PFPFPFFFFF', 'broken'],
		['where everything failed, nothing is told', 'PPPPPFM', 'healthy'],
	])('%s', (_name, text, state) => {
		expect(stateAfter(line(text))).toBe(state);
	});

	test('stays so although its runs have left the window', () => {
		expect(stateAfter(line('PPPPPFF'), monday + 30 * day)).toBe('broken');
	});
});

describe('the order of commits, where it is not the order in which results came', () => {
	const run = (at: number, outcome: 'passed' | 'failed', more: Partial<TestSample> = {}) =>
		sample({ at: monday + at * hour, outcome, ...more });
	const broke = [run(1, 'passed'), run(2, 'failed', { commit: 'old' }), run(3, 'failed', { commit: 'older' })];
	const mended = [run(4, 'passed'), run(5, 'passed'), run(6, 'passed')];

	test('a commit that was overtaken and is run again is no relapse, and breaks nothing', () => {
		const again = [run(7, 'failed', { commit: 'old' }), run(8, 'failed', { commit: 'older' })];
		expect(stateAfter([...broke, ...mended, ...again])).toBe('healthy');
		const passing = [...mended, run(7, 'passed', { commit: 'old' })];
		expect(stateAfter([...broke, ...passing])).toBe('flaky');
	});

	test('a commit that is newest and fails again is broken as before', () => {
		const newest = { commit: 'newest' };
		expect(stateAfter([...mended, run(7, 'failed', newest), run(8, 'failed', newest)])).toBe('broken');
	});

	test('slow runs of older commits that end after the one that mended them are no relapse, and break nothing', () => {
		const slow = (at: number) => run(at, 'failed', { startedAt: monday + (at / 100 + 3) * hour });
		expect(stateAfter([...broke, ...mended, slow(7), slow(8)])).toBe('healthy');
		expect(stateAfter([...broke, ...mended, run(7, 'failed'), run(8, 'failed')])).toBe('flaky');
		expect(stateAfter([...mended, run(7, 'passed'), run(8, 'passed'), slow(9), slow(10)])).toBe('healthy');
	});

	test('nor does a slow pass of an older commit mend what a newer one broke', () => {
		const slow = run(9, 'passed', { startedAt: monday + 3.5 * hour });
		expect(stateAfter([...mended, run(7, 'failed'), run(8, 'failed'), slow])).toBe('broken');
	});

	test('a late failure that lies between passes is a relapse all the same', () => {
		const late = run(9, 'failed', { startedAt: monday + 4.5 * hour });
		expect(stateAfter([...broke, ...mended, run(7, 'passed'), late])).toBe('flaky');
	});
});

describe('the window', () => {
	const flaky = line('PPP(FP)');
	const first = monday;

	test('holds a result for exactly its length', () => {
		const story = tellStory(flaky, policy);
		expect(stateAt(story, first + policy.windowMs - 1)).toBe('flaky');
		// Four runs are left: too few to enter, and not calm enough to leave.
		expect(stateAt(story, first + policy.windowMs)).toBe('recovering');
	});

	test('counts runs at its edges once', () => {
		const daily = Array.from({ length: 8 }, (_, index) => sample({ at: monday + index * day }));
		expect(stateAfter(daily)).toBe('healthy');
		expect(stateAfter(daily, monday + 9 * day)).toBe('healthy');
		expect(stateAfter(daily, monday + 10 * day)).toBe('new');
	});

	test('knows the past as it was', () => {
		const story = tellStory(line('PPPPPFPFP'), policy);
		expect(stateAt(story, monday - 1)).toBe('new');
		expect(stateAt(story, monday + 4 * hour)).toBe('healthy');
		expect(stateAt(story, monday + 6 * hour)).toBe('healthy');
		expect(stateAt(story, monday + 7 * hour)).toBe('flaky');
		expect(sinceAt(story, monday + 8 * hour)).toBe(monday + 7 * hour);
		expect(sinceAt(story, monday - 1)).toBeNull();
	});

	test('tells a break again once its cause has left', () => {
		const story = tellStory([...line('PFPFPFFF'), ...line('F', hour, monday + 7 * day)], policy);
		expect(stateAt(story, monday + 7 * hour)).toBe('flaky');
		expect(stateAt(story, monday + 7 * day)).toBe('flaky');
		expect(stateAt(story, monday + 7 * day + 5 * hour)).toBe('broken');
	});
});

describe('leaving the list takes more than entering it', () => {
	const flaky = 'PPP(PF)';

	test.each([
		['a better rate alone does not do', 19, 'recovering'],
		['twenty calm runs do', 20, 'healthy'],
	])('%s', (_name, passes, state) => {
		expect(stateAfter(line(`${flaky}${'P'.repeat(passes)}`, 8 * hour))).toBe(state);
	});

	test('while the window still shows enough failures, calm runs do not help', () => {
		expect(stateAfter(line(`${'(FP)'.repeat(10)}${'P'.repeat(20)}`, 60_000))).toBe('flaky');
	});

	test('a retry begins the count anew', () => {
		expect(stateAfter(line(`${flaky}${'P'.repeat(15)}R${'P'.repeat(19)}`, 8 * hour))).toBe('recovering');
		expect(stateAfter(line(`${flaky}${'P'.repeat(15)}R${'P'.repeat(20)}`, 8 * hour))).toBe('healthy');
	});

	test('a failure is allowed for where the policy says so', () => {
		const lenient = { ...policy, calmRate: 0.95 };
		const samples = line(`${flaky}${'P'.repeat(10)}F${'P'.repeat(9)}`, 8 * hour);
		expect(stateAt(tellStory(samples, policy), samples.at(-1)?.at ?? 0)).toBe('recovering');
		expect(stateAt(tellStory(samples, lenient), samples.at(-1)?.at ?? 0)).toBe('healthy');
	});

	test('a test that was never flaky does not recover from anything', () => {
		expect(tellStory(line('PPPPPFPPPP'), policy).spans.map(({ state }) => state)).toStrictEqual([
			'new',
			'healthy',
			'new',
		]);
	});
});

test('results of one instant are taken together', () => {
	const at = monday + 5 * hour;
	const samples = [
		...line('PPP'),
		sample({ at, outcome: 'failed', commit: 'c', runId: 'a' }),
		sample({ at, outcome: 'passed', commit: 'c', runId: 'b' }),
	];
	const story = tellStory(samples, policy);
	expect(story.spans.filter(({ from }) => from === at)).toHaveLength(1);
	expect(tellStory(samples.toReversed(), policy)).toStrictEqual(story);
});
