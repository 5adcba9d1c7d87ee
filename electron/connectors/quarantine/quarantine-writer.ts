/** Writes what is quarantined into a file of the project, where test runners read it. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { QuarantineWriter } from '../../engine/delivery-ports.ts';
import { isQuarantineFile, quarantineText } from './quarantine-file.ts';

/** More than any list of quarantined tests; a file of this size is somebody else's. */
const mostBytes = 16 * 1024 * 1024;

/**
 * `folder`: of the project's `signalbox.yaml`; files are relative to it. Fails with `invalid-config` where the file is not to be
 * written (outside of the folder, through a link, not a quarantine file), and with `store-failed` where the disk refuses.
 */
export function createQuarantineWriter(deps: {
	readonly folder: string;
	readonly now: () => number;
}): QuarantineWriter {
	const { folder, now } = deps;
	// One after the other: of two writes at once, the later one must be what stays.
	let last: Promise<unknown> = Promise.resolve();
	return {
		write(file, quarantines) {
			const mine = last.then(async (): Promise<Result<null>> => {
				try {
					const place = await placeOf(folder, file);
					return place.ok ? await replace(place.value, file, quarantineText(quarantines, now())) : place;
				} catch (cause) {
					return fail(
						'store-failed',
						`The quarantined tests could not be written to ${file}, so test runners still see the ones from before.`,
						'Check that the folder of the project can be written to and that its disk has room.',
						{ retryable: true, cause },
					);
				}
			});
			last = mine;
			return mine;
		},
	};
}

/** The absolute path, its folders made, none of them a link: a project must not have files written elsewhere. */
async function placeOf(folder: string, file: string): Promise<Result<string>> {
	const parts = file.split(/[/\\]/u).filter((part) => part !== '' && part !== '.');
	const name = parts.pop();
	if (path.isAbsolute(file) || path.win32.isAbsolute(file) || parts.includes('..') || name === undefined) {
		return refused(file, 'lies outside of the project');
	}
	if (!name.endsWith('.json')) return refused(file, 'is no JSON file by its name');
	let at = await realpath(folder);
	for (const part of parts) {
		at = path.join(at, part);
		const there = await lstat(at).catch(missing);
		if (there === null) await mkdir(at);
		else if (!there.isDirectory()) return refused(file, `leads through ${part}, which is a link or no folder`);
	}
	return ok(path.join(at, name));
}

async function replace(place: string, file: string, text: string): Promise<Result<null>> {
	const there = await lstat(place).catch(missing);
	if (there !== null) {
		if (!there.isFile()) return refused(file, 'is a link, or no file');
		const before = there.size > mostBytes ? '' : await readFile(place, 'utf8');
		if (before === text) return ok(null);
		if (!isQuarantineFile(before)) return refused(file, 'holds something else, which is not replaced');
	}
	const whole = `${place}.${randomUUID()}.part`;
	try {
		await writeFile(whole, text, { flag: 'wx', mode: 0o644, flush: true });
		await rename(whole, place);
		return ok(null);
	} finally {
		await rm(whole, { force: true });
	}
}

function missing(error: unknown): null {
	if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
	throw error;
}

function refused(file: string, why: string): Failure {
	return fail(
		'invalid-config',
		`The quarantined tests are not written, because ${file} ${why}.`,
		'Name a JSON file below the folder of signalbox.yaml under `tests.quarantine`, such as .signalbox/quarantine.json.',
	);
}
