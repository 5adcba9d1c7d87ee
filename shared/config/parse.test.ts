import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../domain/health/defaults.ts';
import { blueGreenSteps, canarySteps } from '../domain/strategy/model.ts';
import { draftConfig } from './draft.ts';
import { fullConfig, smallestConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

function environmentOf(source: string) {
	const { config, issues } = parseConfig(source, '/srv/shop/signalbox.yaml');
	expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
	const environment = config?.services[0]?.environments[0];
	if (config === null || environment === undefined) throw new Error('no environment');
	return { config, environment };
}

describe('a file that says little', () => {
	it('means the default figures of domain.md', () => {
		const { environment } = environmentOf(smallestConfig);
		const pace = { analysisIntervalMs: 30_000, rollbackWindowMs: 3_600_000, deployTimeoutMs: 300_000 };
		expect(environment.tier).toBe('production');
		expect(environment.strategy).toBe('canary');
		expect(environment.strategies).toEqual({
			canary: { kind: 'canary', steps: canarySteps(), ...pace },
			'blue-green': { kind: 'blue-green', steps: blueGreenSteps(), ...pace },
		});
		expect(environment.strategies.canary.steps.filter((step) => step.kind === 'analyse')).toEqual([
			{ kind: 'analyse', durationMs: 15 * 60_000, patienceMs: 600_000 },
			{ kind: 'analyse', durationMs: 30 * 60_000, patienceMs: 600_000 },
		]);
		expect(environment.health).toEqual(defaultHealthPolicy);
		expect(environment.health.absolute).toEqual({
			role: 'decide',
			errorRate: 0.01,
			p95Latency: 500,
			throughputChange: 0.1,
			memory: 0.85,
		});
		expect(environment.smoke.checks).toEqual([{ path: '/health', status: 200, contains: null }]);
		expect(environment.machine).toEqual({ sleep: 'hold', lock: 'go-on' });
		expect(environment.target).toMatchObject({ port: 0, instances: 1, healthPath: '/health' });
	});
});

describe('a file that says everything', () => {
	it('means what it says', () => {
		const { config, environment } = environmentOf(fullConfig);
		expect(config.services[0]).toMatchObject({
			owner: 'payments',
			releases: [
				{ version: '2.40', commit: '12e4567', notes: 'faster' },
				{ version: '2.3.1', commit: null, notes: null },
			],
		});
		expect(environment.target).toEqual({
			kind: 'haproxy',
			label: 'haproxy eu',
			api: { host: '127.0.0.1', port: 9999 },
			backend: 'app',
			slots: {
				blue: [{ server: 'blue1', url: 'http://127.0.0.1:8081' }],
				green: [{ server: 'green1', url: 'http://127.0.0.1:8082' }],
			},
			deploy: { file: './deploy.sh', args: ['{slot}', '{version}'], cwd: '/srv/shop', env: {}, timeoutMs: 300_000 },
			retire: { file: './retire.sh', args: ['{slot}'], cwd: '/srv/shop/ops', env: { LEVEL: '2' }, timeoutMs: 30_000 },
			version: { path: '/version', field: 'version' },
			publicUrl: 'http://127.0.0.1:8080',
			readyTimeoutMs: 20_000,
		});
		expect(environment.metrics).toMatchObject({
			url: 'http://127.0.0.1:9090',
			auth: { bearer: { from: 'file', path: '/srv/shop/secrets/prom' } },
			latencyUnit: 'ms',
		});
		expect(environment.strategies.canary.steps).toContainEqual({ kind: 'set-weight', weight: 1.5 });
		expect(environment.strategies.canary.steps).toContainEqual({ kind: 'hold', durationMs: null });
		expect(environment.strategies['blue-green'].rollbackWindowMs).toBe(7_200_000);
		expect(environment.health).toEqual({
			...defaultHealthPolicy,
			absolute: { role: 'inform', errorRate: 0.02, p95Latency: 1_000, throughputChange: null, memory: 0.9 },
			baseline: { role: 'decide', errorRateRatio: 3, p95LatencyRatio: null, throughputDrop: 0.3 },
			minimumRequests: 50,
			windowMs: 60_000,
			sequential: {
				...defaultHealthPolicy.sequential,
				// What the limits ask for is asked for by every metric of requests; a gauge counts its own samples.
				metrics: defaultHealthPolicy.sequential.metrics.map((metric) =>
					metric.name === 'memory' ? metric : { ...metric, minimumSamples: 50 },
				),
			},
		});
		expect(environment.smoke.checks).toHaveLength(2);
		expect(environment.sampleIntervalMs).toBe(1_000);
	});

	it('shares mappings by alias and merge', () => {
		const source = smallestConfig
			.replace('name: checkout', 'name: checkout\n    releases: &some [1.0.0]')
			.concat(
				'  - name: cart\n    releases: *some\n    environments:\n      staging:\n        target: {kind: process, run: [a]}\n',
			);
		const { config } = parseConfig(source, 'signalbox.yaml');
		expect(config?.services[1]?.releases[0]?.version).toBe('1.0.0');
	});
});

describe('a draft', () => {
	it.each([
		{ folderName: 'My Shop', remoteUrl: 'https://me:hunter2@example.org/a/shop.git', packageName: '@acme/check.out' },
		{ folderName: '...', remoteUrl: null, packageName: null },
		{ folderName: 'ü', remoteUrl: "git@example.org:a/it's.git", packageName: '@a/' },
		{ folderName: 'a', remoteUrl: 'x\n: - {', packageName: '# {' },
	])('parses without a remark: %j', (facts) => {
		const text = draftConfig(facts);
		expect(parseConfig(text, 'signalbox.yaml').issues.map(formatIssue)).toEqual([]);
		expect(text).not.toContain('hunter2');
	});
});
