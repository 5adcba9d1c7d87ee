/** Commits, kept per repository: parents are hashes, so that the order in which they arrive means nothing. */
import type { DatabaseSync } from 'node:sqlite';
import type { CommitFact } from '../../../shared/domain/delivery/facts.ts';
import type { DirtyMarks } from './dirty.ts';
import { hashBytes, packHashes } from './hashes.ts';
import type { Ingested } from './ingest-rows.ts';
import type { Names } from './names.ts';

const columns = ['authored', 'committed', 'zone', 'author', 'subject', 'parents', 'reverts', 'touches'] as const;

export function createCommitWriter({
	db,
	names,
	dirty,
}: {
	readonly db: DatabaseSync;
	readonly names: Names;
	readonly dirty: DirtyMarks;
}) {
	const insert = db.prepare(`
		insert into commits (repository, sha, source, ${columns.join(', ')}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict do nothing
	`);
	const differs = columns.map((name, index) => `${name} is not ?${index + 4}`).join(' or ');
	const update = db.prepare(`
		update commits set ${columns.map((name, index) => `${name} = ?${index + 4}`).join(', ')}
		where repository = ?1 and sha = ?2 and source = ?3 and (${differs})
	`);
	const isSame = db.prepare(
		`select 1 from commits where repository = ?1 and sha = ?2 and source = ?3 and not (${differs})`,
	);
	// A pull tells known commits in a row, or new ones: what the last one was is tried first.
	let wasKnown = false;
	return (fact: CommitFact, source: number): Ingested => {
		const repository = names.idOf(fact.repository);
		const row = [repository, hashBytes(fact.sha), source, ...bodyOf(fact, names)] as const;
		if (wasKnown && isSame.get(...row) !== undefined) return 'unchanged';
		wasKnown = insert.run(...row).changes === 0;
		if (!wasKnown) {
			dirty.mark('repository', repository);
			return 'added';
		}
		if (update.run(...row).changes === 0) return 'unchanged';
		dirty.mark('repository', repository);
		return 'changed';
	};
}

function bodyOf(fact: CommitFact, names: Names) {
	return [
		fact.authoredAt,
		// Mostly 0 or little: it takes less room.
		fact.committedAt - fact.authoredAt,
		fact.authorOffsetMinutes,
		names.idOf(authorWord(fact)),
		fact.subject,
		packHashes(fact.parents),
		fact.reverts.length === 0 ? null : packHashes(fact.reverts),
		fact.touches === null ? null : JSON.stringify(fact.touches),
	] as const;
}

/** Name and address of an author as one word of `names`. */
export function authorWord({ authorName, authorEmail }: Pick<CommitFact, 'authorName' | 'authorEmail'>): string {
	return authorEmail === null ? authorName : `${authorName}\n${authorEmail}`;
}

export function readAuthor(word: string): { readonly name: string; readonly email: string | null } {
	const end = word.lastIndexOf('\n');
	return end < 0 ? { name: word, email: null } : { name: word.slice(0, end), email: word.slice(end + 1) };
}
