import type { HaproxyTargetConfig } from '../../../../shared/config/model.ts';

/** A target whose slots are the servers b1 and b2, and g1; no server is asked directly. */
export function testConfig(change: Partial<HaproxyTargetConfig> = {}): HaproxyTargetConfig {
	return {
		kind: 'haproxy',
		label: 'edge',
		api: { socket: '/run/haproxy.sock' },
		backend: 'shop',
		slots: {
			blue: [
				{ server: 'b1', url: null },
				{ server: 'b2', url: null },
			],
			green: [{ server: 'g1', url: null }],
		},
		deploy: null,
		retire: null,
		version: null,
		publicUrl: null,
		readyTimeoutMs: 1000,
		...change,
	};
}
