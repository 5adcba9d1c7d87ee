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

/** An answer taken apart: what stands before the table is what HAProxy refused. */
export interface StatAnswer {
	readonly servers: readonly ServerStat[];
	/** Words that came before the table, or all of it when there is none; empty when nothing was refused. */
	readonly refusal: string;
}

const header = '# pxname,svname,';

/** Reads an answer that ends with `show stat <backend> 4 -1`. Columns are found by name: versions add some. */
export function parseStat(answer: string): StatAnswer {
	const start = answer.indexOf(header);
	if (start < 0) return { servers: [], refusal: answer.trim() || 'an empty answer' };
	const [first = '', ...rows] = answer.slice(start).split('\n');
	const columns = new Map(
		first
			.slice(2)
			.split(',')
			.map((name, index) => [name, index]),
	);
	const servers: ServerStat[] = [];
	for (const row of rows) {
		if (row === '') break;
		const cells = splitRow(row);
		servers.push(readServer((column) => cells[columns.get(column) ?? -1] ?? ''));
	}
	return { servers, refusal: answer.slice(0, start).trim() };
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
