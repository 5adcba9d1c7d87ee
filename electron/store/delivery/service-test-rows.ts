/** The tests of one service as they stand at an instant, with the numbers behind their states. */
import { createLevels } from '../../../shared/domain/tests/levels.ts';
import type { LevelRule, Quarantine, TestRow } from '../../../shared/domain/tests/model.ts';
import { isInWindow, mostRecent, tellRow } from '../../../shared/domain/tests/row.ts';
import type { TestSample, TestStory } from '../../../shared/domain/tests/story.ts';
import { type RunTry, timeLost } from '../../../shared/domain/tests/tries.ts';
import type { StoreContext } from './context.ts';
import type { KeptStories } from './fold-service.ts';
import type { LoadedTestRun, TestLoader, TestName } from './load-tests.ts';
import { createRunReader } from './load-runs.ts';
import { runIdOf } from './service-runs.ts';

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
	const { names, setup } = context;
	const storiesOf = createStoryReader(context);
	const lostIn = createLostReader(context);
	const levelsOf = createLevelCache();
	return (service, at, quarantines, wanted = null) => {
		const policy = setup().tests;
		const name = names.textOf(service);
		const read = readBack(loader.newestFirst(service, at, policy), at, policy, wanted);
		const stories = storiesOf(service);
		const inWindow = read.runs.filter((run) => isInWindow(run, at, policy));
		const lost = lostIn(service, at, inWindow);
		const levelOf = levelsOf(policy.levels);
		const own = new Map(quarantines.filter((one) => one.service === name).map((one) => [one.test, one]));
		return [...read.tests].map(([test, { last, samples }]) =>
			tellRow({
				...{ service: name, test, file: last.file, level: levelOf(last), at, policy, samples },
				...{ story: stories.get(test) ?? { spans: [] }, quarantine: own.get(test) ?? null },
				lostMs: lost.get(test) ?? 0,
			}),
		);
	};
}

/** Stories of a service's tests by name, as they were folded. */
export function createStoryReader({ db }: StoreContext): (service: number) => ReadonlyMap<string, TestStory> {
	const select = db.prepare('select stories from service_tests where service = ?');
	return (service) => {
		const kept: KeptStories = JSON.parse(String(select.get(service)?.['stories'] ?? '[]'));
		return new Map(kept.map(([test, spans]) => [test, { spans }]));
	};
}

/** The classifier of the rules asked for last: making it takes longer than asking it about a service. */
export function createLevelCache(): (rules: readonly LevelRule[]) => ReturnType<typeof createLevels> {
	let last: { readonly rules: readonly LevelRule[]; readonly levelOf: ReturnType<typeof createLevels> } | null = null;
	return (rules) => {
		if (last?.rules !== rules) last = { rules, levelOf: createLevels(rules) };
		return last.levelOf;
	};
}

/** Time that each test cost, ms; `inWindow`: the service's test runs of the window that ends at the instant. */
export function createLostReader(
	context: StoreContext,
): (service: number, at: number, inWindow: readonly LoadedTestRun[]) => ReadonlyMap<string, number> {
	const runsIn = createRunReader(context);
	return (service, at, inWindow) => {
		if (inWindow.length === 0) return new Map();
		return timeLost(triesOf(inWindow, runsIn(service, spanAround(at, context.setup().tests.windowMs))));
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

/** Runs may end some time after their tests did. */
function spanAround(at: number, windowMs: number): { readonly from: number; readonly to: number } {
	return { from: at - windowMs - 86_400_000, to: at + 86_400_000 };
}

function triesOf(
	suites: readonly LoadedTestRun[],
	runs: ReturnType<ReturnType<typeof createRunReader>>,
): readonly RunTry[] {
	const byId = new Map(runs.map((run) => [run.nativeId, run]));
	return suites.map(({ runId, attempt, isMassFailure, results }) => {
		const failed = [...new Set(results.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name.test))];
		const run = byId.get(runId);
		const durationMs = run?.finishedAt == null ? null : run.finishedAt - (run.startedAt ?? run.createdAt);
		return {
			...{ runId: runIdOf({ nativeId: runId, attempt }), attempt, durationMs, failed, isMassFailure },
			state: run?.state ?? (failed.length > 0 ? 'failed' : 'passed'),
		};
	});
}
