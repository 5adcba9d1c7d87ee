/** `secrets.json`: names, times and ciphertexts. Readable by its owner alone, and always whole on disk. */
import { randomUUID } from 'node:crypto';
import { constants, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { fail, type JsonValue, type Problem } from '../../../shared/domain/result.ts';
import { secretNamePattern } from '../../../shared/domain/secret-name.ts';
import { setAside } from '../set-aside.ts';
import type { SecretCipher } from './cipher.ts';

const part = z.strictObject({
	/** What the cipher itself asked for. Comes out of JSON, so it is JSON. */
	kept: z.custom<JsonValue>().default(null),
	entries: z.record(
		z.string().regex(secretNamePattern),
		z.strictObject({ setAt: z.number().nonnegative(), sealed: z.base64() }),
	),
});
const currentVersion = 1;
const fileShape = z.strictObject({
	version: z.literal(currentVersion),
	system: part.optional(),
	passphrase: part.optional(),
});

/** What one cipher has in the file. */
export type SecretsPart = Readonly<z.output<typeof part>>;
export type SecretsFile = Readonly<z.output<typeof fileShape>>;

export const noSecrets: SecretsFile = { version: currentVersion };
export const emptyPart: SecretsPart = { kept: null, entries: {} };

export interface SecretsReading {
	readonly content: SecretsFile;
	readonly problem: Problem | null;
	/** False where the file must be left as it is. */
	readonly mayWrite: boolean;
}

/** Reads the file. One that is damaged is set aside; one that is newer or cannot be read is left alone. Never rejects. */
export async function readSecretsFile(file: string): Promise<SecretsReading> {
	const none = { content: noSecrets, problem: null, mayWrite: true };
	try {
		const text = await readFile(file, 'utf8');
		const raw = parseJson(text);
		const read = fileShape.safeParse(raw);
		if (read.success) return { ...none, content: read.data };
		if (isNewer(raw)) return { ...none, problem: newer, mayWrite: false };
		return { ...none, problem: damaged(setAside(file)) };
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return none;
		return { ...none, problem: unreadable, mayWrite: false };
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function isNewer(raw: unknown): boolean {
	return z.looseObject({ version: z.int().gt(currentVersion) }).safeParse(raw).success;
}

const newer = fail(
	'store-newer',
	'The stored secrets were written by a newer Signalbox, so they cannot be used here. What you set now is kept until Signalbox ends.',
	'Start the newer Signalbox, or choose another data folder with --data DIR.',
).problem;

const unreadable = fail(
	'store-failed',
	'The stored secrets cannot be read from the data folder, so they cannot be used. What you set now is kept until Signalbox ends.',
	'Make secrets.json in the data folder readable and writable, and start Signalbox again.',
).problem;

function damaged(asideName: string): Problem {
	return fail(
		'store-corrupt',
		`The stored secrets were damaged, so none of them can be used. The old file is kept as ${asideName}.`,
		'Set the secrets again that your connections name.',
	).problem;
}

/** Puts the file in the place of the old one, in one piece. Rejects with what the disk says; the old file stays then. */
export async function writeSecretsFile(file: string, content: SecretsFile): Promise<void> {
	const temporary = `${file}.${randomUUID().slice(0, 8)}.tmp`;
	try {
		const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL;
		const handle = await open(temporary, flags, 0o600);
		try {
			await handle.writeFile(`${JSON.stringify(content, null, '\t')}\n`);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await rename(temporary, file);
	} catch (error) {
		await rm(temporary, { force: true }).catch(() => undefined);
		throw error;
	}
	await syncFolder(path.dirname(file));
}

/**
 * So that a power cut does not bring the old file back. Windows has nothing to sync here, and some shares refuse it: by then
 * the new file is in its place, so nothing may be called failed any more.
 */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform === 'win32') return;
	try {
		const handle = await open(folder, 'r');
		try {
			await handle.sync();
		} finally {
			await handle.close();
		}
	} catch {
		// The file counts all the same.
	}
}

/** The file with another part for one cipher. */
export function withPart(content: SecretsFile, kind: SecretCipher['kind'], changed: SecretsPart): SecretsFile {
	return { ...content, [kind]: changed };
}
