/** What changed since it was last judged, in the words of what changed: who is concerned is found out when judging. */
import type { DatabaseSync } from 'node:sqlite';

export const dirtyKinds = {
	/** Rules changed: everything. */
	all: 0,
	/** A deployment: `home` service, `part` environment. */
	unit: 1,
	/** An incident, or what the setup says of a service. */
	service: 2,
	/** A commit or a change of a repository. */
	repository: 3,
	/** Results of tests of a service, and so its suites. */
	tests: 4,
	/** Pipeline runs of a service. */
	runs: 5,
	/** Deployments of a service: its environments of production share the incidents that name none. */
	siblings: 6,
} as const;
export type DirtyKind = keyof typeof dirtyKinds;

export interface DirtyMarks {
	/** Noted in memory until `write`. */
	mark(kind: DirtyKind, home?: number, part?: number): void;
	/** Writes what was noted; within the transaction that made it so. */
	write(): void;
	drop(): void;
}

export function createDirtyMarks(db: DatabaseSync): DirtyMarks {
	const insert = db.prepare('insert or ignore into dirty (kind, home, part) values (?, ?, ?)');
	const noted = new Map<string, readonly [number, number, number]>();
	let last = '';
	return {
		mark(kind, home = 0, part = 0) {
			const key = `${dirtyKinds[kind]} ${home} ${part}`;
			if (key === last) return;
			last = key;
			noted.set(key, [dirtyKinds[kind], home, part]);
		},
		write() {
			for (const row of noted.values()) insert.run(...row);
			noted.clear();
			last = '';
		},
		drop() {
			noted.clear();
			last = '';
		},
	};
}
