import { expect, test } from 'vitest';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { pageRows } from './page-rows.ts';

function row(id: string, at: number, value: number): MetricRow {
	return { id, service: 'shop', environment: '', title: id, at, counts: true, why: '', value, detail: {} };
}

/** The ids of all pages of two rows. */
function walk(rows: readonly MetricRow[], rankOf?: (one: MetricRow) => number): readonly (readonly string[])[] {
	const pages: (readonly string[])[] = [];
	let cursor: string | null = null;
	do {
		const order = rankOf === undefined ? {} : { rankOf };
		const page = pageRows({ chunks: [rows], show: 'all', cursor, limit: 2, ...order });
		pages.push(page.rows.map(({ id }) => id));
		cursor = page.next;
	} while (cursor !== null);
	return pages;
}

const isBad = ({ value }: MetricRow): number => (value === 1 ? 0 : 1);

test('pages go on where the one before ended, also among rows of one instant', () => {
	expect(walk([row('a', 9, 0), row('b', 5, 0), row('c', 5, 0), row('d', 5, 0), row('e', 1, 0)])).toEqual([
		['a', 'b'],
		['c', 'd'],
		['e'],
	]);
});

test('what ranks before others stands before them on every page, however old it is', () => {
	const ranked = [row('old', 1, 1), row('older', 0, 1), row('new', 9, 0), row('newer', 8, 0), row('oldest', -4, 0)];
	expect(walk(ranked, isBad)).toEqual([['old', 'older'], ['new', 'newer'], ['oldest']]);
});

test('a page goes on behind a row that is gone by now', () => {
	const page = pageRows({
		chunks: [[row('first', 5, 1), row('gone', 3, 1), row('last', 9, 0)]],
		...{ show: 'all', cursor: null, limit: 2, rankOf: isBad },
	});
	const next = pageRows({
		chunks: [[row('first', 5, 1), row('last', 9, 0)]],
		...{ show: 'all', cursor: page.next, limit: 2, rankOf: isBad },
	});
	expect(next.rows.map(({ id }) => id)).toEqual(['last']);
});
