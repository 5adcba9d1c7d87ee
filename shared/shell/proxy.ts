/** Which way a request takes: directly or through which proxy. Pure; who asks brings the environment and the system's answer. */
import { hasUserInfo, isLoopbackHost } from '../domain/web-address.ts';
import { isExempt } from './no-proxy.ts';
import type { ShellSettings } from './settings.ts';

/** One way, and in words why it is taken. */
export type Route =
	| { readonly kind: 'direct'; readonly because: string }
	/** `url` is `http:`, `https:` or `socks5:` and may hold a name and a password: it is never shown. */
	| { readonly kind: 'proxy'; readonly url: string; readonly because: string }
	/** A proxy is wanted that cannot be used. Going directly instead would send what was not meant to leave that way. */
	| { readonly kind: 'unusable'; readonly because: string };

/** Ways in the order in which they are tried; the next one only when a proxy cannot be reached. */
export type Routes = readonly [Route, ...Route[]];

export type Environment = Readonly<Record<string, string | undefined>>;

export interface ProxyQuestion {
	readonly url: URL;
	readonly settings: Pick<ShellSettings['network'], 'proxy' | 'proxyUrl' | 'noProxy'>;
	readonly env: Environment;
}

/** The ways for an address; null when the system has to be asked. This machine is always asked directly. */
export function routesFor({ url, settings, env }: ProxyQuestion): Routes | null {
	if (isLoopbackHost(url.hostname)) return [{ kind: 'direct', because: 'it is this machine' }];
	switch (settings.proxy) {
		case 'direct':
			return [{ kind: 'direct', because: 'the settings say so' }];
		case 'manual':
			if (isExempt(url, settings.noProxy)) return [{ kind: 'direct', because: 'the settings except it' }];
			return [manualRoute(settings.proxyUrl)];
		case 'system':
			return environmentRoutes(url, env);
	}
}

function manualRoute(proxyUrl: string): Route {
	const because = 'the settings say so';
	if (proxyUrl.trim() === '') return { kind: 'unusable', because: 'the settings name no proxy' };
	const route = toRoute(proxyUrl, because, 'the settings');
	if (route.kind === 'proxy' && hasUserInfo(route.url)) {
		return { kind: 'unusable', because: 'the settings may not hold the password of a proxy' };
	}
	return route;
}

/** As curl does, the small letters come first. An empty variable is as good as none. */
function variable(env: Environment, name: string): { readonly name: string; readonly value: string } | null {
	for (const each of [name, name.toUpperCase()]) {
		const value = env[each]?.trim() ?? '';
		if (value !== '') return { name: each, value };
	}
	return null;
}

function environmentRoutes(url: URL, env: Environment): Routes | null {
	const exempt = variable(env, 'no_proxy');
	if (exempt !== null && isExempt(url, exempt.value)) {
		return [{ kind: 'direct', because: `${exempt.name} excepts it` }];
	}
	const scheme = url.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
	const set = variable(env, scheme) ?? variable(env, 'all_proxy');
	if (set !== null) return [toRoute(set.value, `${set.name} says so`, set.name)];
	// An environment that names a proxy for the other scheme only says that this one has none.
	const isSpoken = variable(env, 'https_proxy') !== null || variable(env, 'http_proxy') !== null;
	return isSpoken ? [{ kind: 'direct', because: `the environment has no ${scheme.toUpperCase()}` }] : null;
}

/** `host:port` is an http proxy. `where` names the place that a person has to mend. */
function toRoute(text: string, because: string, where: string): Route {
	const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim()) ? text.trim() : `http://${text.trim()}`);
	if (url === null || url.hostname === '') return { kind: 'unusable', because: `the proxy in ${where} is no address` };
	if (!isDecodable(url.username) || !isDecodable(url.password)) {
		return { kind: 'unusable', because: `the password of the proxy in ${where} has a % that must be written as %25` };
	}
	if (url.protocol === 'http:' || url.protocol === 'https:') return { kind: 'proxy', url: url.href, because };
	if (url.protocol === 'socks5:' || url.protocol === 'socks5h:') {
		return { kind: 'proxy', url: url.href.replace(/^socks5h:/, 'socks5:'), because };
	}
	return { kind: 'unusable', because: `the proxy in ${where} is not an http, https or socks5 proxy` };
}

function isDecodable(text: string): boolean {
	try {
		decodeURIComponent(text);
		return true;
	} catch {
		return false;
	}
}

const pacSchemes: Readonly<Record<string, string>> = { PROXY: 'http', HTTP: 'http', HTTPS: 'https', SOCKS5: 'socks5' };

/**
 * What the system answered, in the language of proxy scripts: `PROXY a:3128; SOCKS5 b:1080; DIRECT`
 * (https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/Proxy_servers_and_tunneling/Proxy_Auto-Configuration_PAC_file).
 * Ways that we do not know are passed over while another one is left.
 */
export function systemRoutes(answer: string): Routes {
	const because = 'the system says so';
	const routes = answer
		.split(';')
		.map((part) => part.trim())
		.filter((part) => part !== '')
		.flatMap((part): readonly Route[] => {
			const [kind = '', place = ''] = part.split(/\s+/);
			if (kind.toUpperCase() === 'DIRECT') return [{ kind: 'direct', because }];
			const scheme = pacSchemes[kind.toUpperCase()];
			const route = scheme === undefined ? null : toRoute(`${scheme}://${place}`, because, 'the system');
			return route?.kind === 'proxy' ? [route] : [];
		});
	const [first, ...rest] = routes;
	if (first !== undefined) return [first, ...rest];
	return answer.trim() === ''
		? [{ kind: 'direct', because: 'the system names no proxy' }]
		: [{ kind: 'unusable', because: 'the system names a kind of proxy that Signalbox does not know' }];
}

/** Host and port of a proxy, without the name and password that its address may hold. */
export function shownProxy(url: string): string {
	return URL.parse(url)?.host ?? 'the proxy';
}

/** One way in words: "through the proxy proxy.corp.example:3128 (HTTPS_PROXY says so)". */
export function describeRoute(route: Route): string {
	switch (route.kind) {
		case 'direct':
			return `directly (${route.because})`;
		case 'proxy':
			return `through the proxy ${shownProxy(route.url)} (${route.because})`;
		case 'unusable':
			return `not at all (${route.because})`;
	}
}
