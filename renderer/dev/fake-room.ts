/** Rooms to draw and to test with: empty, small, troubled, and 300 services. Deterministic; never part of the product. */
import { noDelivery } from '../../shared/rpc/delivery-views.ts';
import type { DeploymentView, EnvironmentView, RoomState } from '../../shared/rpc/views.ts';
import { fakeEnvironment, noSample } from './fake-environment.ts';
import { fakeFlight } from './fake-flight.ts';

const minute = 60_000;

/** Nothing is open yet. */
export function emptyRoom(): RoomState {
	return {
		host: {
			kind: 'browser',
			version: '0.1.0',
			dataFolder: '/home/ada/.local/share/signalbox',
			mayAct: true,
			actor: 'Ada',
			suggestedProject: '/home/ada/shop/signalbox.yaml',
		},
		projects: {},
		services: {},
		environments: {},
		deployments: {},
		connections: {},
		needs: {},
		notices: {},
		factSources: {},
		delivery: noDelivery,
		sample: noSample,
	};
}

/** The sample environment with a canary at 25 %. */
export function sampleRoom(now: number): RoomState {
	const environment = fakeEnvironment(now, { service: 'checkout', environment: 'production', version: '2.3.1' });
	const view = fakeFlight(now, { service: 'checkout', clockRate: 30 });
	return {
		...emptyRoom(),
		projects: {
			sample: {
				id: 'sample',
				name: 'Sample shop',
				file: '/tmp/signalbox-sample/signalbox.yaml',
				source: 'project: Sample shop\nservices:\n  - name: checkout\n    owner: shop\n',
				issues: [],
				loadedAt: now - 2 * minute,
				sample: true,
			},
		},
		environments: {
			[environment.key]: { ...environment, deploymentId: view.deployment.id, clockRate: 30, start: refusedStart },
		},
		deployments: { [view.deployment.id]: view },
		connections: connections(now),
		notices: {
			n1: {
				id: 'n1',
				at: now - minute,
				tone: 'info',
				title: 'checkout 2.4.0 takes 25 % in production',
				detail: '5 % was healthy for 15 min',
				deploymentId: view.deployment.id,
				environment: environment.key,
			},
		},
		sample: {
			...noSample,
			state: 'running',
			requestsPerSecond: 132,
			url: 'http://127.0.0.1:8080',
			clockRate: 30,
			hasPipeline: true,
			fault: { delayMs: 120, errorRate: 0.02, memory: 0.3 },
		},
	};
}

const refusedStart = {
	command: 'start',
	allowed: false,
	label: 'Release',
	detail: '2.4.0 is on its way here',
} as const;

/** `count` services in three environments, a few of them in flight or in trouble. */
export function fullRoom(now: number, count: number): RoomState {
	const owners = ['payments', 'shop', 'platform', 'growth', 'search'];
	const environments: Record<string, EnvironmentView> = {};
	const deployments: Record<string, DeploymentView> = {};
	for (let index = 0; index < count; index++) {
		const service = names[index] ?? `service-${index + 1}`;
		const owner = owners[index % owners.length] ?? null;
		for (const environment of ['testing', 'staging', 'production']) {
			const seed = index * 3 + environment.length;
			const made = fakeEnvironment(now, { service, environment, owner, seed, version: versionOf(seed) });
			const flies = environment === 'production' && index % 11 === 2;
			const view = flies ? fakeFlight(now, { service, undecided: index % 2 === 0 }) : null;
			if (view !== null) deployments[view.deployment.id] = view;
			environments[made.key] = view === null ? made : { ...made, deploymentId: view.deployment.id };
		}
	}
	return { ...emptyRoom(), environments, deployments, connections: connections(now), ...troubles(now) };
}

const names = ['billing', 'catalog', 'checkout', 'gateway', 'identity', 'mailer', 'orders', 'pricing', 'search'];

function versionOf(seed: number): string {
	return `${(seed % 7) + 1}.${seed % 13}.${seed % 5}`;
}

