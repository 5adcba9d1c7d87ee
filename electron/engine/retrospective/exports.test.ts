import { expect, test } from 'vitest';
import { ok } from '../../../shared/domain/result.ts';
import { createExports, type ExportPiece } from './exports.ts';

const request = { scope: '*', month: '2026-10', format: 'html' } as const;
/** More than two pieces. */
const size = 1_000_000;

function fileOf(letter: string) {
	const content = new TextEncoder().encode(letter.repeat(size));
	return ok({ fileName: 'report.html', mediaType: 'text/html', content });
}

function pieceIn(result: ExportPiece) {
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}

test('two who export the same report at once each get one whole file, though it became another one in between', async () => {
	const letters = ['a', 'b'];
	const exports = createExports(async () => fileOf(letters.shift() ?? '?'));
	const texts = ['', ''];
	const names = ['', ''];
	const offsets: (number | null)[] = [0, 0];
	while (offsets.some((offset) => offset !== null)) {
		for (const [who, offset] of offsets.entries()) {
			if (offset === null) continue;
			const asked = offset === 0 ? { offset } : { offset, file: names[who] };
			const piece = pieceIn(await exports.piece({ ...request, ...asked }));
			texts[who] += atob(piece.contentBase64);
			names[who] = piece.file;
			offsets[who] = piece.next;
		}
	}
	expect(texts.map((text) => [text.length, new Set(text).size, text[0]])).toEqual([
		[size, 1, 'a'],
		[size, 1, 'b'],
	]);
});

test('a piece of no file, or of one that was fetched to its end, is refused', async () => {
	const exports = createExports(async () => fileOf('a'));
	const { next } = pieceIn(await exports.piece({ ...request, offset: 0 }));
	const offset = next ?? 0;
	expect(await exports.piece({ ...request, offset })).toMatchObject({ problem: { code: 'stale' } });
	expect(await exports.piece({ ...request, offset, file: 'export-9' })).toMatchObject({ problem: { code: 'stale' } });
	expect(await exports.piece({ ...request, offset: offset + 1, file: 'export-1' })).toMatchObject({
		problem: { code: 'invalid-input' },
	});
});

test('closing ends what is being made, and makes nothing more', async () => {
	let made = 0;
	const exports = createExports(async (_, signal) => {
		made += 1;
		await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
		return fileOf('a');
	});
	const asked = [exports.piece({ ...request, offset: 0 }), exports.piece({ ...request, offset: 0 })];
	await Promise.resolve();
	await Promise.resolve();
	await exports.close();
	expect(made).toBe(1);
	expect(await asked[1]).toMatchObject({ problem: { code: 'cancelled' } });
});
