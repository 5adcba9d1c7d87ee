/** Pages of GraphQL connections. */
import { millisOf } from '../common/instants.ts';
import type { ListedPage } from '../common/newest-first.ts';

interface Connection {
	readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
	readonly nodes: readonly unknown[];
}

/** `field` is the time by which the list is ordered. */
export function pageOf({ pageInfo, nodes }: Connection, field: string): Pick<ListedPage, 'oldest' | 'next'> {
	const times = nodes.flatMap((node) => {
		const value =
			typeof node === 'object' && node !== null ? Object.entries(node).find(([name]) => name === field)?.[1] : null;
		return typeof value === 'string' ? (millisOf(value) ?? []) : [];
	});
	return {
		oldest: times.length === 0 ? null : Math.min(...times),
		next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
	};
}
