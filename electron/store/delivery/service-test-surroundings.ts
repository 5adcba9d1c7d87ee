/** What is known of the tests of one service beside their results: story, level, quarantine, and the time that they cost. */
import { createLevels } from '../../../shared/domain/tests/levels.ts';
import type { LevelRule, Quarantine, TestRow } from '../../../shared/domain/tests/model.ts';
import { isInWindow } from '../../../shared/domain/tests/row.ts';
import type { TestStory } from '../../../shared/domain/tests/story.ts';
import { type RunTry, timeLost } from '../../../shared/domain/tests/tries.ts';
import type { StoreContext } from './context.ts';
import type { KeptStories } from './fold-service.ts';
import type { LoadedTestRun, TestName } from './load-tests.ts';
import { createRunReader } from './load-runs.ts';
import { runIdOf } from './service-runs.ts';

export interface TestSurroundings {
	/** Of the runs those of the window that ends at the instant. */
	readonly inWindow: readonly LoadedTestRun[];
	storyOf(test: string): TestStory;
	/** By what the newest result says. */
	of(last: TestName): Pick<TestRow, 'service' | 'test' | 'file' | 'level' | 'quarantine' | 'lostMs'>;
}

/** Reads them of a service, folded before; `quarantines`: in force at the instant, of any service; `runs`: the window's among them. */
export function createTestSurroundings(
	context: StoreContext,
): (
	service: number,
	at: number,
	quarantines: readonly Quarantine[],
	runs: readonly LoadedTestRun[],
) => TestSurroundings {
	const storiesOf = createStoryReader(context);
	const lostIn = createLostReader(context);
	const levelsOf = createLevelCache();
	return (id, at, quarantines, runs) => {
		const policy = context.setup().tests;
		const service = context.names.textOf(id);
		const stories = storiesOf(id);
		const inWindow = runs.filter((run) => isInWindow(run, at, policy));
		const lost = lostIn(id, at, inWindow);
		const levelOf = levelsOf(policy.levels);
		const own = new Map(quarantines.filter((one) => one.service === service).map((one) => [one.test, one]));
		return {
			inWindow,
			storyOf: (test) => stories.get(test) ?? { spans: [] },
			of: (last) => ({
				...{ service, test: last.test, file: last.file, level: levelOf(last) },
				...{ quarantine: own.get(last.test) ?? null, lostMs: lost.get(last.test) ?? 0 },
			}),
		};
	};
}

/** Stories of a service's tests by name, as they were folded. */
function createStoryReader({ db }: StoreContext): (service: number) => ReadonlyMap<string, TestStory> {
	const select = db.prepare('select stories from service_tests where service = ?');
	return (service) => {
		const kept: KeptStories = JSON.parse(String(select.get(service)?.['stories'] ?? '[]'));
		return new Map(kept.map(([test, spans]) => [test, { spans }]));
	};
}

/** The classifier of the rules asked for last: making it takes longer than asking it about a service. */
function createLevelCache(): (rules: readonly LevelRule[]) => ReturnType<typeof createLevels> {
	let last: { readonly rules: readonly LevelRule[]; readonly levelOf: ReturnType<typeof createLevels> } | null = null;
	return (rules) => {
		if (last?.rules !== rules) last = { rules, levelOf: createLevels(rules) };
		return last.levelOf;
	};
}

/** Time that each test cost, ms; `inWindow`: the service's test runs of the window that ends at the instant. */
function createLostReader(
	context: StoreContext,
): (service: number, at: number, inWindow: readonly LoadedTestRun[]) => ReadonlyMap<string, number> {
	const runsIn = createRunReader(context);
	return (service, at, inWindow) => {
		if (inWindow.length === 0) return new Map();
		return timeLost(triesOf(inWindow, runsIn(service, spanAround(at, context.setup().tests.windowMs))));
	};
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
