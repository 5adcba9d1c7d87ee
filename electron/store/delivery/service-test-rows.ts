/** The tests of one service as they stand at an instant, with the numbers behind their states. */
import type { Quarantine, TestRow } from '../../../shared/domain/tests/model.ts';
import { mostRecent, tellRow } from '../../../shared/domain/tests/row.ts';
import type { TestSample } from '../../../shared/domain/tests/story.ts';
import type { StoreContext } from './context.ts';
import type { LoadedTestRun, TestLoader, TestName } from './load-tests.ts';
import { createTestSurroundings } from './service-test-surroundings.ts';

/**
 * Reads rows of a service, folded before; `quarantines`: in force at the instant, of any service. `wanted`: names of the tests
 * whose rows are told; null: all.
 */
export function createServiceTests(
	context: StoreContext,
	loader: TestLoader,
): (
	service: number,
	at: number,
	quarantines: readonly Quarantine[],
	wanted?: ReadonlySet<string> | null,
) => readonly TestRow[] {
	const surroundingsOf = createTestSurroundings(context);
	return (service, at, quarantines, wanted = null) => {
		const policy = context.setup().tests;
		const read = readBack(loader.newestFirst(service, at, policy), at, policy, wanted);
		const around = surroundingsOf(service, at, quarantines, read.runs);
		return [...read.tests].map(([test, { last, samples }]) =>
			tellRow({ ...around.of(last), story: around.storyOf(test), at, policy, samples }),
		);
	};
}

interface Present {
	/** As its newest result says. */
	readonly last: TestName;
	readonly samples: TestSample[];
	/** Before the window. */
	older: number;
}

/** Tests that are still there, with all that their rows ask for: the window, and of the time before it the newest ones. */
function readBack(
	runs: Iterable<LoadedTestRun>,
	at: number,
	policy: { readonly windowMs: number; readonly calmRuns: number },
	wanted: ReadonlySet<string> | null,
): { readonly runs: readonly LoadedTestRun[]; readonly tests: ReadonlyMap<string, Present> } {
	const enough = Math.max(mostRecent, Math.ceil(policy.calmRuns));
	const tests = new Map<string, Present>();
	const read: LoadedTestRun[] = [];
	let waiting = Number.POSITIVE_INFINITY;
	for (const run of runs) {
		const newest = read[0]?.at ?? run.at;
		const isPresent = run.at > newest - policy.windowMs;
		const isOlder = run.at + policy.windowMs <= at;
		if (!isPresent && isOlder) {
			if (waiting === Number.POSITIVE_INFINITY)
				waiting = [...tests.values()].filter(({ older }) => older < enough).length;
			if (waiting === 0) break;
		}
		read.push(run);
		for (const { name, sample } of run.results) {
			if (wanted?.has(name.test) === false) continue;
			const found = tests.get(name.test);
			if (found === undefined && !isPresent) continue;
			const test = found ?? { last: name, samples: [], older: 0 };
			if (found === undefined) tests.set(name.test, test);
			test.samples.push(sample);
			if (!isOlder) continue;
			test.older += 1;
			if (test.older === enough && waiting !== Number.POSITIVE_INFINITY) waiting -= 1;
		}
	}
	return { runs: read, tests };
}
