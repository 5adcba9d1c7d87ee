import { rootCertificates } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { type AuthorityDeps, gatherAuthorities, parseAuthorities } from './authorities.ts';

const [known = '', other = ''] = rootCertificates;

const gather = (change: Partial<AuthorityDeps>) =>
	gatherAuthorities({ env: {}, file: '', readFile: async () => '', systemCertificates: () => [], ...change });
const failing = (code: string) => async () => Promise.reject(Object.assign(new Error('/home/ada'), { code }));

describe('authorities', () => {
	it('are those of Node where nothing else is named', async () => {
		expect(await gather({})).toEqual({ certificates: rootCertificates, problems: [] });
	});

	it('are each there once, whatever names them', async () => {
		const { certificates } = await gather({ systemCertificates: () => [known, 'own'], env: { SSL_CERT_FILE: '/a' } });
		expect(certificates).toEqual([...rootCertificates, 'own']);
	});

	it.each([
		['ENOENT', 'the file does not exist'],
		['EACCES', 'the file may not be read'],
		['EISDIR', 'it is a folder'],
		['EIO', 'it cannot be read'],
	])('a file that fails with %s is told and takes nothing from the others', async (code, words) => {
		const { certificates, problems } = await gather({ file: ' /etc/corp.pem ', readFile: failing(code) });
		expect(certificates).toEqual(rootCertificates);
		expect(problems).toHaveLength(1);
		expect(problems[0]?.message).toContain(`in the settings (/etc/corp.pem) cannot be used (${words})`);
	});

	it('a system that does not tell its own is told', async () => {
		const systemCertificates = () => {
			throw new Error('no store');
		};
		const { certificates, problems } = await gather({ systemCertificates });
		expect(certificates).toEqual(rootCertificates);
		expect(problems[0]?.message).toContain('of this system cannot be used');
	});

	it('name the variable that leads to a broken file', async () => {
		const { problems } = await gather({ env: { NODE_EXTRA_CA_CERTS: '/a' }, readFile: async () => 'nothing' });
		expect(problems[0]?.message).toContain('that NODE_EXTRA_CA_CERTS names (/a)');
	});
});

describe('a PEM file', () => {
	it.each<[string, string, number, string | null]>([
		['one', known, 1, null],
		['several, with text between', `Corp CA\n${known}\n# next\n${other}`, 2, null],
		['Windows line ends', known.replaceAll('\n', '\r\n'), 1, null],
		[
			'a key only',
			'-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
			0,
			'the file holds no certificate in PEM',
		],
		['no end', known.slice(0, -30), 0, 'a certificate in the file is damaged'],
		['one without an end among others', `${known.slice(0, -30)}\n${other}`, 0, 'a certificate in the file is damaged'],
		['rubbish inside', known.replace(/\n.{8}/, '\n????????'), 0, 'a certificate in the file is damaged'],
		['too much', 'x'.repeat(1_000_001), 0, 'the file is too large'],
	])('with %s', (_, text, count, trouble) => {
		const read = parseAuthorities(text);
		expect([read.certificates.length, read.trouble]).toEqual([count, trouble]);
	});
});
