/** One request on its way: hop by hop, with credentials to the host's own origin only. */
import type { Clock } from '../../engine/ports.ts';
import type { Fetch, FetchAnswer } from '../http.ts';
import type { CiHost, CiRequest } from './host.ts';
import { hasOriginOf, isRedirect, mostRedirects, nextHop } from './redirects.ts';

export interface Hop {
	readonly answer: FetchAnswer;
	/** Where the answer came from. */
	readonly address: string;
	readonly sentAt: number;
}

interface Way {
	readonly host: CiHost;
	readonly clock: Clock;
	readonly fetch: Fetch;
	/** Headers for the host itself: what it always gets, credentials, conditions. */
	readonly own: Readonly<Record<string, string>>;
	/** A redirect may lead to another host, which then gets none of our headers but the range. */
	readonly mayLeave: boolean;
	readonly signal: AbortSignal;
}

/** Which part is wanted is all that another host needs to know. */
function headersFor(request: CiRequest, way: Way, isHome: boolean): Record<string, string> {
	if (isHome) return { ...way.own, ...request.headers };
	const range = request.headers?.['range'];
	return range === undefined ? {} : { range };
}

/**
 * The first answer that is no redirect. Only a GET is led on: an act is not repeated elsewhere. Null when it would lead to a
 * place that may not be asked, or never ends. Rejects as `fetch` does.
 */
export async function exchange(request: CiRequest, way: Way): Promise<Hop | null> {
	const method = request.method ?? 'GET';
	let { address } = request;
	for (let hops = 0; hops <= mostRedirects; hops += 1) {
		const isHome = hasOriginOf(address, way.host.base);
		if (!isHome && !(way.mayLeave && hops > 0)) return null;
		const sentAt = way.clock.now();
		const answer = await way.fetch(address, {
			method,
			redirect: 'manual',
			signal: way.signal,
			headers: headersFor(request, way, isHome),
			...(request.body === undefined ? {} : { body: request.body }),
		});
		if (!isRedirect(answer.status) || method !== 'GET') return { answer, address, sentAt };
		answer.body?.cancel().catch(() => undefined);
		const next = nextHop(address, answer.headers.get('location'), way.host.base);
		if (next === null) return null;
		address = next;
	}
	return null;
}
