/** Keeps what questions about pipelines and tests are answered from, service by service, whenever their facts changed. */
import { tellStory, type TestSample, type TestStory } from '../../../shared/domain/tests/story.ts';
import type { StoreContext } from './context.ts';
import { transact } from './connection.ts';
import { dirtyKinds } from './dirty.ts';
import { createRunReader } from './load-runs.ts';
import type { TestLoader } from './load-tests.ts';
import { writeRuns } from './service-runs.ts';
import { stepsOf, type SuiteRow, type TestLife, writeSuites } from './service-tests.ts';

/** Stories of a service's tests by name, as they are kept. */
export type KeptStories = readonly (readonly [test: string, spans: TestStory['spans']])[];

export interface ServiceFolder {
	/** Folds anew what changed among these services, or all. */
	catchUp(isWanted?: (service: number) => boolean): void;
	/** One service; false: none is left. */
	foldOne(): boolean;
}

export function createServiceFolder(
	context: StoreContext,
	loader: TestLoader,
	onFolded: (service: number) => void,
): ServiceFolder {
	const { db } = context;
	const marked = db.prepare('select kind, home from dirty where kind in (4, 5)');
	const unmark = db.prepare('delete from dirty where kind = ? and home = ?');
	const folds = new Map<number, (service: number) => void>([
		[dirtyKinds.tests, createTestFold(context, loader)],
		[dirtyKinds.runs, createRunFold(context)],
	]);
	function foldMarked(kind: number, service: number): void {
		transact(db, () => {
			folds.get(kind)?.(service);
			unmark.run(kind, service);
		});
		onFolded(service);
	}
	const pending = () => marked.all().map((row) => ({ kind: Number(row['kind']), service: Number(row['home']) }));
	return {
		catchUp(isWanted = () => true) {
			for (const { kind, service } of pending()) if (isWanted(service)) foldMarked(kind, service);
		},
		foldOne() {
			const [next] = pending();
			if (next !== undefined) foldMarked(next.kind, next.service);
			return next !== undefined;
		},
	};
}

function createRunFold(context: StoreContext): (service: number) => void {
	const runsIn = createRunReader(context);
	const save = context.db.prepare(
		'insert into service_runs (service, body) values (?, ?) on conflict (service) do update set body = excluded.body',
	);
	const ever = { from: Number.MIN_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
	return (service) => void save.run(service, writeRuns(runsIn(service, ever)));
}

interface Gathering {
	readonly samples: TestSample[];
	readonly seen: number[];
}

function createTestFold({ db, setup }: StoreContext, loader: TestLoader): (service: number) => void {
	const save = db.prepare(`
		insert into service_tests (service, numbers, stories) values (?, ?, ?)
		on conflict (service) do update set numbers = excluded.numbers, stories = excluded.stories
	`);
	return (service) => {
		const policy = setup().tests;
		const tests = new Map<string, Gathering>();
		const suites: SuiteRow[] = [];
		for (const run of loader.newestFirst(service, Number.MAX_SAFE_INTEGER, policy)) {
			if (run.results.length > 0) suites.push(run);
			for (const { name, sample } of run.results) {
				const found = tests.get(name.test) ?? { samples: [], seen: [] };
				tests.set(name.test, found);
				found.samples.push(sample);
				found.seen.push(sample.at);
			}
		}
		suites.reverse();
		const lives: TestLife[] = [];
		const stories: [string, TestStory['spans']][] = [];
		for (const [test, { samples, seen }] of tests) {
			const { spans } = tellStory(samples, policy);
			lives.push({ spans, seen: seen.reverse() });
			stories.push([test, spans]);
		}
		const instants = suites.map(({ at }) => at);
		save.run(
			service,
			writeSuites(suites, stepsOf(lives, instants, policy.windowMs)),
			JSON.stringify(stories satisfies KeptStories),
		);
	};
}
