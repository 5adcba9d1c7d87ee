/** Secrets under the system's own encryption: Keychain, DPAPI, or the keyring that Electron finds on Linux. */
import type { SafeStorage } from 'electron';
import { z } from 'zod';
import { type Failure, fail, type JsonValue, ok, type Result } from '../../shared/domain/result.ts';
import type { CipherState, OpenKey, SecretCipher } from '../host/secrets/cipher.ts';

/** The asynchronous calls only: the others are deprecated, and block. */
export type SystemEncryption = Pick<
	SafeStorage,
	| 'isAsyncEncryptionAvailable'
	| 'encryptStringAsync'
	| 'decryptStringAsync'
	| 'getSelectedStorageBackend'
	| 'setUsePlainTextEncryption'
>;

const keptShape = z.strictObject({ consent: z.literal('basic_text') });
const sealedShape = z.strictObject({ name: z.string(), value: z.string() });

/** Ask it only once Electron is ready: before, Linux does not know its keyring. */
export function createSystemCipher(safeStorage: SystemEncryption, platform: NodeJS.Platform): SecretCipher {
	const backend = () => (platform === 'linux' ? safeStorage.getSelectedStorageBackend() : null);
	/** Under a key that stands in Chromium's source: no more than hidden. */
	const isWeak = () => backend() === 'basic_text';
	const isAvailable = () => safeStorage.isAsyncEncryptionAvailable().catch(() => false);

	return {
		kind: 'system',
		label: () => labelOf(platform, backend()),
		async begin(kept): Promise<CipherState> {
			if (!isWeak()) {
				return (await isAvailable()) ? { kind: 'open', problem: null } : { kind: 'unavailable', problem: unavailable };
			}
			if (!keptShape.safeParse(kept).success) return { kind: 'needs-consent', problem: weak };
			safeStorage.setUsePlainTextEncryption(true);
			return (await isAvailable()) ? { kind: 'open', problem: null } : { kind: 'unavailable', problem: unavailable };
		},
		async open(key: OpenKey, kept): Promise<Result<JsonValue>> {
			if (key.with !== 'consent') return noPassphrase();
			if (!isWeak()) return ok(kept);
			safeStorage.setUsePlainTextEncryption(true);
			if (await isAvailable()) return ok({ consent: 'basic_text' });
			return { ok: false, problem: unavailable };
		},
		async seal(name, value) {
			try {
				// The name is within, so that what was sealed for one cannot be passed off as another.
				const bytes = await safeStorage.encryptStringAsync(JSON.stringify({ name, value }));
				return ok(bytes.toString('base64'));
			} catch {
				return sealFailed();
			}
		},
		async unseal(name, sealed) {
			try {
				const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
				const read = sealedShape.safeParse(JSON.parse(result));
				if (!read.success || read.data.name !== name) return unsealFailed(name);
				return ok({ value: read.data.value, isStale: shouldReEncrypt });
			} catch {
				return unsealFailed(name);
			}
		},
	};
}

function labelOf(platform: NodeJS.Platform, backend: ReturnType<SafeStorage['getSelectedStorageBackend']> | null) {
	if (backend === 'basic_text') return 'a file without real protection: this system has no keyring';
	if (backend !== null) return `the keyring of this system (${backend.replaceAll('_', '-')})`;
	return platform === 'darwin' ? 'the Keychain of this Mac' : 'the protection of this Windows account';
}

const weak = fail(
	'secret-missing',
	'This system has no keyring, so secrets that you set now are kept until Signalbox ends.',
	'Start GNOME Keyring or KWallet and Signalbox again, or agree to keep secrets in a file that every program of your account can read.',
).problem;

const unavailable = fail(
	'unsupported',
	'This system cannot encrypt at the moment, so secrets that you set now are kept until Signalbox ends, and stored ones cannot be read.',
	'Unlock the keyring or Keychain of this account and start Signalbox again, or name secrets by {env: NAME} or {file: PATH} in signalbox.yaml.',
).problem;

function noPassphrase(): Failure {
	return fail('unsupported', 'The system protects the secrets here, so there is no passphrase.', 'Leave it empty.');
}

/** The cause is left out: a library's message may repeat what it was given. */
function sealFailed(): Failure {
	return fail(
		'store-failed',
		'The system refused to encrypt the secret, so nothing was changed.',
		'Unlock the keyring or Keychain of this account and try again.',
		{ retryable: true },
	);
}

function unsealFailed(name: string): Failure {
	return fail(
		'secret-missing',
		`The system could not decrypt the stored secret ${name}, so the connection that needs it cannot be used.`,
		`Unlock the keyring or Keychain of this account, or set ${name} again under Settings, Secrets.`,
	);
}
