/** What a bench says: a table for people, one JSON object for machines. */

export interface BenchRow {
	readonly what: string;
	readonly value: string;
	/** What the issue wants to reach; empty where the row only explains. */
	readonly reach?: string;
}

export interface BenchReport {
	readonly title: string;
	/** Where and how it was measured, one line each. */
	readonly notes: readonly string[];
	readonly rows: readonly BenchRow[];
	/** The last line, with exactly the keys that the issue names. */
	readonly result: Readonly<Record<string, number>>;
}

export function printReport(report: BenchReport): void {
	const widths = [
		Math.max(...report.rows.map(({ what }) => what.length)),
		Math.max(...report.rows.map(({ value }) => value.length)),
	] as const;
	const lines = report.rows.map(
		({ what, value, reach = '' }) =>
			`  ${what.padEnd(widths[0])}  ${value.padStart(widths[1])}${reach === '' ? '' : `   reach ${reach}`}`,
	);
	const notes = report.notes.map((note) => `  ${note}`);
	process.stdout.write(`${[report.title, ...notes, '', ...lines, ''].join('\n')}\n${JSON.stringify(report.result)}\n`);
}

/** Rounded for the eye and for the JSON line. */
export function round(value: number, digits = 2): number {
	const factor = 10 ** digits;
	return Math.round(value * factor) / factor;
}

export function ms(value: number): string {
	return `${round(value).toFixed(2)} ms`;
}
