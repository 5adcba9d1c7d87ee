/** Columns of months in memory, the last used ones, within a bound. */
import type { DatabaseSync } from 'node:sqlite';
import { type MonthColumns, readColumns } from './columns.ts';
import { rowOf } from './months.ts';

export interface ColumnCache {
	/** Columns of a unit from a month to another (without), those that there are, oldest first. */
	months(unit: number, from: number, to: number): readonly MonthColumns[];
	/** The row was written anew or removed. */
	drop(row: number): void;
	clear(): void;
}

/** About 130 MB with what V8 needs beside: all of 5 years of 300 services. */
const mostBytes = 100_000_000;

export function createColumnCache(db: DatabaseSync): ColumnCache {
	const select = db.prepare('select id, body from numbers where id >= ? and id < ?');
	const known = new Map<number, MonthColumns | null>();
	let bytes = 0;

	function remember(row: number, columns: MonthColumns | null): void {
		known.set(row, columns);
		bytes += sizeOf(columns);
		for (const [oldest, value] of known) {
			if (bytes <= mostBytes || oldest === row) break;
			known.delete(oldest);
			bytes -= sizeOf(value);
		}
	}
	/** Reads a stretch at once; months without a row are remembered as well. */
	function load(from: number, to: number): void {
		const found = new Map<number, MonthColumns>();
		for (const row of select.iterate(from, to)) {
			const body = row['body'];
			if (body instanceof Uint8Array) found.set(Number(row['id']), readColumns(body));
		}
		for (let row = from; row < to; row += 1) if (!known.has(row)) remember(row, found.get(row) ?? null);
	}
	return {
		months(unit, fromMonth, toMonth) {
			const [from, to] = [rowOf(unit, fromMonth), rowOf(unit, toMonth)];
			for (let row = from; row < to; row += 1) {
				if (known.has(row)) continue;
				load(row, to);
				break;
			}
			const columns: MonthColumns[] = [];
			for (let row = from; row < to; row += 1) {
				const month = known.get(row);
				if (month == null) continue;
				columns.push(month);
			}
			return columns;
		},
		drop(row) {
			const columns = known.get(row);
			if (columns === undefined) return;
			known.delete(row);
			bytes -= sizeOf(columns);
		},
		clear() {
			known.clear();
			bytes = 0;
		},
	};
}

function sizeOf(columns: MonthColumns | null): number {
	return 200 + (columns?.bytes ?? 0);
}
