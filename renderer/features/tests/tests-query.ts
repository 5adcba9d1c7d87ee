/** What the list of tests asks for. Pure. */
import type { TestState } from '../../../shared/domain/tests/model.ts';
import type { ControlRoomClient } from '../../store/connection.ts';

export type TestsAsked = Parameters<ControlRoomClient['delivery']['tests']>[0];
export type TestsOrder = TestsAsked['order'];

export interface TestsFilter {
	/** Null: of all services. */
	readonly service: string | null;
	/** Null: in any state. */
	readonly state: TestState | null;
	readonly onlyQuarantined: boolean;
	readonly search: string;
	readonly order: TestsOrder;
}

export const usualFilter: TestsFilter = {
	service: null,
	state: null,
	onlyQuarantined: false,
	search: '',
	order: 'state',
};

/** Rows of one answer; more are fetched when somebody asks for them. */
export const pageSize = 500;

export function isNarrowed(filter: TestsFilter): boolean {
	return filter.state !== null || filter.onlyQuarantined || filter.search.trim() !== '';
}

/** The question of one page, counted from 0. */
export function askedOf(filter: TestsFilter, page: number): TestsAsked {
	return {
		services: filter.service === null ? [] : [filter.service],
		states: filter.state === null ? [] : [filter.state],
		onlyQuarantined: filter.onlyQuarantined,
		search: filter.search.trim(),
		order: filter.order,
		offset: page * pageSize,
		limit: pageSize,
	};
}

/** Columns that the host can order by, and how it does: the worst first, names from A. */
export const orderOfColumn = {
	test: { order: 'name', direction: 'ascending' },
	state: { order: 'state', direction: 'descending' },
	p90: { order: 'slowest', direction: 'descending' },
	lost: { order: 'lost', direction: 'descending' },
} as const satisfies Readonly<
	Record<string, { readonly order: TestsOrder; readonly direction: 'ascending' | 'descending' }>
>;

export type OrderedColumn = keyof typeof orderOfColumn;

export function columnOfOrder(order: TestsOrder): OrderedColumn {
	switch (order) {
		case 'name':
			return 'test';
		case 'slowest':
			return 'p90';
		case 'lost':
			return 'lost';
		case 'state':
			return 'state';
	}
}

/** The order behind a column's head; null where it has none. */
export function orderOf(column: unknown): TestsOrder | null {
	if (column === 'test' || column === 'state' || column === 'p90' || column === 'lost') {
		return orderOfColumn[column].order;
	}
	return null;
}
