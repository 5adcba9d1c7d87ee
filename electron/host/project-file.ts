/** The file of a project on the disk. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Result, fail, ok } from '../../shared/domain/result.ts';

/** A configuration is written by people; anything larger is the wrong file. */
const largestFileBytes = 1_000_000;

/** The same file is the same project in every run. */
export function idOf(file: string): string {
	return createHash('sha256').update(file).digest('hex').slice(0, 12);
}

/** The file itself, or `signalbox.yaml` in the folder. */
export async function findProjectFile(given: string): Promise<Result<string>> {
	const absolute = path.resolve(given);
	try {
		const facts = await stat(absolute);
		if (!facts.isDirectory()) return ok(absolute);
		const inside = path.join(absolute, 'signalbox.yaml');
		await stat(inside);
		return ok(inside);
	} catch (cause) {
		return fail(
			'config-not-found',
			`There is no signalbox.yaml at ${given}, so there is nothing to open.`,
			'Give the path of the file or of the folder that it is in.',
			{ cause },
		);
	}
}

/** The text of the file, as long as it can be a configuration. */
export async function readSource(file: string): Promise<Result<string>> {
	try {
		const facts = await stat(file);
		if (facts.size > largestFileBytes) {
			return fail(
				'too-large',
				`${file} is ${facts.size} bytes long, which no configuration is.`,
				'Choose another file.',
			);
		}
		return ok(await readFile(file, 'utf8'));
	} catch (cause) {
		return fail('config-not-found', `${file} cannot be read.`, 'Check that it exists and that you may read it.', {
			cause,
		});
	}
}
