/** Which decision links an item to one of its candidates. Pure. */
import type { UnlinkedItem } from '../../../shared/domain/delivery/links.ts';
import type { ControlRoomClient } from '../../store/connection.ts';

type Link = Parameters<ControlRoomClient['delivery']['link']>[0]['link'];

export function linkFor(item: Pick<UnlinkedItem, 'kind' | 'ref'>, candidate: string): Link {
	switch (item.kind) {
		case 'incident-without-deployment':
			return { kind: 'incident-deployment', incident: item.ref, deployment: candidate };
		case 'incident-without-service':
			return { kind: 'incident-service', incident: item.ref, service: candidate };
		case 'deployment-without-commit':
		case 'deployment-with-unknown-commit':
			return { kind: 'deployment-commit', deployment: item.ref, commit: candidate };
		default:
			return item.kind satisfies never;
	}
}
