/** The browser's transport: a WebSocket to the host that served the page, opened with the token of this start. */
import type { OpenLink } from '../../shared/rpc/link.ts';
import { rpcPath, sessionPath, tokenPattern, tokenProtocolPrefix, webSocketProtocol } from '../../shared/rpc/web.ts';

/** Where a tab keeps its token. */
export const tokenKey = 'signalbox.token';

/** The parts of a window that hold the token. */
export interface TokenPlaces {
	readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
	readonly history: Pick<History, 'replaceState'>;
	readonly sessionStorage: Pick<Storage, 'getItem' | 'setItem'>;
}

/** Moves the token from the address to this tab's storage, so that it is in no history and no copied link. */
export function takeToken(places: TokenPlaces): string | null {
	const fragment = places.location.hash.slice(1);
	if (tokenPattern.test(fragment)) {
		places.sessionStorage.setItem(tokenKey, fragment);
		places.history.replaceState(null, '', `${places.location.pathname}${places.location.search}`);
	}
	const token = places.sessionStorage.getItem(tokenKey);
	return token !== null && tokenPattern.test(token) ? token : null;
}

/** Opens connections to the host at `origin` (`http://127.0.0.1:PORT`). */
export function webSocketLink(origin: string, token: string, Socket: typeof WebSocket = WebSocket): OpenLink {
	const url = `${origin.replace(/^http/, 'ws')}${rpcPath}`;
	return (events) => {
		const socket = new Socket(url, [webSocketProtocol, `${tokenProtocolPrefix}${token}`]);
		socket.addEventListener('open', () => events.opened());
		socket.addEventListener('message', ({ data }) => {
			if (typeof data === 'string') events.frame(data);
		});
		socket.addEventListener('close', () => events.closed());
		return { send: (frame) => socket.send(frame), close: () => socket.close() };
	};
}

/**
 * Asks whether the host still takes this token: a browser does not tell a page why a WebSocket was refused.
 * True also while nobody answers, because then it is not the token that is wrong.
 */
export async function isTokenTaken(origin: string, token: string, request: typeof fetch = fetch): Promise<boolean> {
	try {
		const answer = await request(`${origin}${sessionPath}`, {
			method: 'POST',
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: '{}',
			signal: AbortSignal.timeout(3_000),
		});
		return answer.status !== 401;
	} catch {
		return true;
	}
}
