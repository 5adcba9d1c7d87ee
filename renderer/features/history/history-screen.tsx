import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { LinkButton } from '../../ui/button.tsx';
import { PageHead, useTitle } from '../../ui/page.tsx';
import { HistoryPanel } from './history-panel.tsx';

/** Deployments of all services. */
export function HistoryScreen(): ReactElement {
	useTitle('History');
	return (
		<>
			<PageHead
				title="History"
				under="Every deployment of this control room. Open one to replay it."
				actions={<LinkButton href={addresses.timeline}>Timeline with incidents</LinkButton>}
			/>
			<HistoryPanel service={null} />
		</>
	);
}
