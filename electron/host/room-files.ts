/** The renderer's built files, read once: what is not in this list cannot be asked for, whatever the address says. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fail, ok, type Result } from '../../shared/domain/result.ts';

export interface RoomFile {
	readonly body: Buffer<ArrayBuffer>;
	readonly type: string;
	/** Hashed names never change their content. */
	readonly isImmutable: boolean;
}

/** Files by their exact path as it stands in a request: `/`, `/assets/main-1a2b3c4d.js`. */
export type RoomFiles = ReadonlyMap<string, RoomFile>;

const types: Readonly<Record<string, string>> = {
	'.html': 'text/html; charset=utf-8',
	'.js': 'text/javascript; charset=utf-8',
	'.css': 'text/css; charset=utf-8',
	'.txt': 'text/plain; charset=utf-8',
	'.json': 'application/json; charset=utf-8',
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.ico': 'image/x-icon',
	'.woff2': 'font/woff2',
	'.webmanifest': 'application/manifest+json',
};

/** Reads every file of `folder` that a page can use. The page itself stands under `/`. */
export async function readRoomFiles(folder: string): Promise<Result<RoomFiles>> {
	try {
		const entries = await readdir(folder, { recursive: true, withFileTypes: true });
		const files = await Promise.all(
			entries
				.filter((entry) => entry.isFile() && types[path.extname(entry.name)] !== undefined)
				.map((entry) => readRoomFile(folder, path.join(entry.parentPath, entry.name))),
		);
		const list = new Map(files);
		const page = list.get('/index.html');
		if (page === undefined) throw new Error(`no index.html in ${folder}`);
		return ok(list.set('/', page));
	} catch (cause) {
		return fail(
			'internal',
			'The screens of Signalbox are not built, so there is nothing to show.',
			'Run "npm start", which builds them, or "node scripts/build.ts".',
			{ cause },
		);
	}
}

async function readRoomFile(folder: string, file: string): Promise<readonly [string, RoomFile]> {
	const name = `/${path.relative(folder, file).split(path.sep).join('/')}`;
	const type = types[path.extname(file)] ?? 'application/octet-stream';
	return [name, { body: await readFile(file), type, isImmutable: name.startsWith('/assets/') }];
}

/**
 * The file that a raw request path names, or null. Nothing is decoded or joined: `/..%2f`, `//`, `\` and NUL are
 * simply not in the list.
 */
export function findRoomFile(files: RoomFiles, rawPath: string): RoomFile | null {
	return files.get(rawPath.split('?', 1)[0] ?? '') ?? null;
}
