/** Files that are fetched piece by piece: made once at the first piece, kept until the last one was fetched or others came. */
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import { createLane } from '../lane.ts';
import type { ReportFile } from './render.ts';

export type ExportInput = Parameters<DeliveryApi['exportReport']>[0];
export type ExportPiece = Awaited<ReturnType<DeliveryApi['exportReport']>>;

export interface Exports {
	piece(input: ExportInput): Promise<ExportPiece>;
	/** Ends what is being made; resolves when nothing is. */
	close(): Promise<void>;
}

/** Bytes of a piece; a multiple of 3, so that pieces of base64 can be put together. */
const pieceBytes = 384 * 1024;
/** Files kept for who still fetches them. */
const mostKept = 4;

/** `make` renders the whole file. */
export function createExports(make: (input: ExportInput, signal: AbortSignal) => Promise<Result<ReportFile>>): Exports {
	const kept = new Map<string, ReportFile>();
	const lane = createLane();
	const stop = new AbortController();
	let count = 0;

	/** Under a name of its own: two who export the same report at two times must not get halves of each other's. */
	function keep(file: ReportFile): string {
		count += 1;
		const id = `export-${count}`;
		kept.set(id, file);
		const oldest = kept.keys().next();
		if (kept.size > mostKept && oldest.done !== true) kept.delete(oldest.value);
		return id;
	}

	async function first(input: ExportInput): Promise<ExportPiece> {
		// One after the other: each PDF is a browser of its own, and whoever may look may ask.
		const made = await lane.run(async () => (stop.signal.aborted ? closed() : make(input, stop.signal)));
		if (!made.ok) return made;
		return ok(pieceOf(made.value, 0, made.value.content.length > pieceBytes ? keep(made.value) : ''));
	}

	return {
		async piece(input) {
			if (input.offset === 0) return first(input);
			const id = input.file ?? '';
			const file = kept.get(id);
			if (file === undefined) return gone();
			const from = (input.offset / 4) * 3;
			if (!Number.isInteger(from) || from >= file.content.length) return badOffset();
			const piece = pieceOf(file, from, id);
			if (piece.next === null) kept.delete(id);
			return ok(piece);
		},
		async close() {
			stop.abort();
			await lane.idle();
		},
	};
}

function pieceOf({ fileName, mediaType, content }: ReportFile, from: number, file: string) {
	const to = from + pieceBytes;
	return {
		...{ file, fileName, mediaType },
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

function closed() {
	return fail('cancelled', 'Signalbox is being closed, so nothing was exported.', 'Export it after the next start.');
}
