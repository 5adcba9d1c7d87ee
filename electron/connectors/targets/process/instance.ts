/** One running process of a slot, as the router sees it. */
import { Agent, get } from 'node:http';
import type { InstanceRecord } from './model.ts';
import { isSameProcess, pidExists } from '../../process-identity.ts';

export interface ExitFacts {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
}

export interface Instance {
	readonly record: InstanceRecord;
	/** Proves that the process id is still ours, for systems that cannot tell when a process started. */
	readonly isOurs: () => Promise<boolean>;
	/** Connections to this process only, so that they can be closed with it. */
	readonly agent: Agent;
	health: 'starting' | 'up' | 'down';
	/** Health checks that failed in a row. */
	failedChecks: number;
	/** Requests and upgraded connections under way. */
	inFlight: number;
	/** Set once the process ended. */
	exit: ExitFacts | null;
}

/** Failed checks in a row before a process is called down (domain.md, load balancer: unhealthy threshold 3). */
const unhealthyThreshold = 3;

export function createInstance(
	record: InstanceRecord,
	health: Instance['health'],
	isOurs: Instance['isOurs'],
): Instance {
	return {
		record,
		isOurs,
		// Node honours the idle time that a server announces; the cap is for servers that announce none.
		agent: new Agent({ keepAlive: true, maxFreeSockets: 64, timeout: 65_000 }),
		health,
		failedChecks: 0,
		inFlight: 0,
		exit: null,
	};
}

/** The address at which the process answers itself. */
export function addressOf(instance: Instance): string {
	return `http://127.0.0.1:${instance.record.port}`;
}

/** Asks the process directly; true for a 2xx answer within `timeoutMs`. */
export function answersHealthy(port: number, path: string, timeoutMs = 2_000): Promise<boolean> {
	return new Promise((resolve) => {
		const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: timeoutMs }, (response) => {
			response.resume();
			const status = response.statusCode ?? 0;
			resolve(status >= 200 && status < 300);
		});
		request.on('timeout', () => request.destroy(new Error('timed out')));
		request.on('error', () => resolve(false));
	});
}

/** Notices a process that ended without being our child (it was adopted). */
export function noticeExit(instance: Instance): boolean {
	if (instance.exit === null && !pidExists(instance.record.pid)) instance.exit = { code: null, signal: null };
	if (instance.exit !== null) instance.health = 'down';
	return instance.exit !== null;
}

/** One look at the health of a live process. */
export async function checkHealth(instance: Instance, path: string): Promise<void> {
	const healthy = await answersHealthy(instance.record.port, path);
	if (instance.exit !== null) return;
	instance.failedChecks = healthy ? 0 : instance.failedChecks + 1;
	if (healthy) instance.health = 'up';
	else if (instance.failedChecks >= unhealthyThreshold) instance.health = 'down';
}

/** Whether a recorded process may be taken over: the same process, or, where that cannot be told, one that answers. */
export async function mayAdopt(record: InstanceRecord, healthPath: string): Promise<boolean> {
	if (!isSameProcess(record)) return false;
	return record.startedAs !== null || (await answersHealthy(record.port, healthPath));
}
