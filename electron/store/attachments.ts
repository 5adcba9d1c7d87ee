/** Files that people attach to their answers: kept by the hash of their content, so that a decision names exactly one. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok } from '../../shared/domain/result.ts';
import type { AttachmentStore } from '../engine/pipeline-ports.ts';
import { storeFailure } from './failures.ts';

/** Most of one file, bytes. */
export const mostAttachmentBytes = 10 * 1024 * 1024;

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** Keeps files below `folder`, which is made when the first one comes. Only this user may read them. */
export function createAttachments(folder: string): AttachmentStore {
	const placeOf = (id: string) => path.join(folder, id.slice(0, 2), id);
	return {
		async put({ name, mediaType, content }) {
			if (content.byteLength > mostAttachmentBytes) return tooLarge(name);
			const id = sha256(content);
			try {
				await writeOnce(placeOf(id), content);
				return ok({ id, name: plainName(name), sizeBytes: content.byteLength, mediaType });
			} catch (error) {
				return storeFailure(error, folder, `keep the file ${name}`);
			}
		},
		async get(id) {
			if (!/^[0-9a-f]{64}$/.test(id)) return unknown();
			try {
				const content = await readFile(placeOf(id));
				return sha256(content) === id ? ok(new Uint8Array(content)) : damaged();
			} catch (error) {
				const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
				return isMissing ? unknown() : storeFailure(error, folder, 'read an attached file');
			}
		},
	};
}

/** Written beside its place and moved there, so that a crash never leaves half a file under a whole file's name. */
async function writeOnce(place: string, content: Uint8Array): Promise<void> {
	await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
	const draft = `${place}.${randomUUID()}`;
	try {
		const file = await open(draft, 'wx', 0o600);
		try {
			await file.writeFile(content);
			await file.sync();
		} finally {
			await file.close();
		}
		await rename(draft, place);
	} finally {
		await rm(draft, { force: true });
	}
}

/** The name for people; where it is kept does not depend on it. */
function plainName(name: string): string {
	// A name is shown and offered for saving: control characters and folders have no place in it.
	const bare = name.split(/[\\/]/).at(-1) ?? '';
	// oxlint-disable-next-line no-control-regex
	return bare.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 200) || 'attachment';
}

function tooLarge(name: string) {
	return fail(
		'too-large',
		`${name} is larger than 10 MB, so it was not kept.`,
		'Attach a smaller file, or a link to it.',
	);
}

function unknown() {
	return fail('not-found', 'This attached file is not here.', 'It may be kept on the machine where it was attached.');
}

function damaged() {
	return fail('store-corrupt', 'This attached file was changed on the disk, so it is not shown.', 'Ask for it again.');
}
