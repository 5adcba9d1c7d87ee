/** The tests of a filter, page after page, asked again whenever the facts grew. */
import { useState } from 'react';
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { TestRow, TestsSummary } from '../../../shared/domain/tests/model.ts';
import type { Answer } from '../../store/answer-store.ts';
import type { ControlRoomClient } from '../../store/connection.ts';
import { useDeliveryAnswer } from '../../store/use-delivery-answer.ts';
import { askedOf, type TestsFilter } from './tests-query.ts';

export interface TestsAnswer {
	readonly summary: TestsSummary;
	readonly rows: readonly TestRow[];
	/** That fit the filter, fetched or not. */
	readonly total: number;
}

export interface Tests extends Answer<TestsAnswer> {
	readonly again: () => void;
	/** Fetches the next page as well. */
	readonly more: () => void;
}

export function useTests(filter: TestsFilter): Tests {
	const of = JSON.stringify(filter);
	const [wanted, setWanted] = useState({ of, pages: 1 });
	const pages = wanted.of === of ? wanted.pages : 1;
	const answer = useDeliveryAnswer(`${of} ${pages}`, (delivery) => fetchPages(delivery, filter, pages));
	return { ...answer, more: () => setWanted({ of, pages: pages + 1 }) };
}

/** One page after the other: each answer is bounded, so that a long list never holds up the host. */
export async function fetchPages(
	delivery: Pick<ControlRoomClient['delivery'], 'tests'>,
	filter: TestsFilter,
	pages: number,
): Promise<Result<TestsAnswer>> {
	const first = await delivery.tests(askedOf(filter, 0));
	if (!first.ok) return first;
	const rows = [...first.value.rows];
	for (let page = 1; page < pages && rows.length < first.value.total; page += 1) {
		const next = await delivery.tests(askedOf(filter, page));
		if (!next.ok) return next;
		rows.push(...next.value.rows);
		if (next.value.rows.length === 0) break;
	}
	return ok({ ...first.value, rows });
}
