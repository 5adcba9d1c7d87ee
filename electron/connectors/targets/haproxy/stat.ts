/** Reads what `show stat` and `show info` say. */

/** One server as HAProxy sees it. */
export interface ServerStat {
	readonly name: string;
	/** HAProxy's own word: `UP`, `UP 1/3`, `DOWN`, `DOWN 1/2`, `MAINT`, `DRAIN`, `NOLB`, `no check`. */
	readonly status: string;
	/** The weight that was set; while a server warms up (`slowstart`) it gets less for a moment. */
	readonly weight: number;
	readonly isBackup: boolean;
	/** Result of the last health check, `L7OK`, `L4CON`, ...; `INI` before the first; empty without checks. */
	readonly check: string;
	/** Requests in progress. */
	readonly current: number;
	/** Sessions since HAProxy started. */
	readonly sessions: number;
	readonly requests: number;
	/** Answers 5xx and connections that could not be made. */
	readonly errors: number;
}

/** An answer taken apart: what is no table is what HAProxy refused, or the words of another command. */
export interface StatAnswer {
	/** The first table of the answer: what was so before the changes, where it was asked for. */
	readonly before: readonly ServerStat[];
	/** The last table of the answer; empty when there is none. */
	readonly servers: readonly ServerStat[];
	readonly hasTable: boolean;
	/** Lines outside the tables, without empty ones. */
	readonly words: readonly string[];
}

const header = '# pxname,svname,';

/** Reads an answer to a line with `show stat <backend> 4 -1` in it. Columns are found by name: versions add some. */
export function parseStat(answer: string): StatAnswer {
	const tables: ServerStat[][] = [];
	const words: string[] = [];
	let columns: ReadonlyMap<string, number> | null = null;
	for (const line of answer.split('\n')) {
		if (line.startsWith(header)) {
			columns = new Map([...line.slice(2).split(',').entries()].map(([index, name]) => [name, index]));
			tables.push([]);
		} else if (line.trim() === '') columns = null;
		else if (columns === null) words.push(line);
		else tables.at(-1)?.push(readServer(cellsOf(line, columns)));
	}
	return { before: tables[0] ?? [], servers: tables.at(-1) ?? [], hasTable: tables.length > 0, words };
}

function cellsOf(row: string, columns: ReadonlyMap<string, number>): (column: string) => string {
	const cells = splitRow(row);
	return (column) => cells[columns.get(column) ?? -1] ?? '';
}

function readServer(cell: (column: string) => string): ServerStat {
	const number = (column: string) => {
		const value = Number(cell(column));
		return Number.isFinite(value) ? value : 0;
	};
	const answers = ['hrsp_1xx', 'hrsp_2xx', 'hrsp_3xx', 'hrsp_4xx', 'hrsp_5xx', 'hrsp_other'];
	// In TCP mode HAProxy sees no answers, only sessions.
	const requests = cell('hrsp_2xx') === '' ? number('stot') : answers.reduce((sum, column) => sum + number(column), 0);
	return {
		name: cell('svname'),
		status: cell('status'),
		weight: cell('uweight') === '' ? number('weight') : number('uweight'),
		isBackup: number('bck') > 0,
		// "* L7OK": a check is under way, and this was the result of the one before.
		check: cell('check_status').replace(/^\* */, ''),
		current: number('scur'),
		sessions: number('stot'),
		requests: requests + number('econ'),
		errors: number('hrsp_5xx') + number('econ'),
	};
}

/** Cells may be quoted when they carry a comma, such as a check's description. */
function splitRow(row: string): readonly string[] {
	if (!row.includes('"')) return row.split(',');
	const cells: string[] = [];
	for (const match of row.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*))(?:,|$)/g)) {
		cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
	}
	return cells;
}

/** "HAProxy 2.6.12" from `show info`; null when the answer carries no version. */
export function parseProduct(answer: string): string | null {
	const version = /^Version: *(\d[\w.]*)/m.exec(answer)?.[1];
	return version === undefined ? null : `HAProxy ${version}`;
}

/** Whether HAProxy sends requests to a server with weight: up, or nobody asked. */
export function isUsable(server: ServerStat): boolean {
	return server.status.startsWith('UP') || server.status === 'no check';
}
