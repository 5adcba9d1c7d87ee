/** The list of tests with its summary. */
import type { DeliveryStore, TestsQuery } from '../../engine/delivery-ports.ts';
import { compareText } from '../../../shared/domain/order.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Quarantine, TestRow, TestsSummary, TestState } from '../../../shared/domain/tests/model.ts';
import { summariseTests, tallyTests } from '../../../shared/domain/tests/summary.ts';
import type { StoreContext } from './context.ts';
import type { TestLoader } from './load-tests.ts';
import type { QualityRoom } from './quality-room.ts';
import { createServiceBriefs, type TestBrief } from './service-test-briefs.ts';
import { createServiceTests } from './service-test-rows.ts';

export interface TestsAt {
	readonly summary: TestsSummary;
	/** All tests, by service and name. */
	readonly tests: readonly TestBrief[];
	/** Whole rows of some of them, in their order. */
	rowsOf(wanted: readonly TestBrief[]): readonly TestRow[];
}

export interface TestsRoom {
	/** Tests of services as they stand at an instant. */
	at(services: readonly number[], instant: number): TestsAt;
}

export function createTestsRoom(parts: {
	readonly context: StoreContext;
	readonly loader: TestLoader;
	readonly quarantinesAt: (instant: number) => readonly Quarantine[];
}): TestsRoom {
	const { context, loader, quarantinesAt } = parts;
	const briefsOf = createServiceBriefs(context, loader);
	const rowsOf = createServiceTests(context, loader);
	return {
		at(services, instant) {
			const quarantines = quarantinesAt(instant);
			const found = services.map((service) => briefsOf(service, instant, quarantines));
			const tests = found.flatMap((one) => one.tests).sort(byName);
			const newest = found.flatMap(({ newestAt }) => newestAt ?? []);
			const [only, ...others] = services;
			const summary = summariseTests({
				service: only === undefined || others.length > 0 ? null : context.names.textOf(only),
				asOf: newest.length === 0 ? null : Math.max(...newest),
				tally: tallyTests(tests),
				suites: found.flatMap(({ suites }) => suites),
				leftOut: found.reduce((sum, { leftOut }) => sum + leftOut, 0),
				policy: context.setup().tests,
			});
			return {
				...{ summary, tests },
				rowsOf: (wanted) => wholeRows(wanted, (service, names) => rowsOf(service, instant, quarantines, names)),
			};
		},
	};

	function wholeRows(
		wanted: readonly TestBrief[],
		read: (service: number, names: ReadonlySet<string>) => readonly TestRow[],
	): readonly TestRow[] {
		const rows = new Map<string, ReadonlyMap<string, TestRow>>();
		for (const [service, tests] of Map.groupBy(wanted, (one) => one.service)) {
			const id = context.names.find(service);
			const found = id === null ? [] : read(id, new Set(tests.map(({ test }) => test)));
			rows.set(service, new Map(found.map((row) => [row.test, row])));
		}
		return wanted.flatMap(({ service, test }) => rows.get(service)?.get(test) ?? []);
	}
}

export function createTestsQuery(
	context: StoreContext,
	quality: QualityRoom,
	tests: TestsRoom,
): Pick<DeliveryStore, 'tests'> {
	return {
		tests: (query, now) =>
			context.read('list the tests', () => {
				const scope = { services: query.services, group: null, environments: [] };
				const found = tests.at(quality.servicesOf(scope), now);
				const shown = found.tests.filter(isAsked(query)).sort(orders[query.order]);
				const page = shown.slice(query.offset, query.offset + query.limit);
				return ok({ summary: found.summary, rows: found.rowsOf(page), total: shown.length });
			}),
	};
}

function isAsked({ states, onlyQuarantined, search }: TestsQuery): (row: TestBrief) => boolean {
	const wanted = search.trim().toLowerCase();
	return ({ state, quarantine, test, file }) =>
		(states.length === 0 || states.includes(state)) &&
		(!onlyQuarantined || quarantine !== null) &&
		(wanted === '' || test.toLowerCase().includes(wanted) || (file ?? '').toLowerCase().includes(wanted));
}

function byName(one: TestBrief, other: TestBrief): number {
	return compareText(one.service, other.service) || compareText(one.test, other.test);
}

/** What needs somebody comes first. */
const stateOrder: Readonly<Record<TestState, number>> = { broken: 0, flaky: 1, recovering: 2, new: 3, healthy: 4 };

const orders: Readonly<Record<TestsQuery['order'], (one: TestBrief, other: TestBrief) => number>> = {
	state: (one, other) =>
		stateOrder[one.state] - stateOrder[other.state] || other.lostMs - one.lostMs || byName(one, other),
	slowest: (one, other) => (other.p90Ms ?? -1) - (one.p90Ms ?? -1) || byName(one, other),
	lost: (one, other) => other.lostMs - one.lostMs || byName(one, other),
	name: byName,
};
