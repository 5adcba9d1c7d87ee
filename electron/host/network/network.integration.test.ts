/** Over real sockets: connectors reach a company's servers through its proxy and trust its authority, as a person sets it. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../../../shared/rpc/testing/eventually.ts';
import type { Environment } from '../../../shared/shell/proxy.ts';
import { defaultShellSettings, type ShellSettings } from '../../../shared/shell/settings.ts';
import { quietLogger } from '../../testing/real-world.ts';
import { createNetwork, type Network, type NetworkOptions } from './network.ts';
import { readSystemCertificates } from './system-certificates.ts';
import { ask, connectors } from './testing/connectors.ts';
import { type ForwardProxy, type ProxyRules, startForwardProxy } from './testing/forward-proxy.ts';
import { createAuthority, findOpenssl, type PrivateAuthority } from './testing/private-authority.ts';
import { type Shop, startShop } from './testing/shop.ts';
import { type SocksProxy, startSocksProxy } from './testing/socks-proxy.ts';

const openssl = findOpenssl();
const secure = 'https://metrics.corp.example';
const plain = 'http://metrics.corp.example';
type NetworkSettings = ShellSettings['network'];

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
	for (const close of closers.splice(0).reverse()) await close();
});

/** Settings that a person changes while the network is open. */
function createSettings(change: Partial<NetworkSettings>) {
	let settings: ShellSettings = { ...defaultShellSettings, network: { ...defaultShellSettings.network, ...change } };
	const listeners = new Set<(settings: ShellSettings) => void>();
	return {
		current: () => settings,
		onChange(listener: (settings: ShellSettings) => void) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		change(further: Partial<NetworkSettings>) {
			settings = { ...settings, network: { ...settings.network, ...further } };
			for (const listener of listeners) listener(settings);
		},
	};
}

interface Wanted {
	readonly env?: Environment;
	readonly settings?: Partial<NetworkSettings>;
	readonly resolveSystemProxy?: NetworkOptions['resolveSystemProxy'];
}

function open({ env = {}, settings: change = {}, resolveSystemProxy }: Wanted) {
	const settings = createSettings(change);
	const logged: string[] = [];
	const log = (fields: unknown, message: string) => logged.push(`${message} ${inspect(fields, { depth: 12 })}`);
	const logger = { ...quietLogger, info: log, warn: log, error: log };
	const network = createNetwork({
		environment: async () => env,
		settings,
		resolveSystemProxy,
		readFile: (file) => readFile(file, 'utf8'),
		systemCertificates: readSystemCertificates,
		logger,
	});
	closers.push(() => network.close());
	const problems: string[] = [];
	network.onProblem(({ message, hint }) => problems.push(`${message} ${hint}`));
	return { network, settings, problems, logged, logger };
}

async function proxyFor(rules: ProxyRules): Promise<ForwardProxy & { readonly place: string }> {
	const proxy = await startForwardProxy(rules);
	closers.push(() => proxy.close());
	return { ...proxy, place: `127.0.0.1:${proxy.port}` };
}

async function socksFor(places: Readonly<Record<string, number>>): Promise<SocksProxy & { readonly address: string }> {
	const proxy = await startSocksProxy(places);
	closers.push(() => proxy.close());
	return { ...proxy, address: `socks5://127.0.0.1:${proxy.port}` };
}

/** A port of loopback where nobody listens. */
async function deadPlace(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (address === null || typeof address === 'string') throw new Error('The test server has no port');
	return `127.0.0.1:${address.port}`;
}

describe('unencrypted addresses', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await startShop(null);
	});
	afterAll(() => shop.close());
	const start = (more: Partial<ProxyRules> = {}) =>
		proxyFor({ places: { 'metrics.corp.example:80': shop.port }, ...more });

	it.each(connectors)('%s goes through HTTP_PROXY', async (name) => {
		const proxy = await start();
		const { network } = open({ env: { HTTP_PROXY: `http://${proxy.place}` } });
		expect(await ask(name, plain, network)).toBe('fine');
		expect(proxy.asked.length).toBeGreaterThan(0);
		expect(proxy.asked.every((line) => /^(GET|POST) http:\/\/metrics\.corp\.example\//.test(line))).toBe(true);
	});

	it.each(connectors)('%s leaves out the proxy for this machine', async (name) => {
		const proxy = await start();
		const env = { HTTP_PROXY: `http://${proxy.place}`, ALL_PROXY: `http://${proxy.place}` };
		const before = shop.asked.length;
		expect(await ask(name, `http://127.0.0.1:${shop.port}`, open({ env }).network)).toBe('fine');
		expect(shop.asked.length).toBeGreaterThan(before);
		expect(proxy.asked).toEqual([]);
	});

	it.each(connectors)('%s goes through a socks5 proxy', async (name) => {
		const proxy = await socksFor({ 'metrics.corp.example:80': shop.port });
		const { network } = open({ env: { ALL_PROXY: proxy.address } });
		expect(await ask(name, plain, network)).toBe('fine');
		expect(new Set(proxy.asked)).toEqual(new Set(['metrics.corp.example:80']));
	});

	it('takes no answer of the proxy for one of the server', async () => {
		const proxy = await start({ credentials: 'ada:s3cret' });
		const { network } = open({ env: { HTTP_PROXY: `http://${proxy.place}` } });
		expect(await ask('smoke', plain, network)).toContain('the proxy asks for a password');
	});
});

