/** The sockets behind `fetch`: one pool for direct connections and one for each proxy, all with the same authorities. */
import { createSecureContext } from 'node:tls';
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';

export interface Dispatchers {
	direct(): Dispatcher;
	/** The same one for the same address of a proxy. */
	through(proxyUrl: string): Dispatcher;
	/** Ends idle sockets at once and the others when their answer is read; nothing new may be asked. */
	close(): Promise<void>;
	/** Ends all sockets at once. */
	destroy(): Promise<void>;
}

export const socketLimits = {
	/** Sockets to one server at a time; more requests wait their turn. */
	connections: 16,
	/** Those who ask bring their own, shorter limits; these end what nobody waits for. */
	connectTimeout: 10_000,
	headersTimeout: 120_000,
	bodyTimeout: 120_000,
	// Connectors were tried with HTTP/1.1, and company proxies too.
	allowH2: false,
} as const;

/** Opens no socket yet. Making the list of authorities takes some 10 ms, so it is made once for all connections. */
export function createDispatchers(authorities: readonly string[]): Dispatchers {
	const connect = {
		secureContext: createSecureContext({ ca: [...authorities] }),
		timeout: socketLimits.connectTimeout,
		allowH2: socketLimits.allowH2,
	};
	const direct = new Agent({ ...socketLimits, connect });
	const proxies = new Map<string, ProxyAgent>();
	const all = (): readonly Dispatcher[] => [direct, ...proxies.values()];
	return {
		direct: () => direct,
		through(proxyUrl) {
			const known = proxies.get(proxyUrl);
			if (known !== undefined) return known;
			const made = new ProxyAgent({
				...socketLimits,
				uri: proxyUrl,
				requestTls: connect,
				// Given one, undici would speak TLS to a socks5 proxy as well.
				...(proxyUrl.startsWith('https:') ? { proxyTls: connect } : {}),
				// What the proxy passes on unencrypted gets a pool with undici's own limits otherwise.
				factory: (origin, options) => new Pool(origin, Object.assign({}, socketLimits, options)),
				// A proxy that takes CONNECT and never answers would keep the socket for minutes.
				clientFactory: (origin, options) =>
					new Pool(origin, {
						...options,
						connections: socketLimits.connections,
						headersTimeout: socketLimits.connectTimeout,
					}),
			});
			proxies.set(proxyUrl, made);
			return made;
		},
		close: async () => void (await Promise.all(all().map((each) => each.close()))),
		destroy: async () => void (await Promise.all(all().map((each) => each.destroy()))),
	};
}
