import type { ReactElement } from 'react';
import { addresses } from '../../store/address.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';

/** Before the first deployment is known. */
export function NoDelivery(): ReactElement {
	return (
		<EmptyState
			title="No deployment is known yet"
			actions={
				<LinkButton href={addresses.facts} variant="primary">
					Connect or import deployments
				</LinkButton>
			}
		>
			Here will be how often you deploy, how long a change takes to reach production, how many deployments fail, how
			soon they are mended, and how much work is rework: each with its trend and the rows behind it. What this control
			room deploys counts by itself; GitHub, GitLab, Argo CD, incidents and files can be added.
		</EmptyState>
	);
}
