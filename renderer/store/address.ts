/** Addresses of screens, below the hash so that they work on `app://` and on http alike. */

const part = encodeURIComponent;

export const addresses = {
	board: '#/',
	inFlight: '#/in-flight',
	history: '#/history',
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
} as const;
