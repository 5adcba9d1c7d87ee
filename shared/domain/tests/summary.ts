/** All tests of a service, or of several, at one instant. */
import { formatPercent } from '../format.ts';
import { ascending, quantileOfSorted } from '../statistics/summaries.ts';
import {
	type TestLevel,
	testLevels,
	type TestPolicy,
	type TestRow,
	type TestsSummary,
	type TestState,
	testStates,
} from './model.ts';

/** What tests add up to; a store may count it by itself. */
export interface TestTally {
	readonly byState: Readonly<Record<TestState, number>>;
	readonly byLevel: Readonly<Record<TestLevel | 'unclassified', number>>;
	readonly quarantined: number;
	readonly lostMs: number;
}

/** Durations of one try's tests. */
export interface SuiteTime {
	/** Wall clock of the jobs that ran them, ms. */
	readonly wallMs: number | null;
	/** All tests one after the other, ms. */
	readonly summedMs: number | null;
}

export interface SummaryRequest {
	/** Null: of several services. */
	readonly service: string | null;
	readonly asOf: number | null;
	readonly tally: TestTally;
	/** Tries with results in the window, mass failures left out. */
	readonly suites: readonly SuiteTime[];
	/** Tries in the window that were left out because of mass failures. */
	readonly leftOut: number;
	readonly policy: TestPolicy;
}

/** Adds up rows. */
export function tallyTests(rows: readonly Pick<TestRow, 'state' | 'level' | 'quarantine' | 'lostMs'>[]): TestTally {
	const byState = { healthy: 0, flaky: 0, recovering: 0, broken: 0, new: 0 };
	const byLevel = { unit: 0, integration: 0, ui: 0, unclassified: 0 };
	let [quarantined, lostMs] = [0, 0];
	for (const row of rows) {
		byState[row.state] += 1;
		byLevel[row.level ?? 'unclassified'] += 1;
		quarantined += row.quarantine === null ? 0 : 1;
		lostMs += row.lostMs;
	}
	return { byState, byLevel, quarantined, lostMs };
}

/** The summary that a screen and a report show. */
export function summariseTests({ service, asOf, tally, suites, leftOut, policy }: SummaryRequest): TestsSummary {
	const wall = ascending(suites.flatMap(({ wallMs }) => wallMs ?? []));
	const summed = ascending(suites.flatMap(({ summedMs }) => summedMs ?? []));
	return {
		...{ service, asOf, leftOut },
		windowMs: policy.windowMs,
		total: testStates.reduce((sum, state) => sum + tally.byState[state], 0),
		byState: tally.byState,
		flakyShare: flakyShare(tally.byState),
		quarantined: tally.quarantined,
		suite: {
			runs: suites.length,
			wallP50Ms: quantileOfSorted(wall, 0.5),
			wallP90Ms: quantileOfSorted(wall, 0.9),
			summedP50Ms: quantileOfSorted(summed, 0.5),
			summedP90Ms: quantileOfSorted(summed, 0.9),
		},
		pyramid: {
			counts: tally.byLevel,
			wanted: policy.pyramid,
			remark: pyramidRemark(tally.byLevel, policy.pyramid),
		},
		lostMs: tally.lostMs,
	};
}

/** Flaky tests among those that could be judged, 0..1; null where none could. For an instant of the past: of `stateAt`. */
export function flakyShare(byState: Readonly<Record<TestState, number>>): number | null {
	const judged = byState.healthy + byState.flaky + byState.recovering + byState.broken;
	return judged === 0 ? null : byState.flaky / judged;
}

/** A level may differ by so much before a word is said; half of the tests without a level make the pyramid mean nothing. */
const mostSkew = 0.1;
const mostUnclassified = 0.5;

const levelWords: Readonly<Record<TestLevel, string>> = {
	unit: 'unit tests',
	integration: 'integration tests',
	ui: 'tests of the user interface',
};

function pyramidRemark(counts: TestTally['byLevel'], wanted: Readonly<Record<TestLevel, number>>): string | null {
	const classified = testLevels.reduce((sum, level) => sum + counts[level], 0);
	const all = classified + counts.unclassified;
	if (all === 0) return null;
	const unclassified = counts.unclassified / all;
	if (unclassified > mostUnclassified) {
		return `${formatPercent(unclassified)} of the tests fit no rule of \`tests.levels\`, so that the pyramid says little.`;
	}
	const [widest] = testLevels
		.map((level) => ({ level, share: counts[level] / classified, off: counts[level] / classified - wanted[level] }))
		.toSorted((one, other) => Math.abs(other.off) - Math.abs(one.off));
	if (widest === undefined || Math.abs(widest.off) <= mostSkew) return null;
	const than = widest.off > 0 ? 'more' : 'fewer';
	return `${formatPercent(widest.share)} are ${levelWords[widest.level]}, ${than} than the ${formatPercent(wanted[widest.level])} aimed at: an observation, not an error.`;
}
