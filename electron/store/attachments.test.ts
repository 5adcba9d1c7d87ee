import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAttachments, mostAttachmentBytes } from './attachments.ts';
import { codeOf, valueOf } from './test-support.ts';

let folder = '';
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-attachments-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (words: string) => new TextEncoder().encode(words);
const put = (name: string, content: Uint8Array) =>
	createAttachments(folder).put({ name, mediaType: 'text/plain', content });

describe('attachments', () => {
	test('come back by the hash of their content, whoever put them there', async () => {
		const kept = valueOf(await put('notes.txt', text('it reads well')));
		const id = createHash('sha256').update('it reads well').digest('hex');
		expect(kept).toEqual({ id, name: 'notes.txt', sizeBytes: 13, mediaType: 'text/plain' });
		const again = valueOf(await put('other name.txt', text('it reads well')));
		expect(again.id).toBe(kept.id);
		expect(valueOf(await createAttachments(folder).get(kept.id))).toEqual(text('it reads well'));
	});

	test('are readable by their owner alone, and leave no half file behind', async () => {
		const { id } = valueOf(await put('a.txt', text('a')));
		const below = path.join(folder, id.slice(0, 2));
		expect(readdirSync(below)).toEqual([id]);
		expect(statSync(path.join(below, id)).mode & 0o077).toBe(0);
	});

	test.each([
		['../../etc/passwd', 'passwd'],
		['C:\\temp\\shot.png', 'shot.png'],
		['a\u0000b\n.txt', 'ab.txt'],
		['', 'attachment'],
	])('%j is called %s', async (given, name) => {
		expect(valueOf(await put(given, text('x'))).name).toBe(name);
	});

	test('what is too large, unknown, or was changed is refused', async () => {
		expect(codeOf(await put('big', new Uint8Array(mostAttachmentBytes + 1)))).toBe('too-large');
		expect(codeOf(await createAttachments(folder).get('0'.repeat(64)))).toBe('not-found');
		expect(codeOf(await createAttachments(folder).get('../secrets'))).toBe('not-found');
		const { id } = valueOf(await put('a.txt', text('a')));
		writeFileSync(path.join(folder, id.slice(0, 2), id), 'b');
		expect(codeOf(await createAttachments(folder).get(id))).toBe('store-corrupt');
	});
});
