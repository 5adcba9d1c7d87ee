/** Commits and changes of one repository out of the file, as judging reads them. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitForGraph } from '../../../shared/domain/delivery/commit-graph.ts';
import type { ChangeFact } from '../../../shared/domain/delivery/facts.ts';
import { kindNumbers, readChange } from './fact-bodies.ts';
import { hashText, unpackHashes } from './hashes.ts';
import { readAuthor } from './ingest-commits.ts';
import type { Names } from './names.ts';

export interface RepositoryFacts {
	readonly commits: readonly CommitForGraph[];
	readonly changes: readonly ChangeFact[];
}

/** Everything of one repository. A commit that two sources told of is one: the one that knows what it touches, then by source. */
export function loadRepository(db: DatabaseSync, names: Names, repository: number): RepositoryFacts {
	const rows = db
		.prepare('select sha, source, authored, author, parents, reverts, touches from commits where repository = ?')
		.all(repository);
	const commits: CommitForGraph[] = [];
	let last: { readonly source: string } = { source: '' };
	for (const row of rows) {
		const commit = readCommit(row, names);
		const source = names.textOf(Number(row['source']));
		const before = commits.at(-1);
		if (before?.sha === commit.sha) {
			if (!isBetter(commit, source, before, last.source)) continue;
			commits.pop();
		}
		commits.push(commit);
		last = { source };
	}
	return { commits, changes: loadChanges(db, names, repository) };
}

function isBetter(one: CommitForGraph, source: string, other: CommitForGraph, otherSource: string): boolean {
	if ((one.touches === null) !== (other.touches === null)) return one.touches !== null;
	return source < otherSource;
}

function readCommit(row: Readonly<Record<string, unknown>>, names: Names): CommitForGraph {
	const author = readAuthor(names.textOf(Number(row['author'])));
	const { sha, parents, reverts, touches } = row;
	const touched: readonly string[] | null = typeof touches === 'string' ? JSON.parse(touches) : null;
	return {
		sha: sha instanceof Uint8Array ? hashText(sha) : '',
		parents: parents instanceof Uint8Array ? unpackHashes(parents) : [],
		authoredAt: Number(row['authored']),
		authorName: author.name,
		authorEmail: author.email,
		reverts: reverts instanceof Uint8Array ? unpackHashes(reverts) : [],
		touches: touched,
	};
}

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
