/** From a configuration to the sources of facts of a project: those that it names, and the history of each repository. */
import { hostedRepositoryName, repositoryName } from '../../shared/config/repository.ts';
import type { FactSourceConfig, GithubFactsConfig, GitlabFactsConfig } from '../../shared/config/delivery-model.ts';
import type { ProjectConfig, ServiceConfig } from '../../shared/config/model.ts';
import type { RepositoryConfig } from '../../shared/config/pipeline-model.ts';
import { assertNever } from '../../shared/domain/result.ts';
import { createAlertmanagerSource } from '../connectors/facts/alertmanager/source.ts';
import { createArgoFacts } from '../connectors/facts/argo/source.ts';
import type { ProjectFactsDeps } from '../connectors/facts/common/known-project.ts';
import { createFileSource } from '../connectors/facts/file/source.ts';
import { createGithubFacts } from '../connectors/facts/github/source.ts';
import { createGitlabFacts } from '../connectors/facts/gitlab/source.ts';
import { createOpsgenieSource } from '../connectors/facts/opsgenie/source.ts';
import { createPagerdutySource } from '../connectors/facts/pagerduty/source.ts';
import { createStatuspageSource } from '../connectors/facts/statuspage/source.ts';
import { budgetKey } from '../connectors/http-hosts/budget-key.ts';
import { createCommitFeed } from '../connectors/scm/git/commit-feed.ts';
import type { FactSource } from '../engine/delivery-ports.ts';
import type { ProjectService } from '../engine/delivery/setup.ts';
import type { SyncedSource } from '../engine/delivery/sync-loop.ts';
import type { ServicePorts } from './connect-services.ts';

export interface FactsPorts extends Pick<ServicePorts, 'clock' | 'logger' | 'exec' | 'fetch' | 'secrets' | 'cache'> {
	/** Folder below which clones of repositories are kept; the same as for pipelines, which share them. */
	readonly clonesFolder: string;
	/** Deployed commits of these services that no commit is there for, full hashes: they may lie on no branch and no tag. */
	readonly deployedCommits?: (services: readonly string[]) => Promise<readonly string[]>;
}

const minute = 60_000;
/** Between two pulls, ms. What knows only the present is asked often, or what came and went is never seen. */
const everyMs: Readonly<Record<FactSourceConfig['kind'], number>> = {
	...{ github: 5 * minute, gitlab: 5 * minute, argo: 2 * minute, pagerduty: 5 * minute, opsgenie: 5 * minute },
	...{ statuspage: 5 * minute, alertmanager: minute, file: minute / 2 },
};
/** A folder costs little, an address a fetch. */
const gitEveryMs: Readonly<Record<RepositoryConfig['kind'], number>> = { folder: minute, address: 5 * minute };
/** The history is read as a whole; before its first commit there was nothing to know. */
const gitBackMs = 365 * 24 * 60 * minute;

/** All sources of a project; opens no connection yet. */
export function connectFacts(projectId: string, config: ProjectConfig, ports: FactsPorts): readonly SyncedSource[] {
	const deps = factsDeps(config, ports);
	const configured = config.delivery.sources.map((source) => ({
		projectId,
		source: connectSource(source, config, deps),
		host: hostOf(source),
		everyMs: everyMs[source.kind],
		backMs: source.backMs,
	}));
	return [...configured, ...connectRepositories(projectId, config.services, ports)];
}

/** What the metrics know of the services of the file. */
export function measuredServices({ services }: ProjectConfig): readonly ProjectService[] {
	return services.map(({ name, owner, repositorySource, pipeline, environments }) => ({
		...{ name, owner, repository: repositorySource === null ? null : repositoryName(repositorySource) },
		hasPaths: (pipeline?.paths ?? []).length > 0,
		environments: environments.map((environment) => ({ name: environment.name, tier: environment.tier })),
		hasRuns: pipeline !== null,
		hasTests: (pipeline?.evidence ?? []).length > 0,
	}));
}

