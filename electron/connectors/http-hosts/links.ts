/** Paging by the `Link` header (RFC 8288). */
import { hasOriginOf } from './redirects.ts';

/** The address of the next page: null at the end, and where it would lead away from the host. */
export function nextPage(link: string | null, address: string): string | null {
	const next = nextTarget(link, address);
	return next !== null && hasOriginOf(next, address) ? next : null;
}

/** True where there is a next page, and it lies at another host, which is not asked. */
export function leadsAway(link: string | null, address: string): boolean {
	return nextTarget(link, address) !== null && nextPage(link, address) === null;
}

function nextTarget(link: string | null, address: string): string | null {
	for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^<>]{1,4000})>([^<]{0,1000})/g)) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
		const names = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (!names.includes('next')) continue;
		return URL.parse(target, address)?.href ?? null;
	}
	return null;
}
