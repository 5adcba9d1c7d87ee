/** How much of a report is read before it is refused. Reports come from CI hosts and may be hostile. */

export interface EvidenceLimits {
	/** Bytes of a report that is read as a stream: XML, lcov, SARIF, Istanbul. */
	readonly streamBytes: number;
	/** Bytes of a report that is read as a whole. */
	readonly wholeBytes: number;
	/** Elements or containers within one another. */
	readonly depth: number;
	/** Characters of one attribute. */
	readonly attributeLength: number;
	/** Bytes without any token: one text, one comment. More would have to be held in memory at once. */
	readonly tokenBytes: number;
	/** Values kept of a JSON report at a time. */
	readonly values: number;
	/** Time for one report, ms of monotonic time. */
	readonly timeMs: number;
	/** Distinct files, rules, branches and functions that are remembered of one report. */
	readonly names: number;
	/** Files in a zip. */
	readonly zipEntries: number;
	/** Bytes inflated of one zip in all. */
	readonly zipBytes: number;
	/** Files that a glob may fit. */
	readonly matches: number;
	/** Entries of a folder that are looked at, with those below it. */
	readonly folderEntries: number;
	/** Artifacts looked into when a source of a CI host names none. */
	readonly artifacts: number;
	/** Bytes fetched then in all; also the most that is ever fetched of a named artifact. */
	readonly artifactBytes: number;
	readonly namedArtifactBytes: number;
}

const mega = 1024 * 1024;

export const defaultLimits: EvidenceLimits = {
	streamBytes: 512 * mega,
	wholeBytes: 20 * mega,
	depth: 200,
	attributeLength: mega,
	tokenBytes: 16 * mega,
	values: 2_000_000,
	// The largest report that is taken at all, on a busy machine: some 5 MB a second.
	timeMs: 120_000,
	names: 2_000_000,
	zipEntries: 20_000,
	zipBytes: 2048 * mega,
	matches: 2_000,
	folderEntries: 100_000,
	artifacts: 10,
	artifactBytes: 200 * mega,
	namedArtifactBytes: 1024 * mega,
};

/** Characters of any text that is kept of a report. */
export const mostTextKept = 500;

/** At most `mostTextKept` characters, on one line. Null for nothing. */
export function cut(text: string | null | undefined): string | null {
	if (text == null) return null;
	// Cut before the spaces are joined: a text may be a megabyte long.
	const line = text
		.slice(0, mostTextKept * 2)
		.replace(/\s+/gu, ' ')
		.trim();
	if (line === '') return null;
	if (line.length <= mostTextKept) return line;
	return `${line.slice(0, mostTextKept - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
