/** Test runs: one row a run, with all results in one blob. */
import type { DatabaseSync } from 'node:sqlite';
import type { TestResult, TestRunFact } from '../../../shared/domain/delivery/facts.ts';
import type { DirtyMarks } from './dirty.ts';
import type { Ingested } from './ingest-rows.ts';
import type { Names } from './names.ts';
import { packResults } from './result-blobs.ts';

/** Name, file and group: what a result says about its test. */
type TestKey = [string, string | null, string];

/** Known numbers of tests in memory at most. */
const cacheSize = 300_000;

export interface TestNames {
	idOf(service: number, result: TestResult): number;
	/** All of one service by number. */
	ofService(
		service: number,
	): ReadonlyMap<number, { readonly test: string; readonly file: string | null; readonly group: string }>;
	forget(): void;
}

export function createTestNames(db: DatabaseSync): TestNames {
	const ids = new Map<string, number>();
	const byKey = db.prepare('select id from tests where service = ? and key = ?');
	const insert = db.prepare('insert into tests (service, key) values (?, ?)');
	const all = db.prepare('select id, key from tests where service = ?');
	return {
		idOf(service, { test, file, group }) {
			const key = JSON.stringify([test, file, group] satisfies TestKey);
			const cacheKey = `${service} ${key}`;
			const known = ids.get(cacheKey);
			if (known !== undefined) return known;
			const id = Number(byKey.get(service, key)?.['id'] ?? insert.run(service, key).lastInsertRowid);
			if (ids.size >= cacheSize) ids.clear();
			ids.set(cacheKey, id);
			return id;
		},
		ofService(service) {
			return new Map(
				all.all(service).map((row) => {
					const [test, file, group]: TestKey = JSON.parse(String(row['key']));
					return [Number(row['id']), { test, file, group }];
				}),
			);
		},
		forget: () => ids.clear(),
	};
}

interface WriterParts {
	readonly db: DatabaseSync;
	readonly names: Names;
	readonly tests: TestNames;
	readonly dirty: DirtyMarks;
}

export function createTestRunWriter({ db, names, tests, dirty }: WriterParts) {
	const insert = db.prepare(`
		insert into test_runs (source, native, service, at, body, results) values (?, ?, ?, ?, ?, ?)
		on conflict (source, native) do nothing
	`);
	const select = db.prepare('select id, service, body, results from test_runs where source = ? and native = ?');
	const update = db.prepare('update test_runs set service = ?, at = ?, body = ?, results = ? where id = ?');
	return (fact: TestRunFact, source: number): Ingested => {
		const service = names.idOf(fact.service);
		const body = writeTestRun(fact);
		const results = packResults(fact.results.map((result) => ({ ...result, test: tests.idOf(service, result) })));
		if (insert.run(source, fact.nativeId, service, fact.at, body, results).changes === 1) {
			dirty.mark('tests', service);
			return 'added';
		}
		const known = select.get(source, fact.nativeId);
		if (known === undefined) throw new Error(`test run ${fact.nativeId} is neither there nor can it be written`);
		const before = known['results'];
		const isSame = before instanceof Uint8Array && Buffer.from(results).equals(before);
		if (known['service'] === service && known['body'] === body && isSame) return 'unchanged';
		update.run(service, fact.at, body, results, Number(known['id']));
		dirty.mark('tests', service);
		dirty.mark('tests', Number(known['service']));
		return 'changed';
	};
}

function writeTestRun(fact: TestRunFact): string {
	const lasted = fact.results.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
	const isKnown = fact.results.some(({ durationMs }) => durationMs !== null);
	return JSON.stringify([
		...[fact.url, fact.offsetMinutes, fact.runId, fact.attempt, fact.commit, fact.branch, fact.isDefaultBranch],
		...[fact.at, fact.wallMs, isKnown ? lasted : null, fact.startedAt ?? null],
	]);
}

type TestRunBody = [
	string | null,
	number | null,
	string,
	number,
	string,
	string | null,
	boolean,
	number,
	number | null,
	number | null,
	/** Not there in what was written before it was known. */
	(number | null)?,
];

/** Of a run without its results. */
export interface StoredTestRun
	extends Pick<TestRunFact, 'runId' | 'attempt' | 'commit' | 'branch' | 'isDefaultBranch' | 'at' | 'wallMs'> {
	/** Null where not known. */
	readonly startedAt: number | null;
	/** Durations of its results together, ms; null where none says how long it took. */
	readonly summedMs: number | null;
}

export function readTestRun(body: string): StoredTestRun {
	const [, , runId, attempt, commit, branch, isDefaultBranch, at, wallMs, summedMs, startedAt]: TestRunBody =
		JSON.parse(body);
	return { runId, attempt, commit, branch, isDefaultBranch, at, wallMs, summedMs, startedAt: startedAt ?? null };
}
