import { describe, expect, test } from 'vitest';
import { createSystemCipher, type SystemEncryption } from './secret-cipher.ts';

type Backend = ReturnType<SystemEncryption['getSelectedStorageBackend']>;

const turned = (bytes: Buffer): Buffer => Buffer.from(bytes.toReversed());

/** Stands for Electron's; it knows what it encrypted and nothing else. */
function fakeSafeStorage(
	facts: { backend?: Backend; available?: boolean; stale?: boolean; afterConsent?: boolean } = {},
) {
	const { backend = 'gnome_libsecret', stale = false } = facts;
	let available = facts.available ?? true;
	const calls: unknown[] = [];
	const safeStorage: SystemEncryption = {
		isAsyncEncryptionAvailable: async () => available,
		getSelectedStorageBackend: () => backend,
		setUsePlainTextEncryption: (usePlainText) => {
			calls.push(usePlainText);
			available = facts.afterConsent ?? available;
		},
		encryptStringAsync: async (text) => {
			if (!available) throw new Error(`cannot encrypt ${text}`);
			return turned(Buffer.from(text));
		},
		decryptStringAsync: async (bytes) => {
			if (bytes.length < 10) throw new Error('Ciphertext does not appear to be encrypted.');
			return { result: turned(bytes).toString(), shouldReEncrypt: stale };
		},
	};
	return { safeStorage, calls };
}

const sealOne = async (name: string, value: string) => {
	const sealed = await createSystemCipher(fakeSafeStorage().safeStorage, 'linux').seal(name, value);
	if (!sealed.ok) throw new Error(sealed.problem.message);
	return sealed.value;
};

test.each<readonly [NodeJS.Platform, Backend, string]>([
	['linux', 'gnome_libsecret', 'gnome-libsecret'],
	['linux', 'kwallet6', 'kwallet6'],
	['linux', 'basic_text', 'without real protection'],
	['darwin', 'basic_text', 'Keychain'],
	['win32', 'basic_text', 'Windows'],
])('says where secrets are: %s %s', (platform, backend, words) => {
	expect(createSystemCipher(fakeSafeStorage({ backend }).safeStorage, platform).label()).toContain(words);
});

describe('begins', () => {
	const consent = { consent: 'basic_text' };
	test.each<readonly [string, NodeJS.Platform, Backend, boolean, object | null, string]>([
		['open with a keyring', 'linux', 'gnome_libsecret', true, null, 'open'],
		['open on a Mac', 'darwin', 'unknown', true, null, 'open'],
		['open on Windows', 'win32', 'unknown', true, null, 'open'],
		['unavailable with a keyring that is locked', 'linux', 'gnome_libsecret', false, null, 'unavailable'],
		['unavailable on a Mac that refuses', 'darwin', 'unknown', false, null, 'unavailable'],
		['waiting for consent without a keyring', 'linux', 'basic_text', true, null, 'needs-consent'],
		['waiting for consent whatever is said of availability', 'linux', 'basic_text', false, null, 'needs-consent'],
		['open once a person consented', 'linux', 'basic_text', true, consent, 'open'],
		['unavailable where consent does not help', 'linux', 'basic_text', false, consent, 'unavailable'],
	])('%s', async (_, platform, backend, available, kept, kind) => {
		const { safeStorage, calls } = fakeSafeStorage({ backend, available });
		const state = await createSystemCipher(safeStorage, platform).begin(
			kept === null ? null : { consent: 'basic_text' },
		);
		expect(state.kind).toBe(kind);
		expect(state.problem === null).toBe(kind === 'open');
		expect(calls).toEqual(backend === 'basic_text' && kept !== null ? [true] : []);
	});

	test('unavailable where asking fails', async () => {
		const { safeStorage } = fakeSafeStorage();
		const broken = { ...safeStorage, isAsyncEncryptionAvailable: () => Promise.reject(new Error('no bus')) };
		expect((await createSystemCipher(broken, 'linux').begin(null)).kind).toBe('unavailable');
	});
});

describe('consent', () => {
	test('opens the weaker place and is to be remembered', async () => {
		const { safeStorage, calls } = fakeSafeStorage({ backend: 'basic_text', available: false, afterConsent: true });
		const cipher = createSystemCipher(safeStorage, 'linux');
		const opened = await cipher.open({ with: 'consent' }, null);
		expect(opened).toEqual({ ok: true, value: { consent: 'basic_text' } });
		expect(calls).toEqual([true]);
	});

	test('does not help where there is no encryption at all', async () => {
		const { safeStorage } = fakeSafeStorage({ backend: 'basic_text', available: false });
		expect(await createSystemCipher(safeStorage, 'linux').open({ with: 'consent' }, null)).toMatchObject({
			ok: false,
			problem: { code: 'unsupported' },
		});
	});

	test('is not a passphrase', async () => {
		const key = { with: 'passphrase', passphrase: 'correct horse' } as const;
		const cipher = createSystemCipher(fakeSafeStorage().safeStorage, 'linux');
		expect(await cipher.open(key, null)).toMatchObject({ ok: false, problem: { code: 'unsupported' } });
	});
});

describe('seals', () => {
	test('and unseals, with what the system says about the key', async () => {
		for (const stale of [false, true]) {
			const cipher = createSystemCipher(fakeSafeStorage({ stale }).safeStorage, 'linux');
			const value = 'pä$$\n"word"';
			expect(await cipher.unseal('prom', await sealOne('prom', value))).toEqual({
				ok: true,
				value: { value, isStale: stale },
			});
		}
	});

	test.each([
		['of another name', () => sealOne('other', 's3cret')],
		['that is none', async () => 'AAAA'],
		['of something else', async () => turned(Buffer.from('"not an object"')).toString('base64')],
	])('but takes nothing %s', async (_, make) => {
		const read = await createSystemCipher(fakeSafeStorage().safeStorage, 'linux').unseal('prom', await make());
		expect(read).toMatchObject({ ok: false, problem: { code: 'secret-missing' } });
		expect(JSON.stringify(read)).not.toContain('s3cret');
	});

	test('or says in words that it cannot, without the value', async () => {
		const cipher = createSystemCipher(fakeSafeStorage({ available: false }).safeStorage, 'linux');
		const sealed = await cipher.seal('prom', 's3cret');
		expect(sealed).toMatchObject({ ok: false, problem: { code: 'store-failed' } });
		expect(sealed).not.toHaveProperty('cause');
		expect(JSON.stringify(sealed)).not.toContain('s3cret');
	});
});
