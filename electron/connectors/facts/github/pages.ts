/** Pages of GraphQL connections. */
import type { ListedPage } from '../common/newest-first.ts';
import { oldestOf } from '../common/oldest.ts';
import { pageKeyOf } from '../common/page-key.ts';

interface Connection {
	readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
	readonly nodes: readonly unknown[];
}

/** `field` is the time by which the list is ordered. */
export function pageOf({ pageInfo, nodes }: Connection, field: string): Pick<ListedPage, 'oldest' | 'next' | 'key'> {
	return {
		oldest: oldestOf(nodes, field),
		next: pageInfo.hasNextPage ? pageInfo.endCursor : null,
		key: pageKeyOf(nodes),
	};
}
