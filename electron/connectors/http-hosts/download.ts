/** A body streamed into a file, with an end to its size. */
import { open, unlink } from 'node:fs/promises';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../shared/domain/result.ts';
import { TooLarge } from '../http.ts';
import type { CiHttp, OpenedBody } from './client.ts';
import type { CiReply } from './host.ts';

interface Download {
	readonly address: string;
	/** Must not exist yet. */
	readonly file: string;
	readonly maxBytes: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal | undefined;
	/** Says what a status other than 200 means. */
	refused(reply: CiReply): Failure;
}

/** Hosts pack archives while they send them, so silence may last. */
const silenceMs = 60_000;

class CannotWrite extends Error {}

async function pour(opened: OpenedBody, file: string, maxBytes: number): Promise<number> {
	const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
		throw new CannotWrite('', { cause });
	});
	const reader = opened.body?.getReader();
	let bytes = 0;
	try {
		for (;;) {
			const piece = (await reader?.read()) ?? { done: true };
			if (piece.done) return bytes;
			opened.renew();
			bytes += piece.value.byteLength;
			if (bytes > maxBytes) throw new TooLarge();
			await handle.writeFile(piece.value).catch((cause: unknown) => {
				throw new CannotWrite('', { cause });
			});
		}
	} finally {
		reader?.cancel().catch(() => undefined);
		await handle.close();
	}
}

/** True when the host announced another length than what came. Coded bodies announce that of the code. */
function isCut(reply: CiReply, bytes: number): boolean {
	const length = reply.header('content-length');
	return length !== null && reply.header('content-encoding') === null && Number(length) !== bytes;
}

/** Fetches a body into a new file. What is there after a failure is taken away again. */
export async function downloadTo(http: CiHttp, wanted: Download): Promise<Result<{ readonly bytes: number }>> {
	const { address, file, maxBytes, signal } = wanted;
	const request = { address, maxBytes, signal, timeoutMs: silenceMs, headers: wanted.headers ?? {} };
	let isOurs = false;
	const done = await http.open(request, async (opened) => {
		if (opened.reply.status !== 200) return wanted.refused(opened.reply);
		isOurs = true;
		try {
			const bytes = await pour(opened, file, maxBytes);
			return isCut(opened.reply, bytes) ? cutOff(http) : ok({ bytes });
		} catch (error) {
			if (!(error instanceof CannotWrite)) throw error;
			isOurs = false;
			return cannotWrite(http, error.cause);
		}
	});
	if (!done.ok && isOurs) await unlink(file).catch(() => undefined);
	return done;
}

function cutOff(http: CiHttp): Failure {
	return fail('ci-unreachable', `What ${http.host.label} sent was cut off, so it was not kept.`, 'Ask again.', {
		retryable: true,
	});
}

function cannotWrite(http: CiHttp, cause: unknown): Failure {
	return fail(
		'internal',
		`What ${http.host.label} sent could not be written to this machine's disk.`,
		'Check that the disk is not full and that the data folder may be written.',
		{ retryable: true, cause },
	);
}
