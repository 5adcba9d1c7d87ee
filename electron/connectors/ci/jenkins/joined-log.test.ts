import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../../shared/domain/result.ts';
import type { LogPiece } from '../../../engine/pipeline-ports.ts';
import { createJoinedLog, type JoinedLog, type ReadPart } from './joined-log.ts';
import { createLineFeeds } from './line-feeds.ts';

/** A part as it lies on the disk of Jenkins; `#` stands for a note that is not sent. */
interface Part {
	readonly name: string;
	readonly file: string;
	readonly isOpen: boolean;
}

const sent = (file: string): string => file.replaceAll('#', '');

/** Answers as `progressiveText` does: at most `lines` lines at a time while a part is open. */
function reader(parts: readonly Part[], lines = Number.POSITIVE_INFINITY): { read: ReadPart; asked: string[] } {
	const asked: string[] = [];
	const read: ReadPart = async (name, { start, skip, most }) => {
		asked.push(name);
		const part = parts.find((each) => each.name === name);
		if (part === undefined) throw new Error(`No part ${name}`);
		let end = part.file.length;
		if (part.isOpen) {
			const ends = [...part.file.slice(start).matchAll(/\n/g)].map((found) => start + found.index + 1);
			end = ends.slice(0, lines).at(-1) ?? start;
		}
		const text = Buffer.from(sent(part.file.slice(start, end)));
		const rest = text.subarray(skip);
		const isCut = rest.byteLength > most;
		const skipped = Math.min(skip, text.byteLength);
		return ok({ skipped, bytes: rest.subarray(0, most), next: isCut ? null : end, isOpen: part.isOpen });
	};
	return { read, asked };
}

async function pieceOf(log: JoinedLog, parts: readonly Part[], fromByte: number, hasEnded = true): Promise<LogPiece> {
	const kept = log.kept(fromByte);
	if (kept !== null) return kept;
	const wanted = { parts: parts.map((part) => part.name), hasEnded, fromByte };
	const piece = await log.read(wanted, reader(parts).read);
	if (!piece.ok) throw new Error(piece.problem.message);
	return piece.value;
}

const textOf = (...letters: readonly string[]) =>
	fc.array(fc.constantFrom(...letters), { maxLength: 20 }).map((all) => all.join(''));

const part = (name: string, file: string, isOpen = false): Part => ({ name, file, isOpen });

describe('a joined log', () => {
	it('joins parts, and counts in its own bytes', async () => {
		const log = createJoinedLog();
		const parts = [part('a', '#one\n'), part('b', '##two\n')];
		expect(await pieceOf(log, parts, 0)).toEqual({
			text: 'one\ntwo\n',
			fromByte: 0,
			nextByte: 8,
			isComplete: true,
			gap: null,
		});
		expect(await pieceOf(log, parts, 8)).toEqual({ text: '', fromByte: 8, nextByte: 8, isComplete: true, gap: null });
		expect(await pieceOf(log, parts, 5)).toMatchObject({ text: 'wo\n', fromByte: 5 });
	});

	it('waits for an open part before it reads the next', async () => {
		const log = createJoinedLog();
		const early = [part('a', '#one\ntw', true), part('b', 'three\n')];
		expect(await pieceOf(log, early, 0, false)).toMatchObject({ text: 'one\n', isComplete: false });
		expect(await pieceOf(log, early, 4, false)).toMatchObject({ text: '', nextByte: 4, isComplete: false });
		const late = [part('a', '#one\ntwo\n'), part('b', 'three\n')];
		expect(await pieceOf(log, late, 4)).toMatchObject({ text: 'two\nthree\n', isComplete: true });
	});

	it('goes on where it was, without reading again what is known', async () => {
		const log = createJoinedLog();
		const parts = [part('a', '#one\n'), part('b', '#two\n', true)];
		await pieceOf(log, parts, 0, false);
		const again = reader(parts);
		await log.read({ parts: ['a', 'b'], hasEnded: false, fromByte: 8 }, again.read);
		expect(again.asked).toEqual(['b']);
	});

	it('keeps the order of what was begun when a part turns up before it', async () => {
		const log = createJoinedLog();
		expect(await pieceOf(log, [part('b', 'two\n')], 0, false)).toMatchObject({ text: 'two\n', isComplete: false });
		const more = [part('a', 'one\n'), part('b', 'two\n')];
		expect(await pieceOf(log, more, 4)).toMatchObject({ text: 'one\n', fromByte: 4, isComplete: true });
	});

	it('says that a log is lost, and goes on with what is there', async () => {
		const log = createJoinedLog();
		const lost: ReadPart = async (name) =>
			ok({
				skipped: 0,
				bytes: Buffer.from(name === 'b' ? 'two\n' : ''),
				next: name === 'b' ? 4 : 0,
				isOpen: name === 'a',
			});
		const piece = await log.read({ parts: ['a', 'b'], hasEnded: true, fromByte: 0 }, lost);
		expect(piece.ok && piece.value).toMatchObject({
			text: 'two\n',
			isComplete: true,
			gap: expect.stringContaining('keeps no log'),
		});
	});

	it('gives the same text from every place, in whatever steps it grew', async () => {
		const line = textOf('a', '#', 'é', '日', '😀').map((text) => `${text}\n`);
		const files = fc.array(
			fc.array(line, { maxLength: 8 }).map((lines) => lines.join('')),
			{ minLength: 1, maxLength: 4 },
		);
		await fc.assert(
			fc.asyncProperty(files, fc.integer({ min: 1, max: 3 }), fc.nat(40), async (given, lines, start) => {
				const whole = sent(given.join(''));
				const log = createJoinedLog();
				// The last part is still open while it is followed, a few lines at a time.
				const open = given.map((file, index) => part(String(index), file, index === given.length - 1));
				const names = open.map((each) => each.name);
				let text = '';
				let fromByte = 0;
				for (let step = 0; step < 40; step += 1) {
					const piece = await log.read({ parts: names, hasEnded: false, fromByte }, reader(open, lines).read);
					if (!piece.ok) throw new Error(piece.problem.message);
					expect(piece.value.fromByte).toBe(fromByte);
					text += piece.value.text;
					fromByte = piece.value.nextByte;
				}
				expect(text).toBe(whole);
				const done = open.map((each) => ({ ...each, isOpen: false }));
				expect(await pieceOf(log, done, fromByte)).toMatchObject({ text: '', isComplete: true });
				const from = Buffer.byteLength(Array.from(whole).slice(0, start).join(''));
				expect((await pieceOf(log, done, from)).text).toBe(Buffer.from(whole).subarray(from).toString());
			}),
			{ numRuns: 60 },
		);
	});
});

it('turns CR LF into LF however the bytes come, and leaves a lone CR', () => {
	const texts = textOf('a', 'b', '\r', '\n', '😀');
	fc.assert(
		fc.property(texts, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (text, sizes) => {
			const bytes = Buffer.from(text);
			const lines = createLineFeeds();
			const out: Uint8Array[] = [];
			for (let at = 0, turn = 0; at < bytes.byteLength; turn += 1) {
				const size = sizes[turn % sizes.length] ?? 1;
				out.push(lines.feed(bytes.subarray(at, at + size)));
				at += size;
			}
			out.push(lines.end());
			expect(Buffer.concat(out).toString()).toBe(text.replaceAll('\r\n', '\n'));
		}),
	);
});
