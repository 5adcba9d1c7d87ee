/** Where the bytes of an import come from: a file of this machine, or a text that somebody pasted. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';

export type Bytes = AsyncIterable<Uint8Array>;

export interface Contents {
	/** How it is called in sentences. */
	readonly name: string;
	/** What tells cheaply that it did not change. Fails with `facts-unreachable`, `too-large`. */
	look(): Promise<Result<{ readonly size: number; readonly changedAt: number }>>;
	/** From the beginning, each time. */
	read(signal: AbortSignal): Bytes;
}

/** Ten years of a large company are smaller. */
const mostBytes = 2 * 1024 * 1024 * 1024;

const reasons: Readonly<Record<string, string>> = {
	ENOENT: 'it is not there',
	EACCES: 'it may not be read',
	EPERM: 'it may not be read',
	EISDIR: 'it is a folder',
};

function reasonOf(error: unknown): string {
	const code = error instanceof Error && 'code' in error ? String(error.code) : '';
	return reasons[code] ?? 'the disk did not answer';
}

/** Null for an error that is not one of the disk. */
export function unreadable(name: string, error: unknown) {
	if (!(error instanceof Error && 'syscall' in error)) return null;
	return fail(
		'facts-unreachable',
		`${name} could not be read: ${reasonOf(error)}. What is known from it may be old.`,
		'Check the path in signalbox.yaml and who may read it; we look again.',
		{ retryable: true, cause: error },
	);
}

export function fileContents(path: string, name: string): Contents {
	return {
		name,
		async look() {
			try {
				const found = await stat(path);
				if (!found.isFile()) {
					return fail('facts-rejected', `${name} is no file, so nothing was read.`, 'Name a file in signalbox.yaml.');
				}
				if (found.size > mostBytes) {
					return fail('too-large', `${name} is larger than 2 GB, so nothing was read.`, 'Split it into several files.');
				}
				return ok({ size: found.size, changedAt: Math.round(found.mtimeMs) });
			} catch (error) {
				const failure = unreadable(name, error);
				if (failure === null) throw error;
				return failure;
			}
		},
		read: (signal) => createReadStream(path, { signal, highWaterMark: 256 * 1024 }),
	};
}

export function textContents(text: string, name: string): Contents {
	const bytes = Buffer.from(text, 'utf8');
	return {
		name,
		look: async () => ok({ size: bytes.length, changedAt: 0 }),
		async *read() {
			yield bytes;
		},
	};
}
