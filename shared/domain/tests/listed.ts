/** Which tests a monthly report lists: a few of each kind, so that nobody has to keep whole rows of all others. */
import { compareText } from '../order.ts';
import type { TestRow } from './model.ts';

/** What of a row decides. */
export type ListedTest = Pick<TestRow, 'service' | 'test' | 'state' | 'p90Ms' | 'lostMs' | 'quarantine'>;

export interface TestLists<T extends ListedTest> {
	/** Those that cost most time first. */
	readonly flaky: readonly T[];
	readonly broken: readonly T[];
	/** By p90 of their duration. */
	readonly slowest: readonly T[];
	/** By service and name. */
	readonly quarantined: readonly T[];
	/** The few that cost most time, whatever their state. */
	readonly costliest: readonly T[];
}

const mostListed = 10;
const mostQuarantined = 50;
const mostCostly = 3;

/** Any order of `rows` gives the same lists. */
export function listTests<T extends ListedTest>(rows: readonly T[]): TestLists<T> {
	const inState = (state: TestRow['state']) =>
		rows
			.filter((row) => row.state === state)
			.sort(byLost)
			.slice(0, mostListed);
	return {
		flaky: inState('flaky'),
		broken: inState('broken'),
		slowest: rows
			.filter(({ p90Ms }) => p90Ms !== null)
			.sort((one, other) => (other.p90Ms ?? 0) - (one.p90Ms ?? 0) || byName(one, other))
			.slice(0, mostListed),
		quarantined: rows
			.filter(({ quarantine }) => quarantine !== null)
			.sort(byName)
			.slice(0, mostQuarantined),
		costliest: rows
			.filter(({ lostMs }) => lostMs > 0)
			.sort(byLost)
			.slice(0, mostCostly),
	};
}

function byLost(one: ListedTest, other: ListedTest): number {
	return other.lostMs - one.lostMs || byName(one, other);
}

function byName(one: ListedTest, other: ListedTest): number {
	return compareText(one.service, other.service) || compareText(one.test, other.test);
}
