import { defaultHealthPolicy } from '../../shared/domain/health/defaults.ts';
import { environmentKey } from '../../shared/domain/release.ts';
import type { EnvironmentView, SampleView } from '../../shared/rpc/views.ts';

export const noSample: SampleView = {
	state: 'stopped',
	fault: { delayMs: 0, errorRate: 0, memory: 0.2 },
	requestsPerSecond: null,
	url: null,
	problem: null,
	clockRate: 1,
	hasPipeline: false,
};

const hour = 3_600_000;

const healths = [
	['healthy', 'Healthy: errors 0.12 %, p95 210 ms, 4 210 requests'],
	['healthy', 'Healthy: errors 0.3 %, p95 96 ms, 1 104 requests'],
	['healthy', 'Healthy: errors 0 %, p95 34 ms, 812 requests'],
	['healthy', 'Healthy: errors 0.04 %, p95 182 ms, 22 480 requests'],
	['unknown', 'Not measured: no traffic in the last 5 min'],
	['healthy', 'Healthy: errors 0.2 %, p95 340 ms, 96 requests'],
	['degraded', 'Unhealthy: p95 612 ms, limit 500 ms, 3 002 requests'],
	['healthy', 'Healthy: errors 0.1 %, p95 120 ms, 640 requests'],
	['healthy', 'Healthy: errors 0.6 %, p95 77 ms, 9 014 requests'],
	['healthy', 'Healthy: errors 0.1 %, p95 120 ms, 640 requests'],
	['down', 'No server of the slot is up'],
	['healthy', 'Healthy: errors 0.08 %, p95 58 ms, 31 020 requests'],
	['healthy', 'Healthy: errors 0.1 %, p95 120 ms, 640 requests'],
] as const;

/** One environment of one service; `seed` chooses its health and age. */
export function fakeEnvironment(
	now: number,
	given: {
		readonly service: string;
		readonly environment: string;
		readonly version: string;
		readonly owner?: string | null;
		readonly seed?: number;
	},
): EnvironmentView {
	const { service, environment, version, owner = 'shop', seed = 0 } = given;
	const [health, healthText] = healths[seed % healths.length] ?? healths[0];
	const tier = environment === 'production' ? 'production' : environment === 'staging' ? 'staging' : 'testing';
	return {
		key: environmentKey(service, environment),
		service,
		environment,
		tier,
		project: 'Shop',
		owner,
		targetLabel: 'haproxy eu-west',
		publicUrl: 'http://127.0.0.1:8080',
		standing: { version, slot: 'blue' },
		standingSince: now - (seed % 17) * hour * 3 - 25 * 60_000,
		knownGood: version,
		deploymentId: null,
		health,
		healthText,
		asOf: now - 4_000,
		target: null,
		readings: [],
		releases: [
			{ version: '2.4.0', commit: '9f2c1abd00', notes: 'Batch tax lookups per order' },
			{ version, commit: '41d08e3aa1', notes: null },
			{ version: '2.3.0', commit: 'c77b912ff4', notes: null },
		],
		defaultStrategy: 'canary',
		healthPolicy: defaultHealthPolicy,
		start: { command: 'start', allowed: true, label: `Release to ${environment}`, detail: null },
		clockRate: 1,
	};
}
