/** What of the tests of one service decides in which list they stand: only the window is read, and nothing older. */
import type { Quarantine, TestRow } from '../../../shared/domain/tests/model.ts';
import { countsAsRun, stateAt } from '../../../shared/domain/tests/story.ts';
import type { SuiteTime } from '../../../shared/domain/tests/summary.ts';
import { ascending, quantileOfSorted } from '../../../shared/domain/statistics/summaries.ts';
import type { StoreContext } from './context.ts';
import type { LoadedTestRun, TestLoader, TestName } from './load-tests.ts';
import { createTestSurroundings } from './service-test-surroundings.ts';

export type TestBrief = Pick<
	TestRow,
	'service' | 'test' | 'file' | 'level' | 'state' | 'p90Ms' | 'lostMs' | 'quarantine'
>;

export interface ServiceBriefs {
	readonly tests: readonly TestBrief[];
	/** In the window, mass failures left out. */
	readonly suites: readonly SuiteTime[];
	readonly leftOut: number;
	/** Newest result up to the instant; null: there is none. */
	readonly newestAt: number | null;
}

/** The same tests with the same figures as `createServiceTests` tells whole; for the few that are shown, that is asked then. */
export function createServiceBriefs(
	context: StoreContext,
	loader: TestLoader,
): (service: number, at: number, quarantines: readonly Quarantine[]) => ServiceBriefs {
	const surroundingsOf = createTestSurroundings(context);
	return (service, at, quarantines) => {
		const policy = context.setup().tests;
		const { runs, tests } = readWindow(loader.newestFirst(service, at, policy), at, policy);
		const around = surroundingsOf(service, at, quarantines, runs);
		return {
			tests: [...tests].map(([test, { last, durations }]) => ({
				...around.of(last),
				state: stateAt(around.storyOf(test), at),
				p90Ms: quantileOfSorted(ascending(durations), 0.9),
			})),
			suites: around.inWindow.filter(({ isMassFailure, results }) => !isMassFailure && results.length > 0),
			leftOut: around.inWindow.filter(({ isMassFailure }) => isMassFailure).length,
			newestAt: runs[0]?.at ?? null,
		};
	};
}

interface Present {
	/** As its newest result says. */
	readonly last: TestName;
	/** Of its runs in the window, ms. */
	readonly durations: number[];
}

function readWindow(
	runs: Iterable<LoadedTestRun>,
	at: number,
	policy: { readonly windowMs: number },
): { readonly runs: readonly LoadedTestRun[]; readonly tests: ReadonlyMap<string, Present> } {
	const tests = new Map<string, Present>();
	const read: LoadedTestRun[] = [];
	for (const run of runs) {
		const isPresent = run.at > (read[0]?.at ?? run.at) - policy.windowMs;
		const isOlder = run.at + policy.windowMs <= at;
		if (!isPresent && isOlder) break;
		read.push(run);
		for (const { name, sample } of run.results) {
			const found = tests.get(name.test);
			if (found === undefined && !isPresent) continue;
			const test = found ?? { last: name, durations: [] };
			if (found === undefined) tests.set(name.test, test);
			if (!isOlder && sample.durationMs !== null && countsAsRun(sample)) test.durations.push(sample.durationMs);
		}
	}
	return { runs: read, tests };
}
