/** Commits and changes of one repository out of the file, as judging reads them. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitForGraph } from '../../../shared/domain/delivery/commit-graph.ts';
import type { ChangeFact } from '../../../shared/domain/delivery/facts.ts';
import { kindNumbers, readChange } from './fact-bodies.ts';
import { readHashes } from './hashes.ts';
import { readAuthor } from './ingest-commits.ts';
import type { Names } from './names.ts';

export interface RepositoryFacts {
	readonly commits: readonly CommitForGraph[];
	readonly changes: readonly ChangeFact[];
}

/** Everything of one repository. A commit that two sources told of is one: the one that knows what it touches, then by source. */
export function loadRepository(db: DatabaseSync, names: Names, repository: number): RepositoryFacts {
	// As text at once: a buffer for each hash would take six times as long.
	const rows = db
		.prepare(`
			select lower(hex(sha)) as sha, source, authored, author, lower(hex(parents)) as parents, lower(hex(reverts)) as reverts,
				touches
			from commits where repository = ?
		`)
		.all(repository);
	const read = createCommitReader(names);
	const commits: CommitForGraph[] = [];
	let last = 0;
	for (const row of rows) {
		const commit = read(row);
		const source = Number(row['source']);
		const before = commits.at(-1);
		if (before?.sha === commit.sha) {
			if (!isBetter(commit, names.textOf(source), before, names.textOf(last))) continue;
			commits.pop();
		}
		commits.push(commit);
		last = source;
	}
	return { commits, changes: loadChanges(db, names, repository) };
}

function isBetter(one: CommitForGraph, source: string, other: CommitForGraph, otherSource: string): boolean {
	if ((one.touches === null) !== (other.touches === null)) return one.touches !== null;
	return source < otherSource;
}

function createCommitReader(names: Names): (row: Readonly<Record<string, unknown>>) => CommitForGraph {
	const authors = new Map<unknown, ReturnType<typeof readAuthor>>();
	return ({ sha, authored, author, parents, reverts, touches }) => {
		let known = authors.get(author);
		if (known === undefined) {
			known = readAuthor(names.textOf(Number(author)));
			authors.set(author, known);
		}
		const touched: readonly string[] | null = typeof touches === 'string' ? JSON.parse(touches) : null;
		return {
			sha: String(sha),
			parents: readHashes(String(parents)),
			authoredAt: Number(authored),
			authorName: known.name,
			authorEmail: known.email,
			reverts: reverts === '' ? none : readHashes(String(reverts)),
			touches: touched,
		};
	};
}

const none: readonly string[] = [];

function loadChanges(db: DatabaseSync, names: Names, repository: number): readonly ChangeFact[] {
	const home = names.textOf(repository);
	return db
		.prepare('select source, native, body from facts where kind = ? and home = ?')
		.all(kindNumbers.change, repository)
		.map((row) => {
			const source = names.textOf(Number(row['source']));
			return readChange({ source, nativeId: String(row['native']), home, part: null }, String(row['body']));
		});
}
