import { describe, expect, it } from 'vitest';
import { hideKnown, hideSecrets, hideShapes, looksLikeSecret } from './hide-secrets.ts';

const token = 'A1b2'.repeat(10);

describe('a secret is hidden', () => {
	it.each([
		`Authorization: Bearer ${token}`,
		`signalbox.v1, signalbox.token.${token}`,
		`http://127.0.0.1:4711/#${token}`,
		`https://ada:${token}@prometheus.example/`,
		`redis://:${token}@h`,
		`https://ada:p@ss${token}@h`,
		`https://${token}@github.example/x.git`,
		`connecting with API_TOKEN=${token}`,
		`AWS_SECRET_ACCESS_KEY='${token}'`,
		`pgpassword="two words ${token}"`,
		`MY_SECRET_V2=${token};next`,
		`{"password":"${token}"}`,
		`{\\"api_key\\": \\"${token}\\"}`,
		`password: ${token}`,
		`run --token ${token}`,
		`run --api-key=${token}`,
		`ghp_${token}`,
		`glpat-${token}`,
		`xoxb-${token}`,
		`eyJ${token}.eyJ${token}.${token}`,
		`-----BEGIN RSA PRIVATE KEY-----\n${token}\n${token}\n-----END RSA PRIVATE KEY-----`,
	])('in %j', (text) => {
		const hidden = hideSecrets(text);
		expect(hidden).not.toContain(token.slice(0, 16));
		expect(hidden).toContain('[hidden]');
		expect(hideSecrets(hidden)).toBe(hidden);
	});

	it('and the rest of the line stays', () => {
		expect(hideSecrets('boot API_TOKEN=abc123 port=80 AKIAABCDEFGHIJKLMNOP, done')).toBe(
			'boot API_TOKEN=[hidden] port=80 [hidden], done',
		);
	});
});

it.each([
	'listening on http://127.0.0.1:8080/path?mail=ada@h',
	'a token is missing: the environment variable PROM_TOKEN is not set',
	'{"environment":"shop/production","tokens":5,"key":"shop/production"}',
	'password={env}',
	'Error: listen EADDRINUSE 127.0.0.1:80',
])('%j stays as it is', (text) => {
	expect(hideSecrets(text)).toBe(text);
});

it('only shapes are hidden where names alone prove nothing', () => {
	const query = 'sum(rate(jobs{partition_key="5"}[1m]))';
	expect([hideShapes(query), looksLikeSecret(query)]).toEqual([query, false]);
	expect(hideShapes(`a ghp_${token}`, (secret) => '*'.repeat(secret.length))).toBe(`a ${'*'.repeat(44)}`);
});

/** Each shape once made a pattern look again and again at the same run of characters. */
const hostile = [
	'a',
	'eyJ-',
	'eyJaaaaaaaaaa.',
	'://',
	'://a:',
	'a:b',
	'-----BEGIN ',
	'bearer ',
	'key',
	'secret=',
	'token="',
	"pwd: '",
	'--',
	'{"',
	' ',
];
describe('a text of 1 MB takes no longer than reading it', () => {
	it.each(hostile)('made of %j', (piece) => {
		const text = piece.repeat(1_000_000 / piece.length);
		expect(hideSecrets(text).length).toBeGreaterThan(0);
		looksLikeSecret(text);
	});
});

it('does not take a name that ends like an option for one', () => {
	const text = 'The secret prom-token cannot be read, as web-secret could';
	expect(hideSecrets(text)).toBe(text);
	expect(looksLikeSecret(text)).toBe(false);
});

describe('a secret that is known', () => {
	const odd = 'pä$$ w/or+d"\\?~';
	it.each([
		['as it is', (secret: string) => secret],
		['in JSON', (secret: string) => JSON.stringify({ secret })],
		['as JSON escapes it', (secret: string) => JSON.stringify(secret).slice(1, -1)],
		['in an address', (secret: string) => `http://h/?q=${encodeURIComponent(secret)}`],
		['in a form', (secret: string) => new URLSearchParams({ q: secret }).toString()],
		['in base64', (secret: string) => Buffer.from(secret).toString('base64')],
		['in base64 of addresses', (secret: string) => Buffer.from(secret).toString('base64url')],
		['twice', (secret: string) => `${secret}${secret}`],
	])('is hidden %s', (_, write) => {
		for (const secret of [odd, token, 'correct horse battery staple']) {
			const text = `before ${write(secret)} after`;
			const hidden = hideKnown(text, secret);
			expect(hidden).toMatch(/^before .*\[hidden\].* after$/);
			expect(hidden).not.toContain(secret.slice(0, 4));
			expect(hidden).not.toContain(Buffer.from(secret).toString('base64').slice(0, 6));
		}
	});

	it('leaves other texts alone, also where it is too short to be told from them', () => {
		expect(hideKnown('a token of ada', odd)).toBe('a token of ada');
		expect(hideKnown('a token of ada', 'ada')).toBe('a token of ada');
		expect(hideKnown('costs $& more than $1', 'more')).toBe('costs $& [hidden] than $1');
	});
});
