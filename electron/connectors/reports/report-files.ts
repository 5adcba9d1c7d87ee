/** Writes finished reports into a folder: whole or not at all, and never over what somebody else put there. */
import { randomUUID } from 'node:crypto';
import { link, lstat, mkdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ReportFiles } from '../../engine/delivery-ports.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';

/** Files of one name that are tried before giving up: `report.pdf`, `report-2.pdf`, ... */
const mostNames = 50;
/** File systems keep times as coarse as this (FAT), ms. */
const clockStepMs = 2_000;

/**
 * The content is written beside its place and then linked to its name, which fails where the name is taken: nothing is ever
 * replaced, and no symbolic link is followed. The same content under that name is left as it is and answered.
 */
export function createReportFiles(): ReportFiles {
	return {
		async write({ folder, name, content }) {
			const problem = nameProblem(folder, name);
			if (problem !== null) return problem;
			try {
				await mkdir(folder, { recursive: true });
				return await place(await realpath(folder), name, content);
			} catch (cause) {
				return notWritten(folder, cause);
			}
		},
		async madeSince({ folder, name, since }) {
			let newest: string | null = null;
			for (let number = 1; number <= mostNames; number += 1) {
				const file = path.join(folder, numbered(name, number));
				const found = await lstat(file).catch(() => null);
				if (found === null) break;
				if (found.isFile() && found.mtimeMs >= since - clockStepMs) newest = file;
			}
			return newest;
		},
	};
}

function nameProblem(folder: string, name: string) {
	const isPlain = /^[a-z0-9][a-z0-9.-]*$/i.test(name) && !name.includes('..') && name.length <= 200;
	if (isPlain && path.isAbsolute(folder)) return null;
	return fail('invalid-input', `A report cannot be written as "${name}" into "${folder}".`, 'Name an absolute folder.');
}

async function place(folder: string, name: string, content: Uint8Array): Promise<Result<{ readonly file: string }>> {
	const draft = path.join(folder, `.${name}.${randomUUID()}.part`);
	try {
		await writeWhole(draft, content);
		for (let number = 1; number <= mostNames; number += 1) {
			const file = path.join(folder, numbered(name, number));
			if (await claim(draft, file)) return ok({ file });
			if (await holds(file, content)) return ok({ file });
		}
		return fail('store-failed', `${folder} holds too many reports named ${name}.`, 'Move the older ones away.');
	} finally {
		await rm(draft, { force: true });
	}
}

/** `wx`: a file, or a link, that is there already is an error. */
function writeWhole(file: string, content: Uint8Array): Promise<void> {
	return writeFile(file, content, { flag: 'wx', mode: 0o644, flush: true });
}

async function claim(draft: string, file: string): Promise<boolean> {
	try {
		await link(draft, file);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		// Some file systems (FAT, network shares) have no links: the same promise by an exclusive new file.
		if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(error))) throw error;
		return copyExclusively(draft, file);
	}
}

async function copyExclusively(draft: string, file: string): Promise<boolean> {
	try {
		await writeWhole(file, await readFile(draft));
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		await rm(file, { force: true });
		throw error;
	}
}

/** True for a plain file of exactly this content; a link is never looked through. */
async function holds(file: string, content: Uint8Array): Promise<boolean> {
	const found = await lstat(file);
	if (!found.isFile() || found.size !== content.length) return false;
	return Buffer.compare(await readFile(file), content) === 0;
}

function numbered(name: string, number: number): string {
	if (number === 1) return name;
	const { name: stem, ext } = path.parse(name);
	return `${stem}-${number}${ext}`;
}

function codeOf(error: unknown): string {
	return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function notWritten(folder: string, cause: unknown) {
	const code = codeOf(cause);
	if (code === 'ENOSPC' || code === 'EDQUOT') {
		return fail(
			'store-full',
			`There is no room left in ${folder}; the report was not written.`,
			'Free some space there.',
			{
				cause,
			},
		);
	}
	const hint = 'See whether the folder is there and may be written to, or name another one under "delivery: report:".';
	return fail(
		'store-failed',
		`The report could not be written into ${folder}${code === '' ? '' : ` (${code})`}.`,
		hint,
		{
			retryable: true,
			cause,
		},
	);
}
