/** Paging by the `Link` header (RFC 8288). */
import { hasOriginOf } from './redirects.ts';

/** The address of the next page: null at the end, and where it would lead away from the host. */
export function nextPage(link: string | null, address: string): string | null {
	for (const [, target = '', parameters = ''] of (link ?? '').matchAll(/<([^<>]{1,4000})>([^<]{0,1000})/g)) {
		const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i.exec(parameters);
		const names = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/);
		if (!names.includes('next')) continue;
		const next = URL.parse(target, address);
		return next !== null && hasOriginOf(next.href, address) ? next.href : null;
	}
	return null;
}
