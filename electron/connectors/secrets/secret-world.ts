/** The real world behind the secret resolver: this process's environment, files and programs. */
import { open } from 'node:fs/promises';
import { execa } from 'execa';
import type { ProgramOutput, SecretFile, SecretWorld } from './secret-resolver.ts';

/** A secret is short; anything longer is the wrong file. */
const maximumBytes = 64 * 1024;
/** Long enough for a person to unlock the keychain. */
const keychainTimeoutMs = 60_000;

/** The environment is passed in by the host; files and programs are those of this machine. */
export function createSecretWorld(host: Pick<SecretWorld, 'platform' | 'env' | 'readKept'>): SecretWorld {
	return { ...host, readFile: (path) => readSecretFile(path, host.platform), exec: runProgram };
}

async function readSecretFile(path: string, platform: string): Promise<SecretFile | null> {
	let handle: Awaited<ReturnType<typeof open>>;
	try {
		handle = await open(path, 'r');
	} catch (error) {
		if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return null;
		throw error;
	}
	try {
		// Mode and text come from one open file, so that it cannot be exchanged between the two.
		const { mode, size } = await handle.stat();
		if (size > maximumBytes) throw new Error(`${size} bytes are more than a secret has`);
		return { text: await handle.readFile('utf8'), mode: platform === 'win32' ? null : mode };
	} finally {
		await handle.close();
	}
}

async function runProgram(file: string, args: readonly string[]): Promise<ProgramOutput | null> {
	const result = await execa(file, args, {
		reject: false,
		timeout: keychainTimeoutMs,
		stdin: 'ignore',
		stripFinalNewline: false,
		maxBuffer: maximumBytes,
	});
	if (result.code === 'ENOENT') return null;
	return { exitCode: result.exitCode ?? 1, stdout: result.stdout };
}

function codeOf(error: unknown): unknown {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}
