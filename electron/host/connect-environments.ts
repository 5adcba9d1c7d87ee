/** From a configuration to the ports behind it: which product each target and metrics source is. */
import path from 'node:path';
import type {
	EnvironmentConfig,
	MetricsConfig,
	ProjectConfig,
	ServiceConfig,
	TargetConfig,
} from '../../shared/config/model.ts';
import { assertNever } from '../../shared/domain/result.ts';
import { environmentKey } from '../../shared/domain/release.ts';
import type { Exec } from '../connectors/exec.ts';
import type { Fetch } from '../connectors/http.ts';
import { createPrometheusSource } from '../connectors/metrics/prometheus/source.ts';
import { createScrapeSource } from '../connectors/metrics/scrape/source.ts';
import type { SecretResolver } from '../connectors/secrets/secret-resolver.ts';
import { createSmokeTester } from '../connectors/smoke.ts';
import { createHaproxyTarget } from '../connectors/targets/haproxy/haproxy-target.ts';
import type { LaunchRouter } from '../connectors/targets/process/ensure-router.ts';
import { createProcessTarget } from '../connectors/targets/process/target.ts';
import type { Clock, Logger, MetricSource, Target } from '../engine/ports.ts';
import type { EnvironmentSetup } from '../engine/setup.ts';

export interface ConnectorPorts {
	readonly clock: Clock;
	readonly logger: Logger;
	readonly fetch: Fetch;
	readonly exec: Exec;
	readonly secrets: SecretResolver;
	readonly launchRouter: LaunchRouter;
	/** Folder below which each process target keeps its state. */
	readonly targetsFolder: string;
}

/** Where the sample's targets keep theirs: no service may be named with a dot, so no project ever has this place. */
export function sampleTargetsFolder(targetsFolder: string): string {
	return path.join(targetsFolder, '.sample');
}

/** Where the process target of one environment keeps its state. */
export function targetFolder(targetsFolder: string, service: string, environment: string): string {
	return path.join(targetsFolder, service, environment);
}

function connectTarget(config: TargetConfig, place: string, ports: ConnectorPorts): Target {
	switch (config.kind) {
		case 'haproxy':
			return createHaproxyTarget(config, ports);
		case 'process':
			return createProcessTarget(config, { ...ports, stateFolder: place });
		default:
			return assertNever(config);
	}
}

function connectMetrics(
	config: MetricsConfig | null,
	context: { readonly service: string; readonly environment: string },
	ports: ConnectorPorts,
): MetricSource | null {
	if (config === null) return null;
	switch (config.kind) {
		case 'scrape':
			return createScrapeSource(config, ports);
		case 'prometheus':
			return createPrometheusSource(config, context, { ...ports, resolveSecret: ports.secrets });
		default:
			return assertNever(config);
	}
}

function connectEnvironment(
	projectId: string,
	service: ServiceConfig,
	config: EnvironmentConfig,
	clockRate: number,
	ports: ConnectorPorts,
): EnvironmentSetup {
	const logger = withPlace(ports.logger, environmentKey(service.name, config.name));
	const placed = { ...ports, logger };
	const folder = targetFolder(ports.targetsFolder, service.name, config.name);
	return {
		projectId,
		service: service.name,
		owner: service.owner,
		releases: service.releases,
		config,
		target: connectTarget(config.target, folder, placed),
		source: connectMetrics(config.metrics, { service: service.name, environment: config.name }, placed),
		smoke: createSmokeTester(config.smoke, placed),
		clockRate,
	};
}

/** Every log line of a connector says which environment it is about. */
function withPlace(logger: Logger, environment: string): Logger {
	return {
		debug: (fields, message) => logger.debug({ environment, ...fields }, message),
		info: (fields, message) => logger.info({ environment, ...fields }, message),
		warn: (fields, message) => logger.warn({ environment, ...fields }, message),
		error: (fields, message) => logger.error({ environment, ...fields }, message),
	};
}

/** One setup per service and environment; opens no connection yet. */
export function connectProject(
	projectId: string,
	config: ProjectConfig,
	clockRate: number,
	ports: ConnectorPorts,
): readonly EnvironmentSetup[] {
	return config.services.flatMap((service) =>
		service.environments.map((environment) => connectEnvironment(projectId, service, environment, clockRate, ports)),
	);
}
