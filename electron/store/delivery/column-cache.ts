/** Columns of months in memory, the last used ones, within a bound. They are read and dropped by years of a unit. */
import type { DatabaseSync } from 'node:sqlite';
import type { Span } from '../../../shared/domain/delivery/calendar.ts';
import { readColumns } from './columns.ts';
import { type BinnedMonth, binLeads } from './lead-pile.ts';
import { monthNumber, monthsPerUnit, rowOf } from './months.ts';

export interface ColumnCache {
	/** Columns of a unit from a month to another (without), those that there are, oldest first. */
	months(unit: number, from: number, to: number): readonly BinnedMonth[];
	/** Columns of the months (UTC) that a stretch of time touches. */
	monthsOf(unit: number, span: Span): readonly BinnedMonth[];
	/** All of a unit: only the edges of its history are looked up. */
	allMonths(unit: number): readonly BinnedMonth[];
	/** The row was written anew or removed. */
	drop(row: number): void;
	clear(): void;
}

/** Some 170 MB with what V8 needs beside: nearly all of 5 years of 300 services. */
const mostBytesHere = 140_000_000;
const monthsPerYear = 12;
const yearsPerUnit = Math.ceil(monthsPerUnit / monthsPerYear);

interface Year {
	readonly months: readonly { readonly month: number; readonly columns: BinnedMonth }[];
	readonly bytes: number;
}

export function createColumnCache(db: DatabaseSync, mostBytes = mostBytesHere): ColumnCache {
	const select = db.prepare('select id, body from numbers where id >= ? and id < ? order by id');
	const edges = db.prepare('select min(id) as first, max(id) as last from numbers where id >= ? and id < ?');
	const known = new Map<number, Year>();
	let bytes = 0;

	function read(unit: number, year: number): Year {
		const [from, to] = [rowOf(unit, year * monthsPerYear), rowOf(unit, (year + 1) * monthsPerYear)];
		const months = select.all(from, to).flatMap(({ id, body }) => {
			if (!(body instanceof Uint8Array)) return [];
			return [{ month: Number(id) - rowOf(unit, 0), columns: binLeads(readColumns(body)) }];
		});
		return {
			months,
			bytes: months.reduce((sum, { columns }) => sum + columns.bytes + columns.leadBin.byteLength, 200),
		};
	}
	function yearOf(unit: number, year: number): Year {
		const key = unit * yearsPerUnit + year;
		const before = known.get(key);
		const found = before ?? read(unit, year);
		// Behind all others: what was not used for longest stands first.
		known.delete(key);
		known.set(key, found);
		if (before === undefined) bytes += found.bytes;
		while (bytes > mostBytes && known.size > 1) {
			const [oldest] = known.keys();
			if (oldest === undefined || oldest === key) break;
			bytes -= known.get(oldest)?.bytes ?? 0;
			known.delete(oldest);
		}
		return found;
	}
	function months(unit: number, from: number, to: number): readonly BinnedMonth[] {
		const found: BinnedMonth[] = [];
		for (let year = Math.floor(from / monthsPerYear); year * monthsPerYear < to; year += 1) {
			for (const { month, columns } of yearOf(unit, year).months) if (month >= from && month < to) found.push(columns);
		}
		return found;
	}
	return {
		months,
		monthsOf: (unit, { from, to }) => months(unit, monthNumber(from), monthNumber(to - 1) + 1),
		allMonths(unit) {
			const row = edges.get(rowOf(unit, 0), rowOf(unit, monthsPerUnit));
			const [first, last] = [row?.['first'], row?.['last']];
			if (typeof first !== 'number' || typeof last !== 'number') return [];
			return months(unit, first - rowOf(unit, 0), last - rowOf(unit, 0) + 1);
		},
		drop(row) {
			const unit = Math.floor(row / monthsPerUnit);
			const key = unit * yearsPerUnit + Math.floor((row - rowOf(unit, 0)) / monthsPerYear);
			bytes -= known.get(key)?.bytes ?? 0;
			known.delete(key);
		},
		clear() {
			known.clear();
			bytes = 0;
		},
	};
}
