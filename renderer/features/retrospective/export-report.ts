/** Fetches a report's file piece by piece and hands it to the browser. */
import type { Result } from '../../../shared/domain/result.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { ControlRoomClient } from '../../store/connection.ts';
import { fromBase64 } from '../pipeline/base64.ts';

export interface ReportFile {
	readonly name: string;
	readonly mediaType: string;
	readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Asks until there is nothing more; fails with the first failure, and nothing is saved then. */
export async function fetchReport(
	delivery: Pick<ControlRoomClient['delivery'], 'exportReport'>,
	request: { readonly scope: string; readonly month: string; readonly format: ReportFormat },
): Promise<Result<ReportFile>> {
	const pieces: string[] = [];
	let offset: number | null = 0;
	let name = '';
	let mediaType = '';
	let file: string | undefined;
	while (offset !== null) {
		const piece: Awaited<ReturnType<typeof delivery.exportReport>> = await delivery.exportReport({
			...request,
			offset,
			...(file === undefined ? {} : { file }),
		});
		if (!piece.ok) return piece;
		file = piece.value.file;
		pieces.push(piece.value.contentBase64);
		name = piece.value.fileName;
		mediaType = piece.value.mediaType;
		offset = piece.value.next;
	}
	return ok({ name, mediaType, bytes: fromBase64(pieces.join('')) });
}
