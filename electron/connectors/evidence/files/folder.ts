/** Reads reports from a folder that a run has written. Whatever lies there was made by a job, and is trusted no more than a zip. */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Dirent } from 'node:fs';
import type { EvidenceLimits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { byPath, createMatcher, pathsNamed, type ReportFiles } from './report-files.ts';

type FolderLimits = Pick<EvidenceLimits, 'folderEntries' | 'matches' | 'depth'>;

/** Throws a `Refusal` when the folder is missing or holds more than is looked at. Links to folders are not followed. */
export async function openFolder(root: string, limits: FolderLimits): Promise<ReportFiles> {
	const realRoot = await realpath(root).catch(() => {
		throw new Refusal('has no folder of kept files any more', null, 'Run the pipeline again.');
	});
	const paths = await walk(realRoot, limits);
	return {
		some: paths.slice(0, pathsNamed),
		find(glob) {
			const fits = createMatcher(glob);
			const found = paths.filter(fits);
			if (found.length > limits.matches) throw new Refusal(`holds more than ${limits.matches} files that fit ${glob}`);
			return found.map((file) => ({ path: file, open: () => read(realRoot, file) })).toSorted(byPath);
		},
		close: () => Promise.resolve(),
	};
}

/** Paths of files and of links (which are judged when they are opened), sorted. */
async function walk(root: string, limits: FolderLimits): Promise<readonly string[]> {
	const files: string[] = [];
	const waiting: { readonly folder: string; readonly depth: number }[] = [{ folder: '', depth: 0 }];
	let seen = 0;
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		for (const entry of await list(path.join(root, next.folder))) {
			seen += 1;
			if (seen > limits.folderEntries) throw new Refusal(`holds more than ${limits.folderEntries} files and folders`);
			const below = next.folder === '' ? entry.name : `${next.folder}/${entry.name}`;
			if (entry.isDirectory() && next.depth < limits.depth) waiting.push({ folder: below, depth: next.depth + 1 });
			if (entry.isFile() || entry.isSymbolicLink()) files.push(below);
		}
	}
	return files.toSorted();
}

/** A folder that went away meanwhile, or may not be read, holds nothing. */
async function list(folder: string): Promise<readonly Dirent[]> {
	return readdir(folder, { withFileTypes: true }).catch(() => []);
}

async function* read(root: string, file: string): AsyncGenerator<Uint8Array> {
	const handle = await openInside(root, file);
	try {
		for await (const piece of handle.createReadStream({ autoClose: false })) {
			if (piece instanceof Uint8Array) yield piece;
		}
	} finally {
		await handle.close();
	}
}

/** Opens what the path really leads to, when that is a plain file below the root. A pipe is never waited for. */
async function openInside(root: string, file: string): Promise<FileHandle> {
	const real = await realpath(path.join(root, file)).catch(() => null);
	if (real === null) throw new Refusal('is a link that leads nowhere');
	if (!real.startsWith(root.endsWith(path.sep) ? root : root + path.sep)) {
		throw new Refusal('is a link that leads out of the folder of the run');
	}
	const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(() => null);
	if (handle === null) throw new Refusal('cannot be opened');
	if ((await handle.stat()).isFile()) return handle;
	await handle.close();
	throw new Refusal('is no plain file');
}
