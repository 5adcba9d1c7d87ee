/** Addresses of screens, below the hash so that they work on `app://` and on http alike. */

const part = encodeURIComponent;

export const addresses = {
	board: '#/',
	inFlight: '#/in-flight',
	history: '#/history',
	/** Delivery metrics with the query that stands when nothing was chosen; `delivery-address.ts` writes others. */
	delivery: '#/delivery',
	/** Deployments, flags, migrations and incidents on one axis. */
	timeline: '#/timeline',
	tests: '#/tests',
	retrospective: '#/retrospective',
	/** Sources of facts, imports, and what could not be linked. */
	facts: '#/facts',
	connections: '#/connections',
	settings: '#/settings',
	/** The wallboard: for reading from afar, without controls. */
	wall: '#/wall',
	/** Live deployment, or its replay once it has ended. */
	deployment: (id: string): string => `#/deployments/${part(id)}`,
	/** A service now: its newest run, what waits, and its history. */
	service: (name: string): string => `#/services/${part(name)}`,
	/** One run of its pipeline. */
	run: (service: string, runId: string): string => `#/services/${part(service)}/runs/${part(runId)}`,
	/** One release with its commits. */
	release: (service: string, version: string): string => `#/services/${part(service)}/releases/${part(version)}`,
	/** A project's configuration. */
	project: (id: string): string => `#/connections/${part(id)}`,
	/** The report of one month, `2026-10`, of a scope: `*`, a service, or `group:<name>`. */
	month: (month: string, scope = '*'): string =>
		`#/retrospective/${part(month)}${scope === '*' ? '' : `/${part(scope)}`}`,
} as const;

/** Screens whose address ends in a query: another query is the same screen. */
const withQuery = /^\/(delivery|timeline)(\/|$)/;

/** What of a location (below the hash) makes it another screen: a new query must not move the focus. */
export function screenOf(location: string): string {
	const name = withQuery.exec(location)?.[1];
	return name === undefined ? location : `/${name}`;
}
