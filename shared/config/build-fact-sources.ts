/** From the checked `sources:` to what they mean. */
import { buildSecret } from './build-secret.ts';
import type { FactSourceConfig, GithubFactsConfig, GitlabFactsConfig } from './delivery-model.ts';
import type { FileSecret } from './file/commands.ts';
import type { FileFactSource } from './file/fact-sources.ts';
import { resolvePath } from './paths.ts';
import { type PlacedService, serviceOfPlace } from './service-of-place.ts';

type FileOf<K extends FileFactSource['kind']> = Extract<FileFactSource, { readonly kind: K }>;

/** Name of a source: as it is written, else its kind and place. */
export function factSourceId(source: FileFactSource): string {
	return source.id ?? idByPlace(source);
}

function idByPlace(source: FileFactSource): string {
	switch (source.kind) {
		case 'github':
			return `github:${source.repository}`;
		case 'gitlab':
			return `gitlab:${source.project}`;
		case 'argo':
			return `argo:${source.application}`;
		case 'alertmanager':
		case 'statuspage':
			return `${source.kind}:${URL.parse(source.url)?.host ?? source.url}`;
		case 'file':
			return `file:${source.path}`;
		default:
			return source.kind;
	}
}

/** The format that the name of a file tells; null where it tells none. */
export function formatByName(path: string): 'csv' | 'json' | 'cdevents' | null {
	const name = path.toLowerCase();
	if (/\.cdevents\.(json|jsonl|ndjson)$/.test(name)) return 'cdevents';
	if (name.endsWith('.csv')) return 'csv';
	return name.endsWith('.json') ? 'json' : null;
}

/** Builds a source without errors. `folder` is where relative paths start. */
export function buildFactSource(
	source: FileFactSource,
	folder: string,
	services: readonly PlacedService[],
): FactSourceConfig {
	const secret = (reference: FileSecret | undefined) =>
		reference === undefined ? null : buildSecret(reference, folder);
	const base = {
		id: factSourceId(source),
		token: 'token' in source ? secret(source.token) : null,
		backMs: source.back,
		services: source.services,
		environments: source.environments,
	};
	switch (source.kind) {
		case 'github':
			return { ...base, ...buildGithub(source, services) };
		case 'gitlab':
			return { ...base, ...buildGitlab(source, services) };
		case 'argo': {
			const { kind, application, service, environment } = source;
			return { ...base, kind, url: bare(source.url), application, service, environment };
		}
		case 'pagerduty':
		case 'opsgenie':
			return { ...base, kind: source.kind, api: bare(source.api) };
		case 'alertmanager': {
			const { kind, serviceLabel, labels } = source;
			return { ...base, kind, url: bare(source.url), auth: buildAuth(source, folder), serviceLabel, labels };
		}
		case 'statuspage':
			return { ...base, kind: source.kind, url: bare(source.url) };
		case 'file': {
			const format = source.format ?? formatByName(source.path) ?? 'json';
			return { ...base, kind: source.kind, path: resolvePath(folder, source.path), format };
		}
	}
}

type Own<C> = Omit<C, 'id' | 'token' | 'backMs' | 'services' | 'environments'>;

function buildGithub(source: FileOf<'github'>, services: readonly PlacedService[]): Own<GithubFactsConfig> {
	const { kind, repository, deployments, changes, incidentLabels } = source;
	const [owner = '', name = ''] = repository.split('/');
	return {
		kind,
		api: bare(source.api),
		repository: { owner, name },
		service: source.service ?? serviceOfPlace(repository, services),
		deployments: deploymentsOf(deployments),
		changes,
		incidentLabels,
	};
}

function deploymentsOf(written: FileOf<'github'>['deployments']): GithubFactsConfig['deployments'] {
	if (written === null) return null;
	return written === 'deployments' ? { from: 'deployments' } : { from: 'runs', ...written };
}

function buildGitlab(source: FileOf<'gitlab'>, services: readonly PlacedService[]): Own<GitlabFactsConfig> {
	const { kind, project, deployments, changes, incidentLabels } = source;
	const service = source.service ?? serviceOfPlace(project, services);
	return { kind, url: bare(source.url), project, service, deployments, changes, incidentLabels };
}

function buildAuth({ bearer, user, password }: FileOf<'alertmanager'>, folder: string) {
	if (bearer !== undefined) return { bearer: buildSecret(bearer, folder) };
	if (user !== undefined && password !== undefined) return { user, password: buildSecret(password, folder) };
	return null;
}

const bare = (address: string): string => address.replace(/\/+$/, '');
