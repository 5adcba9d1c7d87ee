/** Reading commits with their changed paths out of `git log -z --raw`, as they come. */
import { StringDecoder } from 'node:string_decoder';
import type { CommitFact } from '../../../../shared/domain/delivery/facts.ts';
import type { PathOwners } from './service-paths.ts';

const fields = ['%H', '%P', '%aN', '%aE', '%at', '%ct', '%ai', '%s', '%b'] as const;

/** With `-z` every field ends with a NUL, which none of them can hold. Names are as `.mailmap` has them. */
export const feedFormat = `--format=tformat:${fields.join('%x00')}`;

/** Characters kept of a subject; somebody writes a whole message into one line. */
const longestSubject = 500;
/** Commits that one message may say it reverts. */
const mostReverts = 100;

interface FeedParserOptions {
	readonly repository: string;
	/** Null where no service of the repository names paths. */
	readonly owners: PathOwners | null;
	readonly onCommit: (commit: CommitFact) => void;
}

interface FeedParser {
	push(chunk: Uint8Array): void;
	/** The last commit has nothing after it that shows its end. */
	end(): void;
}

export function createFeedParser({ repository, owners, onCommit }: FeedParserOptions): FeedParser {
	const decoder = new StringDecoder('utf8');
	let rest = '';
	let record: string[] = [];
	let isPath = false;

	const finish = (): void => {
		if (record.length < fields.length) return;
		onCommit({ ...commitOf(repository, record), touches: owners?.take() ?? null });
		record = [];
	};
	const take = (part: string): void => {
		if (isPath) {
			owners?.see(part);
			isPath = false;
		} else if (record.length < fields.length) record.push(part);
		// What follows the fields is `:modes hashes status` before each path, and a hash begins the next commit.
		else if (/^\n?:/.test(part)) isPath = true;
		else {
			finish();
			record.push(part);
		}
	};
	return {
		push(chunk) {
			const parts = (rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))).split('\0');
			rest = parts.pop() ?? '';
			for (const part of parts) take(part);
		},
		end: finish,
	};
}

function commitOf(repository: string, record: readonly string[]): Omit<CommitFact, 'touches'> {
	const [sha = '', parents = '', name = '', email = '', authored = '', committed = '', written = '', subject = ''] =
		record;
	const committedAt = instant(committed);
	return {
		kind: 'commit',
		repository,
		sha,
		parents: parents === '' ? [] : parents.split(' '),
		// A commit whose author wrote no readable time was authored when it was committed, as far as anybody knows.
		authoredAt: authored === '' ? committedAt : instant(authored),
		committedAt,
		authorOffsetMinutes: offsetOf(written),
		authorName: name === '' ? 'unknown' : name,
		authorEmail: email === '' ? null : email,
		subject: subject.slice(0, longestSubject),
		reverts: revertsOf(record.at(-1) ?? ''),
	};
}

function instant(seconds: string): number {
	return /^-?\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : 0;
}

/** `2026-11-28 20:50:25 +0530` has it at its end. */
function offsetOf(written: string): number | null {
	const [, sign, hours, minutes] = /([+-])(\d{2})(\d{2})$/.exec(written) ?? [];
	if (sign === undefined) return null;
	const size = Number(hours) * 60 + Number(minutes);
	return sign === '-' ? 0 - size : size;
}

/** As `git revert` writes it: "This reverts commit <hash>." and, for several at once, "This reverts commits <hash>, <hash>". */
function revertsOf(body: string): readonly string[] {
	const found = [
		...body.matchAll(/\bThis reverts commits?\s+([0-9a-f]{7,64}(?:(?:,|,?\s+and)?\s+[0-9a-f]{7,64})*)\b/gi),
	];
	const hashes = found.flatMap(([, list = '']) => list.toLowerCase().match(/\b[0-9a-f]{7,64}\b/g) ?? []);
	return [...new Set(hashes)].slice(0, mostReverts);
}
