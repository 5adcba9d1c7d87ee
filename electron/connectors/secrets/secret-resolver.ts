/** Finds the secrets that `signalbox.yaml` only names. A value never reaches a message, a detail or a log. */
import type { SecretReference } from '../../../shared/config/model.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { keychainCommand } from './keychain.ts';

/** A file as far as a secret needs it. `mode` are the permission bits; null where the system has none (Windows). */
export interface SecretFile {
	readonly text: string;
	readonly mode: number | null;
}

export interface ProgramOutput {
	readonly exitCode: number;
	readonly stdout: string;
}

/** What the resolver needs of the world. */
export interface SecretWorld {
	readonly platform: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Reads a small file; null when there is none. Rejects when it cannot be read. */
	readonly readFile: (path: string) => Promise<SecretFile | null>;
	/** Runs a program without a shell; null when the program is not installed. Rejects when it cannot be run. */
	readonly exec: (file: string, args: readonly string[]) => Promise<ProgramOutput | null>;
	/** A secret that a person gave to Signalbox itself; a failure in words where it cannot be had. */
	readonly readKept: (name: string) => Promise<Result<string>>;
}

export type SecretResolver = (reference: SecretReference) => Promise<Result<string>>;

/** For hosts that keep no secrets of their own. */
export const noSecretsKept: SecretWorld['readKept'] = async (name) =>
	missing(`this Signalbox keeps no secrets, and ${name} is one`, 'Name another place for it in signalbox.yaml.');

/** The same resolver, telling each secret that it finds. */
export function noting(resolve: SecretResolver, note: (secret: string) => void): SecretResolver {
	return async (reference) => {
		const found = await resolve(reference);
		if (found.ok) note(found.value);
		return found;
	};
}

/** Permission bits of group and others: whoever they let in can read the secret. */
const openToOthers = 0o077;

/** Makes the function that turns a reference into its secret. Asks anew each time, so that a rotated secret is found. */
export function createSecretResolver(world: SecretWorld): SecretResolver {
	return async (reference) => {
		switch (reference.from) {
			case 'environment':
				return fromEnvironment(world, reference.name);
			case 'file':
				return fromFile(world, reference.path);
			case 'keychain':
				return fromKeychain(world, reference);
			case 'signalbox':
				return world.readKept(reference.name);
		}
	};
}

/** Where a secret is looked for, in words. */
export function describeReference(reference: SecretReference): string {
	switch (reference.from) {
		case 'environment':
			return `the environment variable ${reference.name}`;
		case 'file':
			return `the file ${reference.path}`;
		case 'keychain':
			return `the keychain entry ${reference.service}, account ${reference.account}`;
		case 'signalbox':
			return `the secret ${reference.name} of Signalbox`;
	}
}

/** `NAME_FILE` names a file with what `NAME` would hold, as images of containers have it: env and argv are read by many. */
async function fromEnvironment(world: SecretWorld, name: string): Promise<Result<string>> {
	const value = world.env[name];
	if (value !== undefined && value.trim() !== '') return ok(withoutNewline(value));
	const file = world.env[`${name}_FILE`];
	if (file !== undefined && file.trim() !== '') return fromFile(world, file);
	return missing(
		`the environment variable ${name} is ${value === undefined ? 'not set' : 'empty'}`,
		`Set ${name} before Signalbox starts, or ${name}_FILE to a file that holds it, or name another place in signalbox.yaml.`,
	);
}

async function fromFile(world: SecretWorld, path: string): Promise<Result<string>> {
	let file: SecretFile | null;
	try {
		file = await world.readFile(path);
	} catch (cause) {
		return missing(`the file ${path} cannot be read`, 'Let the user who runs Signalbox read the file.', cause);
	}
	if (file === null)
		return missing(`the file ${path} does not exist`, 'Create the file, or correct its path in signalbox.yaml.');
	if (world.platform !== 'win32' && file.mode !== null && (file.mode & openToOthers) !== 0) {
		const mode = (file.mode & 0o777).toString(8).padStart(3, '0');
		return fail(
			'forbidden',
			`The secret in ${path} was not used, because other users of this machine may read or change the file (mode ${mode}).`,
			`Run chmod 600 ${path}, and replace the secret if others had access.`,
		);
	}
	const value = withoutNewline(file.text);
	return value === ''
		? missing(`the file ${path} is empty`, 'Write the secret into the file, and nothing else.')
		: ok(value);
}

async function fromKeychain(
	world: SecretWorld,
	reference: Extract<SecretReference, { from: 'keychain' }>,
): Promise<Result<string>> {
	const command = keychainCommand(world.platform, reference);
	const elsewhere = 'Use {env: NAME} or {file: PATH} in signalbox.yaml instead.';
	if (command === null) {
		return fail(
			'unsupported',
			'Signalbox cannot read the keychain of this system, so the connection has no secret.',
			elsewhere,
		);
	}
	let output: ProgramOutput | null;
	try {
		output = await world.exec(command.file, command.args);
	} catch (cause) {
		return fail(
			'unsupported',
			`The keychain could not be asked with ${command.file}, so the connection has no secret.`,
			elsewhere,
			{ cause },
		);
	}
	if (output === null) {
		return fail(
			'unsupported',
			`The keychain cannot be read because ${command.file} is not installed, so the connection has no secret.`,
			`Install ${command.installHint}. ${elsewhere}`,
		);
	}
	const value = output.exitCode === 0 ? withoutNewline(output.stdout) : '';
	if (value !== '') return ok(value);
	return missing(
		`the keychain has no readable entry for service ${reference.service}, account ${reference.account}`,
		`Unlock the keychain, or add the entry: ${command.addHint}`,
	);
}

function missing(what: string, hint: string, cause?: unknown): Result<string> {
	const extra = cause === undefined ? {} : { cause };
	return fail(
		'secret-missing',
		`A secret is missing: ${what}, so the connection that needs it cannot be used.`,
		hint,
		extra,
	);
}

/** Editors and `echo` end a file with a line break that is no part of the secret. */
function withoutNewline(text: string): string {
	return text.replace(/\r?\n$/, '');
}
