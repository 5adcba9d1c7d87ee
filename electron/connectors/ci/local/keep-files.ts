/** Keeping what a job left behind: copies of ordinary files below the checkout. */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, realpath, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';

export interface KeepLimits {
	readonly bytes: number;
	readonly files: number;
}

export interface Kept {
	readonly files: number;
	readonly bytes: number;
	/** What was left out, in words; null when all was kept. */
	readonly note: string | null;
}

/** One job keeps at most so much. */
export const usualKeepLimits: KeepLimits = { bytes: 2_000_000_000, files: 50_000 };

/**
 * Copies what the globs name from `source` into `into`, anew. A glob that names a folder means all that is in it. Links are
 * not followed, so that nothing from outside of the checkout is kept.
 */
export async function keepFiles(
	request: { readonly source: string; readonly into: string; readonly globs: readonly string[] },
	limits: KeepLimits = usualKeepLimits,
): Promise<Kept> {
	const { source, into } = request;
	await rm(into, { recursive: true, force: true });
	let files = 0;
	let bytes = 0;
	for await (const path of matching(source, request.globs)) {
		const from = join(source, path);
		const { size } = await lstat(from);
		if (files + 1 > limits.files || bytes + size > limits.bytes) {
			return { files, bytes, note: `not all files were kept: at most ${limits.files} with ${limits.bytes} bytes are` };
		}
		await mkdir(dirname(join(into, path)), { recursive: true, mode: 0o700 });
		await copyFile(from, join(into, path), constants.COPYFILE_FICLONE);
		files += 1;
		bytes += size;
	}
	return { files, bytes, note: null };
}

/**
 * Removes what the globs name and an earlier try left behind, which began at `since` (ms since the epoch): a report that
 * is not written anew must not stand for this try. Older files came from elsewhere and stay.
 */
export async function forgetFiles(request: {
	readonly source: string;
	readonly globs: readonly string[];
	readonly since: number;
}): Promise<void> {
	for await (const path of matching(request.source, request.globs)) {
		const file = join(request.source, path);
		if ((await lstat(file)).mtimeMs >= request.since) await rm(file, { force: true });
	}
}

/** Paths of ordinary files that a glob names, each once. */
async function* matching(source: string, globs: readonly string[]): AsyncGenerator<string> {
	const seen = new Set<string>();
	const root = await realpath(source);
	for (const glob of globs.map((each) => each.replace(/^\.\//, '').replace(/\/+$/, ''))) {
		const isMatch = picomatch([glob, `${glob}/**`], { dot: true, nonegate: true });
		const start = join(root, startOf(glob));
		// A folder on the way that is a link leads elsewhere.
		if ((await realpath(start).catch(() => null)) !== start) continue;
		for await (const file of filesBelow(start)) {
			const path = relative(root, file).split(sep).join('/');
			if (seen.has(path) || !isMatch(path)) continue;
			seen.add(path);
			yield path;
		}
	}
}

/** The part of a glob without patterns, from where the search begins; never above the root. */
function startOf(glob: string): string {
	const parts = glob.split('/');
	if (parts.includes('..')) return '.';
	const fixed = parts.slice(0, -1);
	const first = fixed.findIndex((part) => /[*?[\]{}()!+@]/.test(part));
	return fixed.slice(0, first < 0 ? fixed.length : first).join('/') || '.';
}

async function* filesBelow(folder: string): AsyncGenerator<string> {
	const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
	for (const entry of entries.toSorted((left, right) => (left.name < right.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isFile()) yield path;
		else if (entry.isDirectory() && entry.name !== '.git') yield* filesBelow(path);
	}
}