describe.skipIf(openssl === null)('encrypted addresses under a private authority (needs openssl on PATH)', () => {
	let authority: PrivateAuthority;
	let shop: Shop;
	beforeAll(async () => {
		authority = await createAuthority(openssl ?? '', ['metrics.corp.example']);
		shop = await startShop(authority.server);
	});
	afterAll(async () => {
		await shop.close();
		await rm(authority.folder, { recursive: true });
	});

	const start = (more: Partial<ProxyRules> = {}) =>
		proxyFor({ places: { 'metrics.corp.example:443': shop.port, 'other.corp.example:443': shop.port }, ...more });
	const trusting = () => ({ certificateAuthorities: authority.file });
	const onlyTunnels = (proxy: ForwardProxy) =>
		proxy.asked.length > 0 && proxy.asked.every((line) => line === 'CONNECT metrics.corp.example:443');

	describe.each(connectors)('%s', (name) => {
		it('goes through HTTPS_PROXY', async () => {
			const proxy = await start();
			const { network, problems } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` }, settings: trusting() });
			expect(await ask(name, secure, network)).toBe('fine');
			expect(onlyTunnels(proxy)).toBe(true);
			expect(problems).toEqual([]);
		});

		it('goes through the proxy of the settings, whatever the environment says', async () => {
			const proxy = await start();
			const env = { HTTPS_PROXY: `http://${await deadPlace()}`, NO_PROXY: '*' };
			const settings = { ...trusting(), proxy: 'manual' as const, proxyUrl: `http://${proxy.place}` };
			expect(await ask(name, secure, open({ env, settings }).network)).toBe('fine');
			expect(onlyTunnels(proxy)).toBe(true);
		});

		it('goes the way that the system says, and the next one where a proxy is away', async () => {
			const proxy = await start();
			const away = await deadPlace();
			const questions = new Set<string>();
			const { network } = open({
				settings: trusting(),
				async resolveSystemProxy(address) {
					questions.add(address);
					return `PROXY ${away}; PROXY ${proxy.place}; DIRECT`;
				},
			});
			expect(await ask(name, secure, network)).toBe('fine');
			expect(onlyTunnels(proxy)).toBe(true);
			// A script of somebody else learns no path and no query.
			expect([...questions]).toEqual([`${secure}/`]);
		});

		it('goes past the proxy where NO_PROXY says so', async () => {
			const proxy = await start();
			const env = { HTTPS_PROXY: `http://${proxy.place}`, NO_PROXY: 'localhost,.corp.example' };
			const { network } = open({ env, settings: trusting() });
			// Only the proxy knows where that name leads.
			expect(await ask(name, secure, network)).toContain('host not found');
			expect(proxy.asked).toEqual([]);
			expect(await network.explain(secure)).toBe('directly (NO_PROXY excepts it)');
		});

		it('trusts no authority that nobody named, and says what to do', async () => {
			const proxy = await start();
			const { network } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` } });
			const before = shop.asked.length;
			const said = await ask(name, secure, network);
			expect(said).toContain('its certificate comes from an authority that is not known here');
			expect(said).toContain("add your company's authority under Settings, Network");
			expect(shop.asked.length).toBe(before);
		});

		it('says that the proxy wants a password, and where to put it', async () => {
			const proxy = await start({ credentials: 'ada:s3cret' });
			const { network } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` }, settings: trusting() });
			const said = await ask(name, secure, network);
			expect(said).toContain('the proxy asks for a password; put it into HTTPS_PROXY, never into the settings');
		});

		it('says that the proxy is away', async () => {
			const { network } = open({ env: { HTTPS_PROXY: `http://${await deadPlace()}` }, settings: trusting() });
			expect(await ask(name, secure, network)).toContain('the proxy cannot be reached; check Settings, Network');
		});

		it('shows no password of a proxy', async () => {
			const proxy = await start({ credentials: 'ada:s3cret%' });
			const [away, place] = [await deadPlace(), proxy.place];
			const said: string[] = [];
			for (const address of [`ada:s3cret%25@${place}`, `ada:s3cret%25x@${place}`, `ada:s3cret%25@${away}`]) {
				const { network, logged, problems, logger } = open({
					env: { HTTPS_PROXY: `http://${address}` },
					settings: trusting(),
				});
				said.push(await ask(name, secure, network, logger));
				said.push(await network.explain(secure), ...logged, ...problems);
			}
			expect(said[0]).toBe('fine');
			const all = said.join('\n');
			expect(all).toContain('the proxy asks for a password');
			expect(all).toContain('the proxy cannot be reached');
			const encoded = ['ada:s3cret%', 'ada:s3cret%x'].map((text) => Buffer.from(text).toString('base64'));
			for (const secret of ['s3cret', 'ada', ...encoded]) expect(all).not.toContain(secret);
		});
	});

	it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])('an authority that %s names is trusted', async (variable) => {
		const proxy = await start();
		const env = { HTTPS_PROXY: `http://${proxy.place}`, [variable]: authority.file };
		expect(await ask('smoke', secure, open({ env }).network)).toBe('fine');
	});

	it('an authority vouches for its own names only', async () => {
		const proxy = await start();
		const { network } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` }, settings: trusting() });
		const said = await ask('smoke', 'https://other.corp.example', network);
		expect(said).toContain('its certificate belongs to another name');
	});

	it('what a person changes counts at once', async () => {
		const [first, second] = [await start(), await start()];
		const { network, settings } = open({ settings: { proxy: 'manual', proxyUrl: `http://${first.place}` } });
		expect(await ask('smoke', secure, network)).toContain('not known here');
		settings.change(trusting());
		expect(await ask('smoke', secure, network)).toBe('fine');
		const asked = first.asked.length;
		settings.change({ proxyUrl: `http://${second.place}` });
		expect(await ask('smoke', secure, network)).toBe('fine');
		expect(second.asked.length).toBeGreaterThan(0);
		settings.change({ certificateAuthorities: '' });
		expect(await ask('smoke', secure, network)).toContain('not known here');
		settings.change({ ...trusting(), noProxy: 'corp.example' });
		expect(await ask('smoke', secure, network)).toContain('host not found');
		expect(first.asked.length).toBe(asked);
	});

	it('a request during which the settings change ends well, at whatever moment they do', async () => {
		const proxies = [await start(), await start()];
		const { network, settings } = open({ settings: { ...trusting(), proxy: 'manual' } });
		for (let turns = 0; turns < 60; turns += 1) {
			const [now, then] = proxies.toReversed();
			proxies.reverse();
			settings.change({ proxyUrl: `http://${now?.place}` });
			await (await network.fetch(secure, { redirect: 'manual' })).body?.cancel();
			const asking = network.fetch(secure, { redirect: 'manual' });
			for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
			settings.change({ proxyUrl: `http://${then?.place}` });
			const answer = await asking;
			await answer.body?.cancel();
			expect(answer.status).toBe(200);
		}
	});

	it.each<[string, (pem: string) => string, string]>([
		['cut off', (pem) => pem.slice(0, -60), 'a certificate in the file is damaged'],
		['changed', (pem) => pem.replace(/\n[A-Za-z0-9+/]{8}/, '\nAAAAAAAA'), 'a certificate in the file is damaged'],
		['whole and then cut off', (pem) => `${pem}${pem.slice(0, 200)}`, 'a certificate in the file is damaged'],
		['empty', () => '', 'the file holds no certificate in PEM'],
	])('a PEM file that is %s is told once, and trusted in no part', async (_, spoil, words) => {
		const proxy = await start();
		const file = path.join(authority.folder, 'spoilt.pem');
		await writeFile(file, spoil(await readFile(authority.file, 'utf8')));
		const env = { HTTPS_PROXY: `http://${proxy.place}` };
		const { network, problems } = open({ env, settings: { certificateAuthorities: file } });
		expect(await ask('smoke', secure, network)).toContain('not known here');
		expect(await ask('prometheus', secure, network)).toContain('not known here');
		expect(problems).toEqual([
			`The certificate authorities in the settings (${file}) cannot be used (${words}), so connections that need them are refused. Choose a PEM file under Settings, Network.`,
		]);
	});

	it('a PEM file that is not there is told', async () => {
		const proxy = await start();
		const file = path.join(authority.folder, 'nowhere.pem');
		const env = { HTTPS_PROXY: `http://${proxy.place}`, SSL_CERT_FILE: authority.file };
		const { network, problems } = open({ env, settings: { certificateAuthorities: file } });
		// The other sources count all the same.
		expect(await ask('smoke', secure, network)).toBe('fine');
		expect(problems).toHaveLength(1);
		expect(problems[0]).toContain('the file does not exist');
	});

	it('a proxy may speak https itself, under the same authorities', async () => {
		const { server, folder } = await createAuthority(openssl ?? '', ['localhost']);
		closers.push(() => rm(folder, { recursive: true }));
		const both = path.join(folder, 'both.pem');
		await writeFile(
			both,
			(await readFile(authority.file, 'utf8')) + (await readFile(path.join(folder, 'ca.pem'), 'utf8')),
		);
		const proxy = await start({ certificate: server });
		const env = { HTTPS_PROXY: `https://localhost:${proxy.port}` };
		const { network, settings } = open({ env, settings: { certificateAuthorities: both } });
		expect(await ask('prometheus', secure, network)).toBe('fine');
		expect(onlyTunnels(proxy)).toBe(true);
		settings.change(trusting());
		expect(await ask('prometheus', secure, network)).toContain('an authority that is not known here');
	});

	it('a socks5 proxy leads to encrypted servers, whose authority counts there too', async () => {
		const proxy = await socksFor({ 'metrics.corp.example:443': shop.port });
		const { network, settings } = open({ env: { ALL_PROXY: proxy.address }, settings: trusting() });
		expect(await ask('prometheus', secure, network)).toBe('fine');
		expect(new Set(proxy.asked)).toEqual(new Set(['metrics.corp.example:443']));
		settings.change({ certificateAuthorities: '' });
		expect(await ask('prometheus', secure, network)).toContain('an authority that is not known here');
	});

	it('a socks5 proxy that will not connect there, or is away, is told apart from the server', async () => {
		const refusing = await socksFor({});
		const words = async (address: string) =>
			ask('smoke', secure, open({ env: { ALL_PROXY: address }, settings: trusting() }).network);
		expect(await words(refusing.address)).toContain('the proxy refused to connect there');
		expect(await words(`socks5://${await deadPlace()}`)).toContain('the proxy cannot be reached');
	});

	it('a proxy that will not connect there is told apart from the server', async () => {
		const proxy = await proxyFor({ places: {} });
		const { network } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` }, settings: trusting() });
		expect(await ask('smoke', secure, network)).toContain('the proxy refused to connect there');
	});

	it('a proxy that is no address, or has a broken password, is never gone around', async () => {
		for (const address of ['http://', 'http://ada:100%@127.0.0.1:1', 'ftp://127.0.0.1:1']) {
			const { network } = open({ env: { HTTPS_PROXY: address }, settings: trusting() });
			expect(await ask('smoke', secure, network)).toContain('the proxy that is named cannot be used');
		}
	});

	it('a proxy that never answers ends with the patience of the connector', async () => {
		const silent = createServer();
		const held = new Set<{ destroy(): unknown }>();
		silent.on('connection', (socket) => held.add(socket));
		await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
		closers.push(async () => {
			for (const socket of held) socket.destroy();
			await new Promise((resolve) => silent.close(resolve));
		});
		const address = silent.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const { network } = open({ env: { HTTPS_PROXY: `http://127.0.0.1:${port}` }, settings: trusting() });
		const ending = new AbortController();
		const asking: Promise<unknown> = network.fetch(secure, { redirect: 'manual', signal: ending.signal });
		await eventually(() => held.size > 0, 'the proxy to be asked');
		ending.abort();
		await expect(asking).rejects.toMatchObject({ name: 'AbortError' });
	});

	it('what is under way ends when the network is closed', async () => {
		const proxy = await start();
		const { network } = open({ env: { HTTPS_PROXY: `http://${proxy.place}` }, settings: trusting() });
		expect(await ask('smoke', secure, network)).toBe('fine');
		await network.close();
		await expect(fetchOnce(network)).rejects.toThrow('fetch failed');
		await network.close();
	});
});

const fetchOnce = (network: Network): Promise<unknown> => network.fetch(secure, { redirect: 'manual' });
