import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { describeRoute, type Environment, routesFor, shownProxy, systemRoutes } from './proxy.ts';
import { defaultShellSettings } from './settings.ts';

const { network } = defaultShellSettings;
const ask = (address: string, settings: Partial<typeof network>, env: Environment = {}) =>
	routesFor({ url: new URL(address), settings: { ...network, ...settings }, env });
const said = (routes: ReturnType<typeof ask>) =>
	routes === null
		? 'ask the system'
		: routes.map((route) => (route.kind === 'proxy' ? route.url : route.kind)).join(' ');

describe('the way by the environment', () => {
	it.each<[string, Environment, string]>([
		['https://a.example', {}, 'ask the system'],
		['https://a.example', { HTTPS_PROXY: 'http://p:3128' }, 'http://p:3128/'],
		['https://a.example', { https_proxy: 'http://small:1', HTTPS_PROXY: 'http://large:1' }, 'http://small:1/'],
		['https://a.example', { https_proxy: ' ', HTTPS_PROXY: 'http://large:1' }, 'http://large:1/'],
		['https://a.example', { HTTPS_PROXY: 'p:3128' }, 'http://p:3128/'],
		['https://a.example', { HTTPS_PROXY: 'https://p:3128' }, 'https://p:3128/'],
		['https://a.example', { HTTPS_PROXY: 'http://ada:s3cret@p:3128' }, 'http://ada:s3cret@p:3128/'],
		['https://a.example', { ALL_PROXY: 'socks5://p:1080' }, 'socks5://p:1080'],
		['https://a.example', { all_proxy: 'socks5h://p:1080' }, 'socks5://p:1080'],
		['https://a.example', { ALL_PROXY: 'http://all:1', HTTPS_PROXY: 'http://p:1' }, 'http://p:1/'],
		['https://a.example', { HTTPS_PROXY: 'socks4://p:1080' }, 'unusable'],
		['https://a.example', { HTTPS_PROXY: 'http://' }, 'unusable'],
		['https://a.example', { HTTPS_PROXY: 'http://ada:100%@p:1' }, 'unusable'],
		['https://a.example', { HTTPS_PROXY: 'http://a%da:1@p:1' }, 'unusable'],
		['https://a.example', { HTTPS_PROXY: 'http://ada:100%25@p:1' }, 'http://ada:100%25@p:1/'],
		['https://a.example', { HTTPS_PROXY: 'p:port' }, 'unusable'],
		['http://a.example', { HTTPS_PROXY: 'http://p:1' }, 'direct'],
		['http://a.example', { HTTP_PROXY: 'http://p:1' }, 'http://p:1/'],
		['http://a.example', { http_proxy: 'http://p:1', HTTPS_PROXY: 'http://q:1' }, 'http://p:1/'],
		['https://a.example', { HTTP_PROXY: 'http://p:1' }, 'direct'],
		['https://a.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'a.example' }, 'direct'],
		['https://a.example', { HTTPS_PROXY: 'http://p:1', no_proxy: 'a.example', NO_PROXY: 'b' }, 'direct'],
		['https://a.example', { HTTPS_PROXY: 'http://p:1', NO_PROXY: 'b.example' }, 'http://p:1/'],
		// What the system says is excepted in the same way.
		['https://a.example', { NO_PROXY: 'a.example' }, 'direct'],
	])('%s with %j: %s', (address, env, wanted) => {
		expect(said(ask(address, {}, env))).toBe(wanted);
	});
});

describe('the way by the settings', () => {
	const env = { HTTPS_PROXY: 'http://env:1', NO_PROXY: 'b.example' };
	it.each<[string, Partial<typeof network>, string]>([
		['https://a.example', { proxy: 'direct' }, 'direct'],
		['https://a.example', { proxy: 'manual', proxyUrl: 'http://p:3128' }, 'http://p:3128/'],
		['https://b.example', { proxy: 'manual', proxyUrl: 'http://p:3128' }, 'http://p:3128/'],
		['https://a.example', { proxy: 'manual', proxyUrl: 'http://p:3128', noProxy: '.example' }, 'direct'],
		['https://a.example', { proxy: 'manual', proxyUrl: '' }, 'unusable'],
		['https://a.example', { proxy: 'manual', proxyUrl: 'ftp://p' }, 'unusable'],
		['https://a.example', { proxy: 'manual', proxyUrl: 'http://ada:s3cret@p:3128' }, 'unusable'],
		['https://a.example', { proxy: 'manual', proxyUrl: 'ada:s3cret@p:3128' }, 'unusable'],
	])('%s with %j: %s', (address, settings, wanted) => {
		expect(said(ask(address, settings, env))).toBe(wanted);
	});
});

describe('this machine', () => {
	const env = { HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' };
	it.each(['http://localhost:9090', 'http://127.0.0.1', 'https://127.8.9.10:1', 'http://[::1]:9090', 'http://127.1'])(
		'%s is always asked directly',
		(address) => {
			for (const proxy of ['system', 'manual', 'direct'] as const) {
				expect(said(ask(address, { proxy, proxyUrl: 'http://p:3128' }, env))).toBe('direct');
			}
		},
	);

	it.each(['http://localhost.evil.example', 'http://127.0.0.1.evil.example', 'http://localhost@evil.example'])(
		'%s is not it',
		(address) => expect(said(ask(address, {}, env))).toBe('http://p:1/'),
	);
});

describe('what the system answers', () => {
	it.each([
		['DIRECT', 'direct'],
		['', 'direct'],
		['PROXY p:3128', 'http://p:3128/'],
		['PROXY p:3128; DIRECT', 'http://p:3128/ direct'],
		['HTTPS p:443;SOCKS5 s:1080 ; proxy q:1', 'https://p/ socks5://s:1080 http://q:1/'],
		['SOCKS s:1080; DIRECT', 'direct'],
		['SOCKS s:1080', 'unusable'],
		['QUIC p:1', 'unusable'],
		['PROXY', 'unusable'],
		['PROXY [fd00::1]:3128', 'http://[fd00::1]:3128/'],
	])('%s is %s', (answer, wanted) => expect(said(systemRoutes(answer))).toBe(wanted));

	test.prop([fc.string({ unit: 'binary' })])('always leads to a way', (answer) => {
		expect(systemRoutes(answer).length).toBeGreaterThan(0);
	});
});

test.prop([fc.stringMatching(/^[a-z0-9]{8,12}$/), fc.constantFrom('HTTPS_PROXY', 'all_proxy')])(
	'the name and the password of a proxy are never shown',
	(secret, variable) => {
		const [route] = ask('https://a.example', {}, { [variable]: `http://u${secret}:${secret}@proxy.corp:3128` }) ?? [];
		if (route?.kind !== 'proxy') throw new Error('no proxy was chosen');
		expect(describeRoute(route)).toBe(`through the proxy proxy.corp:3128 (${variable} says so)`);
		expect(shownProxy(route.url)).not.toContain(secret);
	},
);

test.prop([fc.string({ unit: 'binary', maxLength: 40 }), fc.constantFrom('system', 'manual')])(
	'a proxy that is wanted and cannot be used never becomes a direct way',
	(text, proxy) => {
		const routes = ask('https://a.example', { proxy, proxyUrl: text }, { HTTPS_PROXY: text });
		if (proxy === 'system' && text.trim() === '') expect(routes).toBeNull();
		else expect(said(routes)).not.toContain('direct');
	},
);
