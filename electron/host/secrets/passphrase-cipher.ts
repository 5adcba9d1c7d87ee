/** Secrets under a passphrase: scrypt makes the key, AES-256-GCM seals. For hosts without a keyring of the system. */
import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { z } from 'zod';
import { type Failure, fail, type JsonValue, ok, type Result } from '../../../shared/domain/result.ts';
import type { CipherState, OpenKey, SecretCipher } from './cipher.ts';

/** Cost of one guess: memory is 128 * n * r bytes. */
export interface ScryptCost {
	readonly n: number;
	readonly r: number;
	readonly p: number;
}

/** OWASP's password storage cheat sheet, 2023: n = 2^17, r = 8, p = 1, which takes 128 MiB and some tenths of a second. */
export const usualCost: ScryptCost = { n: 2 ** 17, r: 8, p: 1 };

const keptShape = z.strictObject({
	/** Bounded, so that a damaged file cannot ask for all the memory there is; a power of two, as scrypt wants it. */
	n: z
		.int()
		.min(2)
		.max(2 ** 18)
		.refine((n) => Number.isInteger(Math.log2(n))),
	r: z.int().min(1).max(8),
	p: z.int().min(1).max(4),
	salt: z.base64(),
	/** A known text, sealed: it opens under the right passphrase only. */
	check: z.base64(),
});

/** NIST SP 800-63B: at least 8 characters. */
const leastLength = 8;
const checkName = 'signalbox passphrase check';
const nonceLength = 12;
const tagLength = 16;
const freeTries = 3;
const longestWaitMs = 60_000;

export interface PassphraseCipherOptions {
	/** ms since any fixed moment. */
	readonly now: () => number;
	readonly cost?: ScryptCost;
}

/** `now` is for the pauses after wrong passphrases. */
export function createPassphraseCipher({ now, cost = usualCost }: PassphraseCipherOptions): SecretCipher {
	let key: Buffer | null = null;
	const tries = createTries(now);

	const choose = async (passphrase: string): Promise<Result<JsonValue>> => {
		if (Array.from(passphrase).length < leastLength) return tooShort();
		const salt = randomBytes(16);
		const derived = await deriveKey(passphrase, salt, cost);
		if (!derived.ok) return derived;
		key = derived.value;
		return ok({ ...cost, salt: salt.toString('base64'), check: sealWith(key, checkName, checkName) });
	};
	const unlock = async (passphrase: string, kept: z.output<typeof keptShape>): Promise<Result<JsonValue>> => {
		const wait = tries.mustWaitMs();
		if (wait > 0) return tooOften(wait);
		const candidate = await deriveKey(passphrase, Buffer.from(kept.salt, 'base64'), kept);
		if (!candidate.ok) return candidate;
		if (unsealWith(candidate.value, checkName, kept.check) !== checkName) {
			tries.failed();
			return wrongPassphrase();
		}
		tries.succeeded();
		key = candidate.value;
		return ok(kept);
	};
	return {
		kind: 'passphrase',
		label: () => 'a file under a passphrase',
		begin: async (kept) => stateOf(kept),
		async open(given: OpenKey, kept) {
			if (given.with !== 'passphrase') return noConsent();
			if (kept === null) return choose(given.passphrase);
			const read = keptShape.safeParse(kept);
			return read.success ? unlock(given.passphrase, read.data) : keptDamaged();
		},
		seal: async (name, value) => (key === null ? notOpen() : ok(sealWith(key, name, value))),
		async unseal(name, sealed) {
			if (key === null) return notOpen();
			const value = unsealWith(key, name, sealed);
			return value === null ? sealDamaged(name) : ok({ value, isStale: false });
		},
	};
}

function stateOf(kept: JsonValue): CipherState {
	if (kept === null) return { kind: 'new', problem: unprotected };
	if (!keptShape.safeParse(kept).success) return { kind: 'unavailable', problem: keptDamaged().problem };
	return { kind: 'locked', problem: waiting };
}

