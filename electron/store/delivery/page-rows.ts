/** Pages of rows, newest first, made chunk by chunk: a page reads little of a long history. */
import { hash } from 'node:crypto';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';

export interface PageRequest {
	/** Rows of stretches of time that follow one another, the newest stretch first; each in the order of `newestFirst`. */
	readonly chunks: Iterable<readonly MetricRow[]>;
	readonly show: 'all' | 'counted' | 'not-counted';
	readonly cursor: string | null;
	readonly limit: number;
	/** What stands before all others, however old: 0 comes first. Left out: nothing does. */
	readonly rankOf?: (row: MetricRow) => number;
}

export interface Page {
	readonly rows: readonly MetricRow[];
	readonly next: string | null;
}

/** A cursor names the last row that was given out: rows that come later by then do not shift what follows. */
export function pageRows({ chunks, show, cursor, limit, rankOf = alike }: PageRequest): Page {
	const start = cursor === null ? null : readCursor(cursor);
	const rows: MetricRow[] = [];
	for (const chunk of chunks) {
		const shown = chunk.filter(({ counts }) => show === 'all' || counts === (show === 'counted'));
		for (const row of start === null ? shown : after(shown, start, rankOf)) {
			if (rows.length === limit) return { rows, next: writeCursor(rows.at(-1), rankOf) };
			rows.push(row);
		}
	}
	return { rows, next: null };
}

/** Newest instant from which a page with this cursor begins; later chunks need not be made. Null: from the newest. */
export function startOfPage(cursor: string | null): number | null {
	return cursor === null ? null : (readCursor(cursor)?.at ?? null);
}

const alike = (): number => 0;

interface Start {
	readonly at: number;
	readonly key: string;
	readonly rank: number;
}

function after(
	rows: readonly MetricRow[],
	{ at, key, rank }: Start,
	rankOf: (row: MetricRow) => number,
): readonly MetricRow[] {
	const from = rows.findIndex((row) => rankOf(row) > rank || (rankOf(row) === rank && row.at <= at));
	if (from < 0) return [];
	const last = rows.findIndex((row, index) => index >= from && row.at === at && keyOf(row) === key);
	// A row that is gone by now: better some rows twice than one never.
	return rows.slice(last < 0 ? from : last + 1);
}

function keyOf({ service, environment, id }: MetricRow): string {
	return hash('sha1', JSON.stringify([service, environment, id]), 'base64url').slice(0, 16);
}

function writeCursor(row: MetricRow | undefined, rankOf: (row: MetricRow) => number): string | null {
	return row === undefined ? null : `${row.at} ${keyOf(row)} ${rankOf(row)}`;
}

function readCursor(text: string): Start | null {
	const [at = '', key = '', rank = '0'] = text.split(' ');
	return at === '' || Number.isNaN(Number(at)) ? null : { at: Number(at), key, rank: Number(rank) };
}
