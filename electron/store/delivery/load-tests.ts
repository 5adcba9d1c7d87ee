/** Results of tests of one service out of the file. */
import type { TestOutcome } from '../../../shared/domain/delivery/facts.ts';
import type { TestPolicy } from '../../../shared/domain/tests/model.ts';
import type { TestSample } from '../../../shared/domain/tests/story.ts';
import { isMassFailure } from '../../../shared/domain/tests/tries.ts';
import type { StoreContext } from './context.ts';
import { readTestRun, type StoredTestRun } from './ingest-tests.ts';
import { unpackResults } from './result-blobs.ts';

/** One test run with its results by name. */
export interface LoadedTestRun extends StoredTestRun {
	readonly isMassFailure: boolean;
	readonly results: readonly {
		readonly name: TestName;
		readonly outcome: TestOutcome;
		readonly sample: TestSample;
	}[];
}

export interface TestName {
	readonly test: string;
	readonly file: string | null;
	readonly group: string;
}

export interface TestLoader {
	/** Runs of a service up to an instant (with), newest first, as long as they are asked for. */
	newestFirst(service: number, upTo: number, policy: TestPolicy): Iterable<LoadedTestRun>;
}

export function createTestLoader({ db, tests }: StoreContext): TestLoader {
	const select = db.prepare(
		'select body, results from test_runs where service = ? and at <= ? order by at desc, source desc, native desc',
	);
	return {
		*newestFirst(service, upTo, policy) {
			const names = tests.ofService(service);
			for (const row of select.iterate(service, upTo)) {
				const { results } = row;
				if (!(results instanceof Uint8Array)) continue;
				yield load(readTestRun(String(row['body'])), results, names, policy);
			}
		},
	};
}

function load(
	run: StoredTestRun,
	packed: Uint8Array,
	names: ReadonlyMap<number, TestName>,
	policy: TestPolicy,
): LoadedTestRun {
	const unpacked = unpackResults(packed);
	const isMass = isMassFailure(
		unpacked.map(({ outcome }) => outcome),
		policy,
	);
	const { at, startedAt, commit, isDefaultBranch, runId, attempt } = run;
	const results = unpacked.flatMap(({ test, outcome, durationMs, passedOnRetry }) => {
		const name = names.get(test);
		if (name === undefined) return [];
		const sample = {
			...{ at, startedAt, commit, isDefaultBranch, outcome, durationMs, runId, attempt, passedOnRetry },
			isMassFailure: isMass,
		};
		return [{ name, outcome, sample }];
	});
	return { ...run, isMassFailure: isMass, results };
}
