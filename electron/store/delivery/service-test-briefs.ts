/** What of the tests of one service decides in which list they stand: only the window is read, and nothing older. */
import type { Quarantine, TestRow } from '../../../shared/domain/tests/model.ts';
import { isInWindow } from '../../../shared/domain/tests/row.ts';
import { countsAsRun, stateAt } from '../../../shared/domain/tests/story.ts';
import type { SuiteTime } from '../../../shared/domain/tests/summary.ts';
import { ascending, quantileOfSorted } from '../../../shared/domain/statistics/summaries.ts';
import type { StoreContext } from './context.ts';
import type { LoadedTestRun, TestLoader, TestName } from './load-tests.ts';
import { createLevelCache, createLostReader, createStoryReader } from './service-test-rows.ts';

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
	const { names, setup } = context;
	const storiesOf = createStoryReader(context);
	const lostIn = createLostReader(context);
	const levelsOf = createLevelCache();
	return (service, at, quarantines) => {
		const policy = setup().tests;
		const name = names.textOf(service);
		const { runs, tests } = readWindow(loader.newestFirst(service, at, policy), at, policy);
		const stories = storiesOf(service);
		const inWindow = runs.filter((run) => isInWindow(run, at, policy));
		const lost = lostIn(service, at, inWindow);
		const levelOf = levelsOf(policy.levels);
		const own = new Map(quarantines.filter((one) => one.service === name).map((one) => [one.test, one]));
		return {
			tests: [...tests].map(([test, { last, durations }]) => ({
				...{ service: name, test, file: last.file, level: levelOf(last) },
				state: stateAt(stories.get(test) ?? { spans: [] }, at),
				p90Ms: quantileOfSorted(ascending(durations), 0.9),
				lostMs: lost.get(test) ?? 0,
				quarantine: own.get(test) ?? null,
			})),
			suites: inWindow.filter(({ isMassFailure, results }) => !isMassFailure && results.length > 0),
			leftOut: inWindow.filter(({ isMassFailure }) => isMassFailure).length,
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
