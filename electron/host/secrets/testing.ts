/** A data folder with secrets, for tests. */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fail, ok } from '../../../shared/domain/result.ts';
import { quietLogger } from '../../testing/real-world.ts';
import type { SecretDesk } from '../shell/desk.ts';
import type { CipherState, SecretCipher } from './cipher.ts';
import { createPassphraseCipher } from './passphrase-cipher.ts';
import { openSecretDesk } from './secret-desk.ts';

export const withPassphrase = { with: 'passphrase', passphrase: 'correct horse battery' } as const;
const cheap = { n: 2, r: 1, p: 1 };

export interface SecretsFolder {
	readonly folder: string;
	readonly file: string;
	/** Every secret that a desk noted. */
	readonly noted: readonly string[];
	/** Moves the clock, which begins at 1000 ms. */
	wait(ms: number): void;
	/** A start on this folder; under a passphrase unless a cipher is given. */
	open(cipher?: SecretCipher): Promise<SecretDesk>;
	remove(): void;
}

export function createSecretsFolder(): SecretsFolder {
	const folder = mkdtempSync(path.join(tmpdir(), 'signalbox-secrets-'));
	const file = path.join(folder, 'secrets.json');
	const noted: string[] = [];
	let clock = 1_000;
	const now = () => clock;
	return {
		folder,
		file,
		noted,
		wait: (ms) => {
			clock += ms;
		},
		open: (cipher = createPassphraseCipher({ now, cost: cheap })) =>
			openSecretDesk({ file, cipher, now, logger: quietLogger, note: (value) => noted.push(value) }),
		remove() {
			chmodSync(folder, 0o700);
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/** A system's encryption that does what the test says; what it seals is only written backwards. */
export function fakeSystem(state: CipherState['kind'], { isStale = false, refuses = false } = {}): SecretCipher {
	const turned = (text: string) => Array.from(text).toReversed().join('');
	return {
		kind: 'system',
		label: () => 'a keyring',
		begin: async (kept) => ({ kind: kept === null ? state : 'open', problem: null }),
		open: async () => (refuses ? fail('unsupported', 'No.', 'Not.') : ok({ consent: true })),
		async seal(name, value) {
			if (refuses) return fail('store-failed', 'No.', 'Not.');
			return ok(Buffer.from(turned(`${name} ${value}`)).toString('base64'));
		},
		async unseal(name, sealed) {
			const value = turned(Buffer.from(sealed, 'base64').toString()).slice(name.length + 1);
			return ok({ value, isStale });
		},
	};
}
