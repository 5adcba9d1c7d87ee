/** Single facts by their address, for titles and links. */
import { factRef, type FactRef, type IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import type { StoreContext } from './context.ts';
import { kindNumbers, readIncident } from './fact-bodies.ts';
import { asAssigned, createFinder, createSayings, keyOf } from './find-facts.ts';
import { hashBytes } from './hashes.ts';
import { readAuthor } from './ingest-commits.ts';
import { openIncident } from './schema.ts';

export interface CommitWords {
	readonly subject: string;
	readonly author: string;
}

export interface NearCommit {
	readonly sha: string;
	readonly subject: string;
	readonly committedAt: number;
}

export interface FactLookups {
	/** With what was assigned by hand applied. */
	incident(ref: FactRef): IncidentFact | null;
	/** Incidents that began in a stretch, in order. */
	incidents(from: number, to: number): readonly IncidentFact[];
	/** Incidents that began before an instant and are open, in order. */
	openIncidents(before: number): readonly IncidentFact[];
	commit(repository: string, sha: string): CommitWords | null;
	/** Commits of a repository from an instant on, by when they were committed. */
	commitsSince(repository: string, at: number): readonly NearCommit[];
}

export function createFactLookups(context: StoreContext): FactLookups {
	const { db, names } = context;
	const find = createFinder(db, names);
	const said = createSayings(db);
	const commitOf = db.prepare('select subject, author from commits where repository = ? and sha = ? limit 1');
	const since = db.prepare(`
		select distinct lower(hex(sha)) as sha, subject, authored + committed as at from commits
		where repository = ? and authored + committed >= ? order by at, sha
	`);
	// Left to itself SQLite goes through all incidents there ever were.
	const between = db.prepare(`
		select source, native, home, part, body from facts indexed by incidents_by_time
		where kind = 4 and at >= ? and at < ?
	`);
	const open = db.prepare(`
		select source, native, home, part, body from facts indexed by incidents_open
		where kind = 4 and at < ? and ${openIncident}
	`);
	const inOrder = (rows: readonly Readonly<Record<string, unknown>>[]) =>
		rows
			.map((row) => asAssigned(readIncident(keyOf(names, row), String(row['body'])), said))
			.sort((one, other) => one.startedAt - other.startedAt || (factRef(one) < factRef(other) ? -1 : 1));
	return {
		incident(ref) {
			const row = find(kindNumbers.incident, ref);
			return row === null ? null : asAssigned(readIncident(row.key, row.body), said);
		},
		incidents: (from, to) => inOrder(between.all(from, to)),
		openIncidents: (before) => inOrder(open.all(before)),
		commit(repository, sha) {
			const id = names.find(repository);
			const row = id === null || sha === '' ? undefined : commitOf.get(id, hashBytes(sha));
			if (row === undefined) return null;
			return { subject: String(row['subject']), author: readAuthor(names.textOf(Number(row['author']))).name };
		},
		commitsSince(repository, at) {
			const id = names.find(repository);
			if (id === null) return [];
			return since.all(id, at).map((row) => ({
				...{ sha: String(row['sha']), subject: String(row['subject']), committedAt: Number(row['at']) },
			}));
		},
	};
}
