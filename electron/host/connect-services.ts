/** From a configuration to the ports behind pipelines: which runner, which repository. */
import path from 'node:path';
import type { ProjectConfig, ServiceConfig } from '../../shared/config/model.ts';
import type { PipelineConfig } from '../../shared/config/pipeline-model.ts';
import { assertNever } from '../../shared/domain/result.ts';
import type { Variables } from '../connectors/exec.ts';
import { createGithubRunner } from '../connectors/ci/github/runner.ts';
import { createGitlabRunner } from '../connectors/ci/gitlab/runner.ts';
import type { CiHttpDeps } from '../connectors/http-hosts/host.ts';
import { createJenkinsRunner } from '../connectors/ci/jenkins/runner.ts';
import { createLocalRunner } from '../connectors/ci/local/local-runner.ts';
import { createGitRepository } from '../connectors/scm/git/repository.ts';
import type { PipelineRunner, Repository } from '../engine/pipeline-ports.ts';
import type { ServiceSetup } from '../engine/pipelines/setup.ts';
import type { Logger } from '../engine/ports.ts';
import type { ConnectorPorts } from './connect-environments.ts';

export interface ServicePorts extends Pick<ConnectorPorts, 'clock' | 'logger' | 'exec' | 'fetch' | 'secrets'> {
	/** Folder below which the local runner keeps the runs of each service. */
	readonly runsFolder: string;
	/** Folder below which clones of repositories are kept. */
	readonly clonesFolder: string;
	/** What programs of the local runner may inherit. */
	readonly environment: () => Promise<Variables>;
	/** One for all hosts bounds what is kept of their answers. */
	readonly cache: NonNullable<CiHttpDeps['cache']>;
}

/** Where the sample's runs are kept: no service may be named with a dot. */
export function sampleRunsFolder(runsFolder: string): string {
	return path.join(runsFolder, '.sample');
}

/** One setup for each service of the project; opens no connection yet. */
export function connectServices(
	projectId: string,
	{ services, freezes, people }: ProjectConfig,
	ports: ServicePorts,
): readonly ServiceSetup[] {
	return services.map((service) => ({
		projectId,
		service: service.name,
		owner: service.owner,
		repository: service.repository,
		freezes,
		people,
		listed: service.releases,
		environments: service.environments.map(({ name, tier, requires }) => ({ name, tier, requires })),
		pipeline: connectPipeline(service, ports),
	}));
}

function connectPipeline(service: ServiceConfig, ports: ServicePorts): ServiceSetup['pipeline'] {
	const { pipeline: config, repositorySource } = service;
	if (config === null) return null;
	const placed = { ...ports, logger: withService(ports.logger, service.name) };
	const git =
		repositorySource === null
			? null
			: createGitRepository(repositorySource, { ...placed, cacheFolder: ports.clonesFolder });
	const runner = connectRunner(config, service, git, placed);
	return runner === null ? null : { config, runner, git };
}

/** How often the branch of a local pipeline is looked at, ms: a folder costs nothing, an address a fetch. */
const watchEveryMs = { folder: 5_000, address: 60_000 } as const;

function connectRunner(
	{ runner, branch, paths }: PipelineConfig,
	{ name, repositorySource }: ServiceConfig,
	git: Repository | null,
	ports: ServicePorts,
): PipelineRunner | null {
	const http = { clock: ports.clock, fetch: ports.fetch, resolveSecret: ports.secrets, cache: ports.cache };
	switch (runner.kind) {
		case 'local':
			// Refused when the file is read: nothing could be checked out.
			if (git === null || repositorySource === null) return null;
			return createLocalRunner(runner, {
				...ports,
				...{ branch, paths, repository: git, folder: path.join(ports.runsFolder, name) },
				watchEveryMs: watchEveryMs[repositorySource.kind],
			});
		case 'github':
			return createGithubRunner(runner, http);
		case 'gitlab':
			return createGitlabRunner(runner, http);
		case 'jenkins':
			return createJenkinsRunner(runner, http);
		default:
			return assertNever(runner);
	}
}

/** Every log line of a connector says which service it is about. */
function withService(logger: Logger, service: string): Logger {
	return {
		debug: (fields, message) => logger.debug({ service, ...fields }, message),
		info: (fields, message) => logger.info({ service, ...fields }, message),
		warn: (fields, message) => logger.warn({ service, ...fields }, message),
		error: (fields, message) => logger.error({ service, ...fields }, message),
	};
}