function factsDeps({ services, delivery }: ProjectConfig, ports: FactsPorts): ProjectFactsDeps {
	const names = new Set([...services.map(({ name }) => name), ...delivery.otherServices]);
	return {
		...{ clock: ports.clock, fetch: ports.fetch, resolveSecret: ports.secrets, cache: ports.cache },
		isOurService: (name) => names.has(name),
		tierOf(service, environment) {
			const known = services.find(({ name }) => name === service)?.environments ?? [];
			return known.find(({ name }) => name === environment)?.tier ?? null;
		},
	};
}

function connectSource(source: FactSourceConfig, config: ProjectConfig, deps: ProjectFactsDeps): FactSource {
	switch (source.kind) {
		case 'github':
			return createGithubFacts(source, { ...deps, repositoryName: nameOfHosted(source, config) });
		case 'gitlab':
			return createGitlabFacts(source, { ...deps, repositoryName: nameOfHosted(source, config) });
		case 'argo':
			return createArgoFacts(source, { ...deps, repositoryName: nameOfService(source.service, config) });
		case 'pagerduty':
			return createPagerdutySource(source, deps);
		case 'opsgenie':
			return createOpsgenieSource(source, deps);
		case 'alertmanager':
			return createAlertmanagerSource(source, deps);
		case 'statuspage':
			return createStatuspageSource(source, deps);
		case 'file':
			return createFileSource(source);
		default:
			return assertNever(source);
	}
}

function nameOfService(service: string | null, { services }: ProjectConfig): string | null {
	const source = services.find(({ name }) => name === service)?.repositorySource ?? null;
	return source === null ? null : repositoryName(source);
}

/**
 * Changes must have the name that git's commits have. A service may be read from a checkout on this machine, whose name is its
 * path: then the source's service says that the two are the same.
 */
function nameOfHosted(source: GithubFactsConfig | GitlabFactsConfig, config: ProjectConfig): string {
	const hosted =
		source.kind === 'github'
			? hostedRepositoryName(source.api, `${source.repository.owner}/${source.repository.name}`)
			: hostedRepositoryName(source.url, source.project);
	const isThere = config.services.some(({ name }) => nameOfService(name, config) === hosted);
	return isThere ? hosted : (nameOfService(source.service, config) ?? hosted);
}

function hostOf(source: FactSourceConfig): string {
	if (source.kind === 'file') return source.id;
	const { auth = null } = source.kind === 'alertmanager' ? source : {};
	const secret = auth === null ? source.token : 'bearer' in auth ? auth.bearer : auth.password;
	return budgetKey('api' in source ? source.api : source.url, secret);
}

function connectRepositories(
	projectId: string,
	services: readonly ServiceConfig[],
	{ exec, logger, clonesFolder: cacheFolder, deployedCommits }: FactsPorts,
): readonly SyncedSource[] {
	const repositories = new Map<string, { readonly repository: RepositoryConfig; readonly services: ServiceConfig[] }>();
	for (const service of services) {
		if (service.repositorySource === null) continue;
		const name = repositoryName(service.repositorySource);
		const known = repositories.get(name) ?? { repository: service.repositorySource, services: [] };
		known.services.push(service);
		repositories.set(name, known);
	}
	return [...repositories].map(([name, { repository, services: own }]) => {
		const id = `git:${name}`;
		const source = createCommitFeed({
			...{ id, repositoryName: name, repository, exec, logger, cacheFolder },
			branches: [...new Set(own.map(({ pipeline }) => pipeline?.branch ?? null))],
			services: own.flatMap((service) => {
				const paths = service.pipeline?.paths ?? [];
				return paths.length === 0 ? [] : [{ name: service.name, paths }];
			}),
			...(deployedCommits === undefined ? {} : { deployed: () => deployedCommits(own.map((service) => service.name)) }),
		});
		return { projectId, source, host: id, everyMs: gitEveryMs[repository.kind], backMs: gitBackMs };
	});
}
