/** A part of a body by its bytes: asked for as a range, and cut out by ourselves where the host sends everything. */
import { ok } from '../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../shared/domain/result.ts';
import type { CiHttp, OpenedBody } from './client.ts';
import type { CiReply } from './host.ts';

/** About what a piece of a log may have: `PipelineRunner.readLog`. */
export const pieceBytes = 1024 * 1024;

export interface ByteWindow {
	readonly bytes: Uint8Array;
	readonly fromByte: number;
	/** Of the whole body; null where it is not known. */
	readonly total: number | null;
	/** The body ends with it. */
	readonly isEnd: boolean;
	readonly reply: CiReply;
}

interface Wanted {
	readonly address: string;
	readonly fromByte: number;
	readonly maxBytes?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly signal?: AbortSignal | undefined;
	/** Says what a status other than 200, 206 and 416 means. */
	refused(reply: CiReply): Failure;
}

/** Skips, then takes at most `most` bytes; what follows is not downloaded. */
async function cut(opened: OpenedBody, skip: number, most: number): Promise<{ bytes: Uint8Array; isEnd: boolean }> {
	const reader = opened.body?.getReader();
	const taken = new Uint8Array(most);
	let [seen, size] = [0, 0];
	try {
		for (;;) {
			const piece = (await reader?.read()) ?? { done: true };
			if (piece.done) return { bytes: taken.subarray(0, size), isEnd: true };
			opened.renew();
			const wanted = piece.value.subarray(Math.max(0, skip - seen));
			seen += piece.value.byteLength;
			taken.set(wanted.subarray(0, most - size), size);
			size = Math.min(most, size + wanted.byteLength);
			if (seen > skip + most) return { bytes: taken.subarray(0, size), isEnd: false };
		}
	} finally {
		reader?.cancel().catch(() => undefined);
	}
}

/** `bytes 0-99/1000`; RFC 9110, 14.4. */
function contentRange(reply: CiReply): { readonly from: number; readonly total: number | null } | null {
	const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(reply.header('content-range') ?? '');
	if (found === null) return null;
	return { from: Number(found[1]), total: found[2] === '*' ? null : Number(found[2]) };
}

/** Beyond its end a body has an empty window. */
export async function readWindow(http: CiHttp, wanted: Wanted): Promise<Result<ByteWindow>> {
	const { address, fromByte, signal } = wanted;
	const most = wanted.maxBytes ?? pieceBytes;
	// One more than wanted tells whether something follows.
	const range = `bytes=${fromByte}-${fromByte + most}`;
	return http.open({ address, signal, headers: { ...wanted.headers, range } }, async (opened) => {
		const { reply } = opened;
		if (reply.status === 416) {
			return ok({ bytes: new Uint8Array(), fromByte, total: null, isEnd: true, reply });
		}
		if (reply.status !== 200 && reply.status !== 206) return wanted.refused(reply);
		const part = reply.status === 206 ? contentRange(reply) : null;
		// A part that does not say which one it is, is the one that was asked for.
		const begin = reply.status === 206 ? (part?.from ?? fromByte) : 0;
		const { bytes, isEnd } = await cut(opened, Math.max(0, fromByte - begin), most);
		const end = fromByte + bytes.byteLength;
		const total = part?.total ?? (reply.status === 200 && isEnd ? end : null);
		return ok({ bytes, fromByte, total, isEnd: isEnd && (total === null || end >= total), reply });
	});
}
