/** The rows behind pipeline success, suite time and the share of flaky tests. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { Calendar, Span } from '../../../shared/domain/delivery/calendar.ts';
import { factRef, type PipelineRunFact } from '../../../shared/domain/delivery/facts.ts';
import type { MetricRow, MetricRowsPage, QualityMetric } from '../../../shared/domain/delivery/metrics.ts';
import { newestFirst } from '../../../shared/domain/delivery/rows.ts';
import type { TestPolicy, TestRow } from '../../../shared/domain/tests/model.ts';
import type { StoreContext } from './context.ts';
import { type LoadedTestRun, type TestLoader } from './load-tests.ts';
import { createLaterTryReader, createRunReader } from './load-runs.ts';
import { pageRows } from './page-rows.ts';
import { isEnded, lastTries } from './service-runs.ts';
import { createServiceTests } from './service-test-rows.ts';

type RowsRequest = Parameters<DeliveryStore['rows']>[0];

export function createQualityRows(parts: {
	readonly context: StoreContext;
	readonly loader: TestLoader;
	readonly calendar: () => Calendar;
}): (request: RowsRequest, metric: QualityMetric, services: readonly number[]) => MetricRowsPage {
	const { context, loader, calendar } = parts;
	const { names, setup } = context;
	const tests = createServiceTests(context, loader);
	const runs = createRunReader(context);
	const laterTries = createLaterTryReader(context);
	const rowsOf = {
		'pipeline-success': (service: number, span: Span) =>
			runRows(runs(service, span), laterTries(service, { from: span.to, to: Number.MAX_SAFE_INTEGER })),
		'suite-time': (service: number, span: Span) =>
			suiteRows(names.textOf(service), suitesIn(loader, service, span, setup().tests)),
		'flaky-share': (service: number, span: Span) => testRows(tests(service, span.to - 1, []), span),
	} as const satisfies Record<QualityMetric, (service: number, span: Span) => readonly MetricRow[]>;
	return (request, metric, services) => {
		const asked = calendar().spanOf(request.query.period);
		const span = metric === 'flaky-share' ? { ...asked, to: Math.min(asked.to, request.now) } : asked;
		const rankOf = metric === 'flaky-share' ? rankOfTest : () => 0;
		const rows = services
			.flatMap((service) => [...rowsOf[metric](service, span)])
			.sort((left, right) => rankOf(left) - rankOf(right) || newestFirst(left, right));
		const counted = rows.filter(({ counts }) => counts).length;
		const totals = { all: rows.length, counted, 'not-counted': rows.length - counted };
		return { ...pageRows({ ...request, chunks: [rows], rankOf }), total: totals[request.show], counted };
	};
}

const runWords = {
	passed: 'Counted: it passed.',
	failed: 'Counted: it failed.',
	cancelled: 'Not divided by: it was cancelled.',
} as const;

/** `later`: tries after the stretch, which take the place of those within it. */
function runRows(runs: readonly PipelineRunFact[], later: readonly PipelineRunFact[]): readonly MetricRow[] {
	const isLastTry = lastTries([...runs, ...later].filter(isEnded));
	return runs.flatMap((run): readonly MetricRow[] => {
		const { service, state, finishedAt, startedAt, attempt, workflow, commit, url } = run;
		if (state === 'running' || finishedAt === null) return [];
		const isLast = isLastTry(run);
		const why = isLast ? runWords[state] : `Not divided by: try ${attempt} ended ${state}, and it was tried again.`;
		return [
			{
				...{ id: factRef(run), service, environment: '', title: `${workflow} ${commit.slice(0, 10)}`, at: finishedAt },
				...{ counts: isLast && state !== 'cancelled', why },
				value: state === 'cancelled' ? null : state === 'passed' ? 1 : 0,
				detail: { commit, url, ...(startedAt === null ? {} : { authoredAt: startedAt }) },
			},
		];
	});
}

function suitesIn(
	loader: TestLoader,
	service: number,
	{ from, to }: Span,
	policy: TestPolicy,
): readonly LoadedTestRun[] {
	const found: LoadedTestRun[] = [];
	for (const run of loader.newestFirst(service, to - 1, policy)) {
		if (run.at < from) break;
		if (run.results.length > 0) found.push(run);
	}
	return found;
}

function suiteRows(service: string, suites: readonly LoadedTestRun[]): readonly MetricRow[] {
	return suites.map(({ runId, at, wallMs, isMassFailure, commit, results }) => {
		const isCounted = wallMs !== null && !isMassFailure;
		const left = isMassFailure ? 'Left out: nearly everything failed in it.' : 'Left out: its wall clock is not known.';
		return {
			...{ id: runId, service, environment: '', title: `${results.length} tests of ${commit.slice(0, 10)}`, at },
			...{ counts: isCounted, why: isCounted ? 'Counted: wall clock of the jobs that ran its tests.' : left },
			...{ value: wallMs, detail: { commit } },
		};
	});
}

/** Nearly all tests ran last in the same run, so that the newest say nothing: the flaky ones first, those that nobody can judge last. */
function rankOfTest({ counts, value }: MetricRow): number {
	if (!counts) return 2;
	return value === 1 ? 0 : 1;
}

function testRows(tests: readonly TestRow[], span: Span): readonly MetricRow[] {
	return tests.map(({ service, test, state, why, lastFailedAt, recent }) => ({
		...{ id: test, service, environment: '', title: test, at: recent.at(-1)?.at ?? lastFailedAt ?? span.to - 1 },
		...{ counts: state !== 'new', why, value: state === 'new' ? null : state === 'flaky' ? 1 : 0, detail: {} },
	}));
}
