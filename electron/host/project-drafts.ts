/** A first `signalbox.yaml` for a folder that has none: drafted from what lies there, written only when a person says so. */
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { draftConfig } from '../../shared/config/draft.ts';
import { parseConfig } from '../../shared/config/parse.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import type { Exec } from '../connectors/exec.ts';
import { draftFactsOf } from './draft-facts.ts';

export interface ProjectDrafts {
	/** The text for the folder, or for a file that is not there yet; writes nothing. */
	draft(given: string): Promise<Result<{ readonly file: string; readonly source: string }>>;
	/** Writes a text that has no errors where there is no file yet: whole, or not at all. */
	create(given: string, source: string): Promise<Result<{ readonly file: string }>>;
}

export function createProjectDrafts({ exec }: { readonly exec: Exec }): ProjectDrafts {
	return {
		async draft(given) {
			const file = await freeFile(given);
			if (!file.ok) return file;
			return ok({ file: file.value, source: draftConfig(await draftFactsOf(path.dirname(file.value), exec)) });
		},
		async create(given, source) {
			const file = await freeFile(given);
			if (!file.ok) return file;
			const error = parseConfig(source, file.value).issues.find((issue) => issue.severity === 'error');
			if (error !== undefined) {
				return fail(
					'invalid-config',
					`The text is not a configuration yet, so no file was written: ${error.message}`,
					'Mend the places that are marked, then create it.',
					{ details: { line: error.line, field: error.field } },
				);
			}
			return writeNew(file.value, source);
		},
	};
}

/** Where the file will be. Refused where one is already, or where there is no folder to write it into. */
async function freeFile(given: string): Promise<Result<string>> {
	const absolute = path.resolve(given);
	const kind = await kindOf(absolute);
	if (kind === 'file') return alreadyThere(absolute);
	if (kind === 'folder') {
		const inside = path.join(absolute, 'signalbox.yaml');
		return (await kindOf(inside)) === 'nothing' ? ok(inside) : alreadyThere(inside);
	}
	const isNamed = /\.ya?ml$/i.test(absolute) && (await kindOf(path.dirname(absolute))) === 'folder';
	if (isNamed) return ok(absolute);
	return fail(
		'config-not-found',
		`There is no folder at ${given}, so nothing can be drafted for it.`,
		'Give the path of the folder that your project is in.',
	);
}

async function kindOf(place: string): Promise<'file' | 'folder' | 'nothing'> {
	try {
		return (await stat(place)).isDirectory() ? 'folder' : 'file';
	} catch {
		return 'nothing';
	}
}

function alreadyThere(file: string) {
	return fail(
		'not-allowed',
		`${file} exists already; it was left as it is.`,
		'Open it instead, or choose another folder.',
	);
}

/** A file of another name first, then one step that fails where a file is: nobody ever reads half of it. */
async function writeNew(file: string, source: string): Promise<Result<{ readonly file: string }>> {
	const beside = `${file}.${randomUUID().slice(0, 8)}.tmp`;
	try {
		const handle = await open(beside, 'wx');
		try {
			await handle.writeFile(source, 'utf8');
			await handle.sync();
		} finally {
			await handle.close();
		}
		await putInPlace(beside, file);
		return ok({ file });
	} catch (cause) {
		if (codeOf(cause) === 'EEXIST') return alreadyThere(file);
		return fail(
			'not-allowed',
			`${file} could not be written (${codeOf(cause) ?? 'unknown reason'}), so the project is not open.`,
			'Check that you may write to that folder and that the disk is not full.',
			{ cause, retryable: true },
		);
	} finally {
		await rm(beside, { force: true });
	}
}

async function putInPlace(beside: string, file: string): Promise<void> {
	try {
		await link(beside, file);
	} catch (cause) {
		if (codeOf(cause) === 'EEXIST') throw cause;
		// Some file systems know no links.
		await copyFile(beside, file, constants.COPYFILE_EXCL);
	}
}

function codeOf(cause: unknown): string | null {
	return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
}