/** The first few wrong ones cost nothing; from then on each pause is twice the one before. */
function createTries(now: () => number) {
	let wrong = 0;
	let openAt = 0;
	return {
		mustWaitMs: () => Math.max(0, openAt - now()),
		failed() {
			wrong += 1;
			if (wrong >= freeTries) openAt = now() + Math.min(longestWaitMs, 1_000 * 2 ** (wrong - freeTries));
		},
		succeeded() {
			wrong = 0;
		},
	};
}

/** The same letters are the same passphrase, however a keyboard composes them. */
function deriveKey(passphrase: string, salt: Buffer, { n, r, p }: ScryptCost): Promise<Result<Buffer>> {
	// Twice what the tables of scrypt take, and a little for what stands beside them.
	const options = { N: n, r, p, maxmem: 256 * n * r + 2 ** 20 };
	return new Promise((resolve) => {
		const done = (cause: Error | null, key: Buffer) => resolve(cause === null ? ok(key) : noKey(cause));
		// What it does not like about its numbers it throws at once.
		try {
			scrypt(passphrase.normalize('NFKC'), salt, 32, options, done);
		} catch (cause) {
			resolve(noKey(cause));
		}
	});
}

function sealWith(key: Buffer, name: string, value: string): string {
	const nonce = randomBytes(nonceLength);
	const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(Buffer.from(name));
	const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
	return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

/** Null when it was not sealed for this name under this key. */
function unsealWith(key: Buffer, name: string, sealed: string): string | null {
	const bytes = Buffer.from(sealed, 'base64');
	if (bytes.length < nonceLength + tagLength) return null;
	const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceLength), { authTagLength: tagLength });
	decipher.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
	try {
		const body = decipher.update(bytes.subarray(nonceLength + tagLength));
		return Buffer.concat([body, decipher.final()]).toString('utf8');
	} catch {
		return null;
	}
}

const unprotected = fail(
	'secret-missing',
	'Secrets that you set now are kept until Signalbox ends, because there is no passphrase to keep them under.',
	'Choose a passphrase under Settings, Secrets.',
).problem;

const waiting = fail(
	'secret-missing',
	'The stored secrets are locked, so connections that need one cannot be used.',
	'Enter the passphrase under Settings, Secrets, or name a file with it in SIGNALBOX_SECRETS_PASSPHRASE_FILE before the start.',
).problem;

function tooShort(): Failure {
	return fail(
		'invalid-input',
		`The passphrase is too short to protect anything, so no secret was stored.`,
		`Choose one of at least ${leastLength} characters; some words that you remember are best.`,
	);
}

function wrongPassphrase(): Failure {
	return fail(
		'forbidden',
		'This is not the passphrase of the stored secrets, so they stay locked.',
		'Try again. Without the passphrase nobody can read them: remove each secret and set it anew then.',
	);
}

function tooOften(waitMs: number): Failure {
	const seconds = Math.ceil(waitMs / 1_000);
	return fail(
		'forbidden',
		'The passphrase was wrong too often, so this one was not tried.',
		`Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`,
		{ retryable: true },
	);
}

function noKey(cause: unknown): Failure {
	return fail(
		'internal',
		'This machine could not make a key of the passphrase, so the stored secrets stay closed.',
		'Free some memory and try again.',
		{ cause, retryable: true },
	);
}

function noConsent(): Failure {
	return fail(
		'unsupported',
		'The stored secrets open with a passphrase only, so nothing was changed.',
		'Enter the passphrase.',
	);
}

function notOpen(): Failure {
	return fail('forbidden', 'The stored secrets are locked.', 'Enter the passphrase under Settings, Secrets.');
}

function keptDamaged(): Failure {
	return fail(
		'store-corrupt',
		'What is needed to open the stored secrets is damaged, so they cannot be used. What you set now is kept until Signalbox ends.',
		'Move secrets.json out of the data folder, start Signalbox again and set the secrets anew.',
	);
}

function sealDamaged(name: string): Failure {
	return fail(
		'secret-missing',
		`The stored secret ${name} is damaged, so the connection that needs it cannot be used.`,
		`Set ${name} again under Settings, Secrets.`,
	);
}
