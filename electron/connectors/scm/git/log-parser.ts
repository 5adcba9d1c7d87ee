/** Reading `git log -z` as it comes, in one pass and without keeping it. */
import { StringDecoder } from 'node:string_decoder';
import type { CommitInfo, ReleaseRecord } from '../../../../shared/domain/pipeline/model.ts';

const fields = ['%H', '%P', '%an', '%ae', '%at', '%ct', '%s'] as const;

/** The format to ask for: with `-z`, every field of every commit ends with a NUL, which none of them can hold. */
export const logFormat = `--format=tformat:${fields.join('%x00')}`;

/** Authors told of a range. */
const mostAuthors = 200;
/** Characters kept of a subject; somebody writes a whole message into one line. */
const longestSubject = 500;

export interface LogSummary {
	readonly commits: readonly CommitInfo[];
	readonly count: number;
	readonly oldestAuthoredAt: number | null;
	readonly authors: ReleaseRecord['authors'];
}

export interface LogParser {
	push(chunk: Uint8Array): void;
	summary(): LogSummary;
}

/** Keeps the first `limit` commits and counts them all; `onCommit` sees the hash of each. */
export function createLogParser(limit: number, onCommit: (sha: string) => void = () => {}): LogParser {
	const decoder = new StringDecoder('utf8');
	const authors = new Map<string, { name: string; email: string | null; commits: number }>();
	const commits: CommitInfo[] = [];
	let rest = '';
	let record: string[] = [];
	let count = 0;
	let oldest: number | null = null;

	const take = (commit: CommitInfo): void => {
		count += 1;
		onCommit(commit.sha);
		if (commits.length < limit) commits.push(commit);
		if (commit.authoredAt !== null) oldest = Math.min(oldest ?? commit.authoredAt, commit.authoredAt);
		const { name, email } = commit.author ?? { name: 'unknown', email: null };
		const key = (email ?? name).toLowerCase();
		const known = authors.get(key);
		// The newest commit comes first: its spelling of the name is kept.
		if (known === undefined) authors.set(key, { name, email, commits: 1 });
		else known.commits += 1;
	};

	return {
		push(chunk) {
			const parts = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split('\0');
			rest = parts.pop() ?? '';
			for (const part of parts) {
				record.push(part);
				if (record.length < fields.length) continue;
				take(commitOf(record));
				record = [];
			}
		},
		summary: () => ({
			commits,
			count,
			oldestAuthoredAt: oldest,
			authors: [...authors.values()].toSorted((left, right) => right.commits - left.commits).slice(0, mostAuthors),
		}),
	};
}

function commitOf(record: readonly string[]): CommitInfo {
	const [sha = '', parents = '', name = '', email = '', authored = '', committed = '', subject = ''] = record;
	return {
		sha,
		subject: subject.slice(0, longestSubject),
		author: { name: name === '' ? 'unknown' : name, email: email === '' ? null : email },
		authoredAt: instant(authored),
		committedAt: instant(committed),
		parents: parents === '' ? [] : parents.split(' '),
	};
}

function instant(seconds: string): number | null {
	return /^-?\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : null;
}