function troubles(now: number): Pick<RoomState, 'needs' | 'notices'> {
	return {
		needs: {
			a: {
				id: 'a',
				urgency: 'soon',
				kind: 'inconclusive',
				title: 'checkout 2.4.0 is undecided at 25 %',
				detail: 'p95 4 to 11 % slower, limit 10 %. Rolls back in 8 min 20 s unless it becomes clear.',
				since: now - 4 * minute,
				deploymentId: 'flight-checkout',
				environment: 'checkout/production',
			},
			b: {
				id: 'b',
				urgency: 'now',
				kind: 'needs-operator',
				title: 'catalog 8.1.0 could not be rolled back',
				detail: 'HAProxy refused the weights, so 8.1.0 still takes 5 % of the traffic. Set them by hand or retry.',
				since: now - 11 * minute,
				deploymentId: null,
				environment: 'catalog/production',
			},
			c: {
				id: 'c',
				urgency: 'soon',
				kind: 'connection',
				title: 'Prometheus does not answer',
				detail: 'Connection refused at 127.0.0.1:9090. Verdicts wait until it does.',
				since: now - 2 * minute,
				deploymentId: null,
				environment: null,
			},
		},
		notices: {
			n1: {
				id: 'n1',
				at: now - 11 * minute,
				tone: 'bad',
				title: 'catalog 8.1.0 could not be rolled back in production',
				detail: 'HAProxy refused the weights.',
				deploymentId: null,
				environment: 'catalog/production',
			},
			n2: {
				id: 'n2',
				at: now - 40 * minute,
				tone: 'good',
				title: 'billing 3.9.1 was promoted in production',
				detail: 'Healthy at 25 % for 30 min.',
				deploymentId: null,
				environment: 'billing/production',
			},
		},
	};
}

function connections(now: number): RoomState['connections'] {
	return {
		haproxy: {
			id: 'haproxy',
			kind: 'target',
			product: 'HAProxy',
			label: 'haproxy eu-west',
			usedBy: ['checkout/production'],
			state: 'reachable',
			problem: null,
			detail: 'HAProxy 2.6.12, backend checkout, 4 servers',
			asOf: now - 3_000,
		},
		prometheus: {
			id: 'prometheus',
			kind: 'metrics',
			product: 'Prometheus',
			label: 'prometheus eu-west',
			usedBy: ['checkout/production'],
			state: 'reachable',
			problem: null,
			detail: 'Prometheus 2.42.0, 14 targets up',
			asOf: now - 5_000,
		},
	};
}

/** A file with errors, a connection that is down, and a window that may only look. */
export function troubledRoom(now: number): RoomState {
	const room = fullRoom(now, 9);
	const file = '/home/ada/shop/signalbox.yaml';
	const [haproxy] = Object.values(room.connections);
	return {
		...room,
		host: { ...room.host, mayAct: false },
		projects: {
			shop: {
				id: 'shop',
				name: 'Shop',
				file,
				source: brokenSource,
				issues: [
					{
						file,
						line: 8,
						column: 17,
						field: 'services[0].environments.production.strategy',
						message: '"canarry" is not a strategy.',
						expected: 'canary or blue-green',
						severity: 'error',
					},
					{
						file,
						line: 11,
						column: 9,
						field: 'services[0].environments.production.health.p95',
						message: 'The limit has no unit; read as milliseconds.',
						expected: '500ms',
						severity: 'warning',
					},
				],
				loadedAt: now - minute,
				sample: false,
			},
		},
		connections: {
			...(haproxy === undefined ? {} : { haproxy }),
			prometheus: {
				id: 'prometheus',
				kind: 'metrics',
				product: 'Prometheus',
				label: 'prometheus eu-west',
				usedBy: ['checkout/production', 'billing/production', 'catalog/production'],
				state: 'unreachable',
				problem: {
					code: 'metrics-unreachable',
					message: 'Prometheus does not answer at http://127.0.0.1:9090, so no verdict can be given.',
					hint: 'Check that it runs and that the address in signalbox.yaml is right. It is asked again every 15 s.',
					retryable: true,
					details: { url: 'http://127.0.0.1:9090', tried: 4, cause: 'connect ECONNREFUSED' },
				},
				detail: null,
				asOf: now - 95_000,
			},
		},
	};
}

const brokenSource = `project: Shop
services:
  - name: checkout
    owner: payments
    environments:
      production:
        tier: production
        strategy: canarry
        health:
          errorRate: 1%
          p95: 500
        target:
          kind: haproxy
          api: { host: 127.0.0.1, port: 9999 }
          backend: checkout
`;
