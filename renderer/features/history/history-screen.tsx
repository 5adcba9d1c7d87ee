import type { ReactElement } from 'react';

/** Deployments of all services. */
export function HistoryScreen(): ReactElement {
	return <h1>History</h1>;
}
