/** Every connector that speaks HTTP, asked once through one network; what each says is text. */
import { quietLogger, realClock } from '../../../testing/real-world.ts';
import { defaultPrometheusQueries } from '../../../../shared/config/promql/default-queries.ts';
import { ok, type Problem } from '../../../../shared/domain/result.ts';
import { createPrometheusSource } from '../../../connectors/metrics/prometheus/source.ts';
import { createScrapeSource } from '../../../connectors/metrics/scrape/source.ts';
import { scrapeConfig } from '../../../connectors/metrics/test-kit.ts';
import { createSmokeTester } from '../../../connectors/smoke.ts';
import { testConfig } from '../../../connectors/targets/haproxy/test-config.ts';
import { readVersions } from '../../../connectors/targets/haproxy/versions.ts';
import type { Logger, MetricSource } from '../../../engine/ports.ts';
import type { Network } from '../network.ts';

export const connectors = ['prometheus', 'scrape', 'smoke', 'haproxy'] as const;
export type ConnectorName = (typeof connectors)[number];

/** `fine`, or the problem as a person reads it: the sentence and what to do. */
export async function ask(
	name: ConnectorName,
	address: string,
	{ fetch }: Pick<Network, 'fetch'>,
	logger: Logger = quietLogger,
): Promise<string> {
	const deps = { clock: realClock, fetch, logger, resolveSecret: async () => ok('') };
	if (name === 'smoke') {
		const checks = [{ path: '/ready', status: 200, contains: '{version}' }];
		const tester = createSmokeTester({ checks, timeoutMs: 5000 }, deps);
		const result = await tester.run({ version: '2.0.0', addresses: [address] });
		return result.ok ? 'fine' : inWords(result.problem);
	}
	if (name === 'haproxy') return askVersion(address, deps.fetch);
	const source = name === 'scrape' ? scrape(deps) : prometheus(address, deps);
	const slots = [{ slot: 'green', version: '2.0.0', addresses: [address] }] as const;
	const report = await source.read({ slots, windowMs: 60_000 });
	await source.close();
	return report.problem === null ? 'fine' : inWords(report.problem);
}

function inWords({ message, hint }: Problem): string {
	return `${message} ${hint}`;
}

async function askVersion(url: string, fetch: Network['fetch']): Promise<string> {
	const config = testConfig({
		slots: { blue: [], green: [{ server: 'g1', url }] },
		version: { path: '/version', field: 'version' },
	});
	const server = { name: 'g1', status: 'UP', weight: 10, isBackup: false, check: 'L7OK' };
	const counters = { current: 0, sessions: 0, requests: 0, errors: 0 };
	const exec = async () => ({ kind: 'cancelled' }) as const;
	const { green } = await readVersions(config, [{ ...server, ...counters }], { exec, fetch });
	return green.version === '2.0.0' ? 'fine' : (green.note ?? 'nothing was told');
}

const scrape = (deps: Parameters<typeof createScrapeSource>[1]): MetricSource =>
	createScrapeSource(scrapeConfig({ intervalMs: 60_000 }, 1_000_000), deps);

function prometheus(url: string, deps: Parameters<typeof createPrometheusSource>[2]): MetricSource {
	return createPrometheusSource(
		{
			...{ kind: 'prometheus', label: 'Prometheus', url, auth: null, latencyUnit: 's' },
			...{ staleAfterMs: 5000, timeoutMs: 5000, queries: defaultPrometheusQueries },
		},
		{ service: 'checkout', environment: 'test' },
		deps,
	);
}
