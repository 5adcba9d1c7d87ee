/** What is imported: its format by its name, and whether it is small enough to be sent as text. Pure. */

export const formats = [
	{ id: 'csv', label: 'CSV', detail: 'One row a fact; the first line names the columns' },
	{ id: 'json', label: 'JSON', detail: 'A list of facts, or one a line' },
	{ id: 'cdevents', label: 'CDEvents', detail: 'Events as the CDEvents project writes them' },
] as const;
export type ImportFormat = (typeof formats)[number]['id'];

/** Characters that go over the wire at once; larger files are read by the host from its own disk. */
export const mostText = 700_000;

export function formatOf(name: string): ImportFormat | null {
	const lower = name.toLowerCase();
	if (lower.includes('cdevent')) return 'cdevents';
	if (lower.endsWith('.csv')) return 'csv';
	return /\.(json|jsonl|ndjson)$/.test(lower) ? 'json' : null;
}

/** The last part of a path of either kind of system. */
export function nameOfPath(path: string): string {
	return path.split(/[\\/]/).findLast((part) => part !== '') ?? path;
}
