/**
 * Reads reports straight out of a zip. Nothing is unpacked to disk, so the usual tricks have nowhere to go; what tries them is
 * refused as a whole all the same, because no CI host writes such an archive.
 */
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import type { Bytes } from '../bytes.ts';
import { megabytes } from '../bytes.ts';
import type { EvidenceLimits } from '../limits.ts';
import { Refusal } from '../refusal.ts';
import { byPath, createMatcher, pathsNamed, type ReportFiles } from './report-files.ts';

type ZipLimits = Pick<EvidenceLimits, 'zipEntries' | 'zipBytes' | 'streamBytes' | 'matches'>;

const longestPath = 1024;
const hint = 'Let the pipeline upload its reports anew, as they are.';

/** Throws a `Refusal` for what is no zip or no honest one. `close` it. */
export async function openZip(file: string, limits: ZipLimits): Promise<ReportFiles> {
	const zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true }).catch(
		(error: unknown) => {
			throw new Refusal(`is no zip that can be read: ${wordsOf(error)}`, null, hint);
		},
	);
	// Errors reach us through the promises; without a listener Node would end the process.
	zip.on('error', () => undefined);
	try {
		const entries = await readDirectory(zip, limits);
		let left = limits.zipBytes;
		const take = (bytes: number) => {
			left -= bytes;
			if (left < 0)
				throw new Refusal(
					`unpacks to more than ${megabytes(limits.zipBytes)} together with the files before it`,
					null,
					hint,
				);
		};
		return {
			some: entries.slice(0, pathsNamed).map(({ fileName }) => fileName),
			find(glob) {
				const fits = createMatcher(glob);
				const found = entries.filter(({ fileName }) => fits(fileName));
				if (found.length > limits.matches)
					throw new Refusal(`holds more than ${limits.matches} files that fit ${glob}`);
				return found
					.map((entry) => ({ path: entry.fileName, open: () => inflate(zip, entry, limits.streamBytes, take) }))
					.toSorted(byPath);
			},
			close: () => Promise.resolve(zip.close()),
		};
	} catch (error) {
		zip.close();
		throw error instanceof Refusal ? error : new Refusal(`is no zip that can be read: ${wordsOf(error)}`, null, hint);
	}
}

async function readDirectory(zip: ZipFile, limits: ZipLimits): Promise<readonly Entry[]> {
	if (zip.entryCount > limits.zipEntries) throw new Refusal(`holds more than ${limits.zipEntries} files`, null, hint);
	const files: Entry[] = [];
	const names = new Set<string>();
	for await (const entry of zip.eachEntry()) {
		refuseTricks(entry);
		// Two files under one name: which of them is the report would be a guess.
		const name = entry.fileName.normalize('NFC').toLowerCase();
		if (names.has(name)) throw new Refusal(`holds ${shown(entry.fileName)} twice`, null, hint);
		names.add(name);
		if (!entry.fileName.endsWith('/')) files.push(entry);
	}
	return files.toSorted((one, other) => (one.fileName < other.fileName ? -1 : 1));
}

function refuseTricks(entry: Entry): void {
	const { fileName } = entry;
	const parts = fileName.split('/');
	if (fileName.length > longestPath) throw new Refusal('holds a file with a path that is too long', null, hint);
	if (/^(?:\/|[A-Za-z]:)|[\\\0]/u.test(fileName) || parts.includes('..') || fileName === '') {
		throw new Refusal(`holds a file that lies outside of it: ${shown(fileName)}`, null, hint);
	}
	if (entry.isEncrypted()) throw new Refusal(`holds an encrypted file: ${shown(fileName)}`, null, hint);
	// The upper half is the mode of Unix; 0o120000 is a symbolic link.
	if (((entry.externalFileAttributes >>> 16) & 0o170000) === 0o120000) {
		throw new Refusal(`holds a symbolic link: ${shown(fileName)}`, null, hint);
	}
}

/** Counts what really comes out; sizes in headers are claims. */
async function* inflate(
	zip: ZipFile,
	entry: Entry,
	most: number,
	take: (bytes: number) => void,
): Bytes & AsyncGenerator<Uint8Array> {
	if (!entry.canDecodeFileData()) throw new Refusal('is packed in a way that is not read', null, hint);
	let size = 0;
	try {
		const stream = await zip.openReadStreamPromise(entry);
		for await (const piece of stream) {
			if (!(piece instanceof Uint8Array)) continue;
			size += piece.length;
			if (size > most) throw new Refusal(`unpacks to more than ${megabytes(most)}`, null, hint);
			take(piece.length);
			yield piece;
		}
	} catch (error) {
		throw error instanceof Refusal ? error : new Refusal(`cannot be unpacked: ${wordsOf(error)}`, null, hint);
	}
}

function wordsOf(error: unknown): string {
	return shown(error instanceof Error ? error.message : 'unknown reason');
}

function shown(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}]/gu, '?').slice(0, 120);
}
