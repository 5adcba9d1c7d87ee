/** The one way out: every connector asks through this `fetch`, which knows proxies and certificate authorities. */
import { type Dispatcher, fetch as undiciFetch } from 'undici';
import type { Problem } from '../../../shared/domain/result.ts';
import {
	describeRoute,
	type Environment,
	type Route,
	type Routes,
	routesFor,
	systemRoutes,
} from '../../../shared/shell/proxy.ts';
import type { Fetch, FetchAnswer, FetchInit } from '../../connectors/http.ts';
import type { Logger } from '../../engine/ports.ts';
import type { SettingsDesk } from '../shell/desk.ts';
import { createListeners } from '../shell/listeners.ts';
import type { AuthorityDeps } from './authorities.ts';
import { isUnreachable, proxyError, proxyTrouble } from './proxy-errors.ts';
import { createSockets, isClosedError, type Sockets } from './sockets.ts';

export interface NetworkOptions {
	/** What programs and connections go by; on the desktop it comes from the login shell, so it may take a moment. */
	readonly environment: () => Promise<Environment>;
	readonly settings: Pick<SettingsDesk, 'current' | 'onChange'>;
	/** The system's own answer, as `PROXY host:port; DIRECT`. Where there is none, only the environment is asked. */
	readonly resolveSystemProxy?: ((address: string) => Promise<string>) | undefined;
	readonly readFile: AuthorityDeps['readFile'];
	readonly systemCertificates: AuthorityDeps['systemCertificates'];
	readonly logger: Pick<Logger, 'info' | 'warn'>;
}

export interface Network {
	/** As `fetch`, without redirects. Rejects with a `cause` whose code `knownNetworkWords` has words for. */
	readonly fetch: Fetch;
	/** Which way an address is asked now, in words for a person; no password is in it. */
	explain(address: string): Promise<string>;
	/** Calls for what is wrong with the settings, once it is noticed: at the first connection after each change. */
	onProblem(listener: (problem: Problem) => void): () => void;
	/** Ends all sockets; what is under way rejects. */
	close(): Promise<void>;
}

/** Opens nothing before the first `fetch`. After a change of the settings new requests go the new way at once. */
export function createNetwork(options: NetworkOptions): Network {
	const listeners = createListeners<Problem>();
	const tell = (problem: Problem): void => {
		options.logger.warn({ problem }, 'a network setting cannot be used');
		listeners.tell(problem);
	};
	const sockets = createSockets(options, tell);
	return {
		async fetch(address, init) {
			const ask = async () => fetchAlong(await findRoutes(address, options), { address, init, sockets });
			try {
				return await ask();
			} catch (error) {
				if (init.signal?.aborted === true || !isClosedError(error)) throw error;
				// The settings changed between choosing the way and taking it: nothing was sent, and the way may be another.
				return ask();
			}
		},
		async explain(address) {
			if (!URL.canParse(address)) return `${address} is no address`;
			const routes = await findRoutes(address, options);
			return routes.map(describeRoute).join(', else ');
		},
		onProblem: listeners.add,
		close: () => sockets.close(),
	};
}

async function findRoutes(address: string, options: NetworkOptions): Promise<Routes> {
	const { environment, resolveSystemProxy } = options;
	const url = URL.parse(address);
	// What is no address fails in `fetch` itself.
	if (url === null) return [{ kind: 'direct', because: 'it is no address' }];
	const settings = options.settings.current().network;
	// This machine, and what the settings decide alone, does not wait for the environment.
	const known = routesFor({ url, settings, env: {} }) ?? routesFor({ url, settings, env: await environment() });
	if (known !== null) return known;
	if (resolveSystemProxy === undefined) return [{ kind: 'direct', because: 'no proxy is set' }];
	try {
		// Path and query may hold what a proxy script, which is somebody else's program, need not know.
		return systemRoutes(await resolveSystemProxy(`${url.origin}/`));
	} catch (err) {
		options.logger.warn({ err }, 'the system does not say which proxy it uses');
		return [{ kind: 'unusable', because: 'the system does not say which proxy it uses' }];
	}
}

interface Request {
	readonly address: string;
	readonly init: FetchInit;
	readonly sockets: Sockets;
}

/** The next way is tried only where nothing was sent on the one before. */
async function fetchAlong([first, ...others]: Routes, request: Request): Promise<FetchAnswer> {
	try {
		return await fetchBy(first, request);
	} catch (error) {
		const [next, ...rest] = others;
		if (next === undefined || request.init.signal?.aborted === true || !isUnreachable(error)) throw error;
		return fetchAlong([next, ...rest], request);
	}
}

async function fetchBy(route: Route, { address, init, sockets }: Request): Promise<FetchAnswer> {
	if (route.kind === 'unusable') throw proxyError('unusable');
	try {
		return await undiciFetch(address, { ...init, dispatcher: await dispatcherFor(route, address, sockets) });
	} catch (error) {
		if (init.signal?.aborted === true) throw error;
		const trouble = route.kind === 'proxy' ? proxyTrouble(error) : null;
		throw trouble === null ? error : proxyError(trouble, error);
	}
}

async function dispatcherFor(route: Route, address: string, sockets: Sockets): Promise<Dispatcher> {
	if (route.kind === 'proxy') return (await sockets.trusting()).through(route.url);
	return /^http:/i.test(address) ? sockets.plain() : (await sockets.trusting()).direct();
}
