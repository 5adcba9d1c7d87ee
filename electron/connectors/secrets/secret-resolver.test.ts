import { describe, expect, it } from 'vitest';
import type { SecretReference } from '../../../shared/config/model.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import { createSecretResolver, describeReference, noSecretsKept, noting, type SecretWorld } from './secret-resolver.ts';

const secret = 'hunter2';

function worldWith(changes: Partial<SecretWorld>): SecretWorld {
	return {
		platform: 'linux',
		env: {},
		readFile: async () => null,
		exec: async () => null,
		readKept: noSecretsKept,
		...changes,
	};
}

const environment: SecretReference = { from: 'environment', name: 'PROM_TOKEN' };
const file: SecretReference = { from: 'file', path: '/run/prom' };
const keychain: SecretReference = { from: 'keychain', service: 'prom', account: 'me' };
const kept: SecretReference = { from: 'signalbox', name: 'prom-token' };
const locked = fail('secret-missing', 'The stored secrets are locked.', 'Enter the passphrase.');

describe('a secret is found', () => {
	it.each<readonly [string, SecretReference, Partial<SecretWorld>]>([
		['in the environment', environment, { env: { PROM_TOKEN: secret } }],
		['in a file, without its line break', file, { readFile: async () => ({ text: `${secret}\n`, mode: 0o100600 }) }],
		['in a file with a Windows line break', file, { readFile: async () => ({ text: `${secret}\r\n`, mode: 0o400 }) }],
		['in a file on Windows', file, { platform: 'win32', readFile: async () => ({ text: secret, mode: null }) }],
		['in the keychain', keychain, { exec: async () => ({ exitCode: 0, stdout: `${secret}\n` }) }],
		['in Signalbox itself', kept, { readKept: async (name) => (name === 'prom-token' ? ok(secret) : locked) }],
		[
			'in the file that the environment names',
			environment,
			{
				env: { PROM_TOKEN_FILE: '/run/secrets/prom' },
				readFile: async (path) => (path === '/run/secrets/prom' ? { text: `${secret}\n`, mode: 0o400 } : null),
			},
		],
		[
			'in the environment rather than in the file that it names',
			environment,
			{ env: { PROM_TOKEN: secret, PROM_TOKEN_FILE: '/run/secrets/prom' } },
		],
	])('%s', async (_, reference, changes) => {
		expect(await createSecretResolver(worldWith(changes))(reference)).toEqual({ ok: true, value: secret });
	});

	it('keeps spaces and inner line breaks', async () => {
		const resolve = createSecretResolver(worldWith({ readFile: async () => ({ text: ' a\nb \n\n', mode: 0o600 }) }));
		expect(await resolve(file)).toEqual({ ok: true, value: ' a\nb \n' });
	});
});

describe('the keychain is asked without a shell', () => {
	it.each([
		['linux', 'secret-tool', ['lookup', 'service', 'prom', 'account', 'me']],
		['darwin', '/usr/bin/security', ['find-generic-password', '-s', 'prom', '-a', 'me', '-w']],
	])('on %s', async (platform, program, args) => {
		const asked: unknown[] = [];
		const exec: SecretWorld['exec'] = async (name, list) => {
			asked.push(name, list);
			return { exitCode: 0, stdout: secret };
		};
		await createSecretResolver(worldWith({ platform, exec }))(keychain);
		expect(asked).toEqual([program, args]);
	});
});

describe('a secret that is not to be had is named by its place only', () => {
	const rejecting = async () => {
		throw new Error(`EACCES ${secret}`);
	};
	it.each<readonly [string, SecretReference, Partial<SecretWorld>, string, string]>([
		['variable not set', environment, {}, 'secret-missing', 'PROM_TOKEN is not set'],
		['variable empty', environment, { env: { PROM_TOKEN: ' \n' } }, 'secret-missing', 'PROM_TOKEN is empty'],
		['file of the variable missing', environment, { env: { PROM_TOKEN_FILE: '/x' } }, 'secret-missing', '/x does not'],
		[
			'file of the variable open to all',
			environment,
			{ env: { PROM_TOKEN_FILE: '/x' }, readFile: async () => ({ text: secret, mode: 0o444 }) },
			'forbidden',
			'mode 444',
		],
		['not in Signalbox', kept, { readKept: async () => locked }, 'secret-missing', 'locked'],
		['no Signalbox that keeps any', kept, {}, 'secret-missing', 'prom-token'],
		['file missing', file, {}, 'secret-missing', '/run/prom does not exist'],
		['file unreadable', file, { readFile: rejecting }, 'secret-missing', '/run/prom cannot be read'],
		['file empty', file, { readFile: async () => ({ text: '\n', mode: 0o600 }) }, 'secret-missing', 'is empty'],
		[
			'file open to the group',
			file,
			{ readFile: async () => ({ text: secret, mode: 0o100640 }) },
			'forbidden',
			'mode 640',
		],
		['file open to all', file, { readFile: async () => ({ text: secret, mode: 0o604 }) }, 'forbidden', 'mode 604'],
		['no program', keychain, {}, 'unsupported', 'secret-tool is not installed'],
		['no keychain', keychain, { platform: 'win32' }, 'unsupported', 'keychain of this system'],
		['program fails', keychain, { exec: rejecting }, 'unsupported', 'could not be asked'],
		[
			'no entry',
			keychain,
			{ exec: async () => ({ exitCode: 1, stdout: secret }) },
			'secret-missing',
			'service prom, account me',
		],
		['empty entry', keychain, { exec: async () => ({ exitCode: 0, stdout: '\n' }) }, 'secret-missing', 'service prom'],
	])('%s', async (_, reference, changes, code, words) => {
		const result = await createSecretResolver(worldWith(changes))(reference);
		if (result.ok) throw new Error('expected a failure');
		expect(result.problem.code).toBe(code);
		expect(result.problem.message).toContain(words);
		expect(result.problem.hint).not.toBe('');
		expect(JSON.stringify(result.problem)).not.toContain(secret);
	});
});

it('says where a reference points', () => {
	expect([environment, file, keychain, kept].map(describeReference)).toEqual([
		'the environment variable PROM_TOKEN',
		'the file /run/prom',
		'the keychain entry prom, account me',
		'the secret prom-token of Signalbox',
	]);
});

it('tells each secret that it finds, so that logs can leave it out', async () => {
	const noted: string[] = [];
	const resolve = noting(createSecretResolver(worldWith({ env: { PROM_TOKEN: secret } })), (each) => noted.push(each));
	expect(await resolve(environment)).toEqual(ok(secret));
	expect((await resolve(file)).ok).toBe(false);
	expect(noted).toEqual([secret]);
});
