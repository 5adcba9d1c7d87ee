import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { createColumnCache } from './column-cache.ts';
import { writeColumns } from './columns.ts';
import { rowOf } from './months.ts';
import { deliverySteps } from './schema.ts';

const units = 40;
const months = [600, 611, 612, 640];

function open(): DatabaseSync {
	const db = new DatabaseSync(':memory:');
	onTestFinished(() => db.close());
	for (const step of deliverySteps) db.exec(step);
	const insert = db.prepare('insert into numbers (id, body) values (?, ?)');
	for (let unit = 1; unit <= units; unit += 1)
		for (const month of months) insert.run(rowOf(unit, month), one(unit * month));
	return db;
}

/** A month with one deployment at an instant that tells it apart. */
function one(at: number): Uint8Array {
	const deployment = {
		...{
			ref: 'ci|1',
			version: null,
			commit: null,
			startedAt: at,
			firstTrafficAt: null,
			at,
			standing: 'counted' as const,
		},
		...{ why: '', previous: null, noLeadTime: null, failure: null, unplanned: null, commits: 0 },
		...{ actor: null, url: null, note: null },
	};
	return writeColumns({ deployments: [deployment], leads: [], gaps: [Number.NaN] });
}

test.each([0, 2_000, 100_000_000])('answers the same within %d bytes', (mostBytes) => {
	const cache = createColumnCache(open(), mostBytes);
	for (const round of [1, 2]) {
		for (let unit = 1; unit <= units; unit += 1) {
			const found = (from: number, to: number) => cache.months(unit, from, to).map(({ at }) => (at[0] ?? 0) / unit);
			expect(found(0, 4_096), `round ${round}`).toEqual(months);
			expect(found(601, 640)).toEqual([611, 612]);
			expect(cache.allMonths(unit)).toHaveLength(months.length);
		}
	}
	expect(cache.allMonths(units + 1)).toEqual([]);
});

test('a row that was written anew is read anew', () => {
	const db = open();
	const cache = createColumnCache(db);
	expect(cache.months(1, 612, 613)[0]?.at[0]).toBe(612);
	db.prepare('update numbers set body = ? where id = ?').run(one(5), rowOf(1, 612));
	cache.drop(rowOf(1, 612));
	expect(cache.months(1, 612, 613)[0]?.at[0]).toBe(5);
});
