/** Where an answer that points elsewhere may lead: one hop at a time, and credentials stay at home. */
import { isLoopbackHost } from '../../../shared/domain/web-address.ts';

export const mostRedirects = 3;

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308];

export function isRedirect(status: number): boolean {
	return redirectStatuses.includes(status);
}

export function hasOriginOf(address: string, base: string): boolean {
	const [one, other] = [URL.parse(address), URL.parse(base)];
	return one !== null && other !== null && one.origin === other.origin;
}

/**
 * The next address, or null when it may not be asked: no https (except from this machine to this machine), no web address,
 * or a public host that points at this machine.
 */
export function nextHop(from: string, location: string | null, base: string): string | null {
	const next = location === null ? null : URL.parse(location, from);
	if (next === null || next.username + next.password !== '') return null;
	if (isLoopbackHost(next.hostname)) {
		const isAtHome = isLoopbackHost(URL.parse(base)?.hostname ?? '');
		return isAtHome && /^https?:$/.test(next.protocol) ? next.href : null;
	}
	// Inside one origin nothing becomes less safe than it was: a host of the company's own network without https.
	return next.protocol === 'https:' || (next.protocol === 'http:' && hasOriginOf(next.href, base)) ? next.href : null;
}
