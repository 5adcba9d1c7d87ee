/** Files that are fetched piece by piece: made once at the first piece, kept until the last one was fetched or others came. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import { createLane } from '../lane.ts';
import type { ReportFile } from './render.ts';

export type ExportInput = Parameters<DeliveryApi['exportReport']>[0];
export type ExportPiece = Awaited<ReturnType<DeliveryApi['exportReport']>>;

/** Bytes of a piece; a multiple of 3, so that pieces of base64 can be put together. */
const pieceBytes = 384 * 1024;
/** Files kept for who still fetches them. */
const mostKept = 4;

/** `make` renders the whole file. */
export function createExports(make: (input: ExportInput) => Promise<Result<ReportFile>>) {
	const kept = new Map<string, ReportFile>();
	const lane = createLane();

	function keep(key: string, file: ReportFile): void {
		kept.delete(key);
		kept.set(key, file);
		const oldest = kept.keys().next();
		if (kept.size > mostKept && oldest.done !== true) kept.delete(oldest.value);
	}

	return async (input: ExportInput): Promise<ExportPiece> => {
		const key = JSON.stringify([input.scope, input.month, input.format]);
		if (input.offset === 0) {
			// One after the other: each PDF is a browser of its own, and whoever may look may ask.
			const made = await lane.run(() => make(input));
			if (!made.ok) return made;
			if (made.value.content.length > pieceBytes) keep(key, made.value);
			return ok(pieceOf(made.value, 0));
		}
		const file = kept.get(key);
		if (file === undefined) return gone();
		const from = (input.offset / 4) * 3;
		if (!Number.isInteger(from) || from >= file.content.length) return badOffset();
		const piece = pieceOf(file, from);
		if (piece.next === null) kept.delete(key);
		return ok(piece);
	};
}

function pieceOf({ fileName, mediaType, content }: ReportFile, from: number) {
	const to = from + pieceBytes;
	return {
		...{ fileName, mediaType },
		contentBase64: base64(content.subarray(from, to)),
		totalBytes: content.length,
		next: to < content.length ? (to / 3) * 4 : null,
	};
}

/** In slices, because the arguments of a call have a limit. */
function base64(bytes: Uint8Array): string {
	let binary = '';
	for (let at = 0; at < bytes.length; at += 8_192) binary += String.fromCharCode(...bytes.subarray(at, at + 8_192));
	return btoa(binary);
}

function gone() {
	return fail('stale', 'This export is not kept any more.', 'Export the report again.', { retryable: false });
}

function badOffset() {
	return fail('invalid-input', 'There is no such piece of this file.', 'Export the report again from its beginning.');
}
