/** Five years of delivery facts in the store of the product, beside the same questions as plain SQL on PostgreSQL. */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
	type DeliveryStoreInWorker,
	openDeliveryStoreInWorker,
} from '../../../electron/store/delivery/open-in-worker.ts';
import type { MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { median, percentile } from '../kit/percentile.ts';
import { type BenchReport, type BenchRow, ms, round } from '../kit/report.ts';
import { endAll } from '../kit/until.ts';
import type { BenchOptions } from '../run.ts';
import { askPostgres, type SqlAnswer } from './ask-postgres.ts';
import { createLoader } from './load-postgres.ts';
import { type Cluster, startPostgres } from './postgres.ts';
import { makeQuestions, type Question, type QuestionKind } from './questions.ts';
import { everyTest, type ScreenTimes, timeScreens } from './screens.ts';
import { batchesOf, countRows, day, makeService, serviceName, setupOf, worldEnd, type WorldSize } from './world.ts';

const whole: WorldSize = {
	...{ services: 300, deployments: 1_000_000, commits: 10_000_000, incidents: 100_000 },
	...{ testRuns: 250_000, testsPerRun: 40 },
};
const tenth: WorldSize = { ...whole, deployments: 100_000, commits: 1_000_000, incidents: 10_000, testRuns: 25_000 };
const batchSize = 5_000;
const now = worldEnd;

export async function benchDelivery({ quick, words }: BenchOptions): Promise<BenchReport> {
	const size = sizeOf(quick, words);
	const ends: (() => Promise<unknown>)[] = [];
	try {
		const folder = await mkdtemp(path.join(tmpdir(), 'sb-bench-'));
		ends.push(() => rm(folder, { recursive: true, force: true }));
		const postgres = words.includes('no-postgres') ? null : await startPostgres();
		if (postgres !== null) ends.push(() => postgres.close());
		const file = path.join(folder, 'delivery.db');
		const store = await openStore(file);
		ends.push(() => store.close());
		const filled = await fill(store, size, postgres);
		const questions = makeQuestions(size, size.services < 100 ? 60 : 240);
		const asked = await askStore(store, questions);
		const reportMs = await timeReport(store);
		const screens = await timeScreens(store, questions);
		const compared = postgres === null ? null : await comparePostgres(postgres, questions, asked.answers);
		return reportOf({ size, filled, asked, screens, reportMs, compared, questions, dbMb: await megabytes(file) });
	} finally {
		await endAll(ends);
	}
}

/** `--quick`: a tenth. The word `tiny` is for working on the bench itself. */
function sizeOf(quick: boolean, words: readonly string[]): WorldSize {
	if (!words.includes('tiny')) return quick ? tenth : whole;
	return { services: 20, deployments: 4_000, commits: 40_000, incidents: 400, testRuns: 1_000, testsPerRun: 10 };
}

async function openStore(file: string): Promise<DeliveryStoreInWorker> {
	const workerFile = path.resolve(import.meta.dirname, '../../../electron/store/delivery/delivery-worker.ts');
	return valueOf(await openDeliveryStoreInWorker({ workerFile, file, now: () => now }));
}

function valueOf<T>(result: Result<T>): T {
	if (result.ok) return result.value;
	throw new Error(result.problem.message, { cause: result.cause });
}

async function megabytes(file: string): Promise<number> {
	const sizes = await Promise.all(
		[file, `${file}-wal`].map((one) =>
			stat(one).then(
				({ size }) => size,
				() => 0,
			),
		),
	);
	return sizes.reduce((sum, size) => sum + size, 0) / 1e6;
}

interface Filled {
	readonly rows: number;
	readonly ingestMs: number;
	readonly judgeMs: number;
	/** Facts of one more day in the order of a second. */
	readonly newsRowsPerS: number;
}

/** Only the time in which the store works is counted, not that in which facts are made up. */
async function fill(store: DeliveryStoreInWorker, size: WorldSize, postgres: Cluster | null): Promise<Filled> {
	const loader = postgres === null ? null : createLoader(postgres);
	valueOf(await store.configure(setupOf(size)));
	let [rows, ingestMs] = [0, 0];
	for (let index = 0; index < size.services; index += 1) {
		const facts = makeService(size, index);
		for (const batch of batchesOf(facts, batchSize)) {
			const from = performance.now();
			valueOf(await store.ingest({ ...batch, cursor: 'c', coveredFrom: 0, at: now }));
			ingestMs += performance.now() - from;
			rows += countRows(batch.facts);
		}
		await loader?.add(index, facts);
	}
	const judged = performance.now();
	valueOf(await store.months({ services: [], group: null, environments: [] }));
	valueOf(await store.tests(everyTest, now));
	const judgeMs = performance.now() - judged;
	await loader?.finish();
	return { rows, ingestMs, judgeMs, newsRowsPerS: await timeNews(store, size) };
}

/** What a pull mostly is: a few facts that are new among many that are known. */
async function timeNews(store: DeliveryStoreInWorker, size: WorldSize): Promise<number> {
	const facts = makeService(size, 0);
	const known = facts.commits.slice(-1_000);
	const from = performance.now();
	let rows = 0;
	for (let count = 0; count < 20; count += 1) {
		valueOf(
			await store.ingest({ source: `git:${facts.name}`, facts: known, cursor: `n${count}`, coveredFrom: 0, at: now }),
		);
		rows += known.length;
	}
	return rows / ((performance.now() - from) / 1_000);
}

interface AskedStore {
	readonly coldMs: readonly number[];
	readonly warmMs: readonly number[];
	/** Time of the processor for each warm one: what is left when others share the machine. */
	readonly warmCpuMs: readonly number[];
	readonly answers: readonly MetricsAnswer[];
}

async function askStore(store: DeliveryStoreInWorker, questions: readonly Question[]): Promise<AskedStore> {
	// Nothing is in memory any more; the system's own cache of the file is.
	await store.endThread();
	valueOf(await store.months({ services: ['none'], group: null, environments: [] }));
	const round = async () => {
		const times: number[] = [];
		const cpu: number[] = [];
		const answers: MetricsAnswer[] = [];
		for (const { query } of questions) {
			const [from, used] = [performance.now(), process.cpuUsage()];
			answers.push(valueOf(await store.metrics(query, now)));
			times.push(performance.now() - from);
			const { user, system } = process.cpuUsage(used);
			cpu.push((user + system) / 1_000);
		}
		return { times, cpu, answers };
	};
	const cold = await round();
	const warm = await round();
	return { coldMs: cold.times, warmMs: warm.times, warmCpuMs: warm.cpu, answers: warm.answers };
}

/** All that the last whole month's report over all services is made of. */
async function timeReport(store: DeliveryStoreInWorker): Promise<number> {
	const from = performance.now();
	valueOf(
		await store.monthFacts({
			scope: { services: [], group: null, environments: [] },
			month: '2026-10',
			now: now + day,
		}),
	);
	return performance.now() - from;
}

interface Compared {
	readonly times: readonly number[];
	readonly checked: number;
	readonly differences: readonly string[];
}

async function comparePostgres(
	{ client }: Cluster,
	questions: readonly Question[],
	answers: readonly MetricsAnswer[],
): Promise<Compared> {
	const groups = new Map(Object.entries(setupOf(whole).policy.groups));
	const numbers = new Map(Array.from({ length: whole.services }, (_, index) => [serviceName(index), index]));
	const times: number[] = [];
	const differences: string[] = [];
	// Once over unmeasured ones, so that its cache is as warm as that of the store.
	for (const isMeasured of [false, true]) {
		for (const [index, { query, kind }] of questions.entries()) {
			if (!isMeasured && index % 4 !== 0) continue;
			const { services, group } = query.scope;
			const named = group === null ? services : (groups.get(group) ?? []);
			const asked = named.length === 0 ? null : named.flatMap((name) => numbers.get(name) ?? []);
			const from = performance.now();
			const answer = await askPostgres(client, query, asked);
			if (!isMeasured) continue;
			times.push(performance.now() - from);
			const other = answers[index];
			if (other !== undefined)
				differences.push(...differencesOf(answer, other).map((one) => `${kind} ${query.period.from}: ${one}`));
		}
	}
	return { times, checked: times.length, differences };
}

function differencesOf(sql: SqlAnswer, { dora, quality }: MetricsAnswer): readonly string[] {
	const [frequency, lead, failures, recovery] = dora;
	const pairs = [
		['deployments', sql.counted, frequency?.n ?? 0],
		['commits', sql.leads, lead?.n ?? 0],
		['median lead', sql.lead, lead?.value ?? null],
		['failed', sql.failed, failures?.n ?? 0],
		['median recovery', sql.recovery, recovery?.value ?? null],
		['median wall clock', sql.wall, quality[0]?.value ?? null],
	] as const;
	return pairs.flatMap(([what, one, other]) => {
		const isSame = one === other || (one !== null && other !== null && Math.abs(one - other) < 1e-6);
		return isSame ? [] : [`${what} ${one} in SQL, ${other} here`];
	});
}

interface Measured {
	readonly size: WorldSize;
	readonly filled: Filled;
	readonly asked: AskedStore;
	readonly screens: ScreenTimes;
	readonly reportMs: number;
	readonly compared: Compared | null;
	readonly questions: readonly Question[];
	readonly dbMb: number;
}

const kinds: readonly QuestionKind[] = ['one service', 'ten services', 'all, month or quarter', 'all, year'];

function reportOf({ size, filled, asked, screens, reportMs, compared, questions, dbMb }: Measured): BenchReport {
	const p95 = percentile(asked.warmMs, 0.95);
	const postgres = compared === null ? Number.NaN : percentile(compared.times, 0.95);
	const perS = filled.rows / (filled.ingestMs / 1_000);
	const rows: readonly BenchRow[] = [
		{ what: 'dashboard, p95 (warm)', value: ms(p95), reach: '150 ms' },
		{ what: 'dashboard, p95 of processor time (warm)', value: ms(percentile(asked.warmCpuMs, 0.95)) },
		{ what: 'dashboard, p95 (cold)', value: ms(percentile(asked.coldMs, 0.95)) },
		...kinds.map((kind) => ({
			what: `  ${kind}: median and most (warm)`,
			value: [median, (all: readonly number[]) => Math.max(...all)]
				.map((of) => ms(of(asked.warmMs.filter((_, index) => questions[index]?.kind === kind))))
				.join(', '),
		})),
		...[
			{ what: 'page of the rows behind a number', of: screens.rowsMs },
			{ what: 'timeline of a month', of: screens.timelineMs },
			{ what: 'list of tests', of: screens.testsMs },
		].map(({ what, of }) => ({
			what: `${what}: median, p95`,
			value: `${ms(median(of))}, ${ms(percentile(of, 0.95))}`,
		})),
		{ what: 'facts of a month, all services', value: ms(reportMs), reach: '2000 ms' },
		{ what: 'ingest', value: `${round(perS, 0)} rows/s` },
		{ what: 'told again unchanged', value: `${round(filled.newsRowsPerS, 0)} rows/s` },
		{ what: 'judging everything once', value: ms(filled.judgeMs) },
		{ what: 'database', value: `${round(dbMb, 0)} MB` },
		{ what: 'PostgreSQL 15, plain SQL, p95', value: compared === null ? 'not here' : ms(postgres) },
		{ what: 'times as quick', value: compared === null ? 'not here' : String(round(postgres / p95)), reach: '3' },
	];
	return {
		title: `Delivery metrics: ${size.services} services, 5 years, ${filled.rows} rows`,
		notes: [
			`${size.deployments} deployments, ${size.commits} commits, ${size.incidents} incidents, ${size.testRuns * size.testsPerRun} test results; in the worker thread.`,
			`${questions.length} questions with comparison and weekly trend: 55 % one service, 25 % ten, 15 % all for a month or quarter, 5 % all for a year.`,
			'PostgreSQL is told ancestry as a number and is not asked for the share of flaky tests; 2 GB of shared buffers, no jit.',
			...(compared === null
				? ['PostgreSQL was not asked: it is not here, this is not root, or the word no-postgres was given.']
				: [agreement(compared)]),
		],
		rows,
		result: {
			...{ dashboard_p95_ms: round(p95), report_ms: round(reportMs), ingest_rows_per_s: round(perS, 0) },
			...{
				db_mb: round(dbMb, 0),
				postgres_dashboard_p95_ms: round(postgres),
				ratio_vs_postgres: round(postgres / p95),
			},
		},
	};
}

function agreement({ checked, differences }: Compared): string {
	if (differences.length === 0) return `All ${checked} answers of PostgreSQL are the same.`;
	return `${differences.length} figures of ${checked} answers differ, such as: ${differences.slice(0, 3).join('; ')}.`;
}
