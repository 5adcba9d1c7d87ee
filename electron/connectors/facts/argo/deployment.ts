/** Entries of Argo's history, and the operation that is under way or came to nothing, as deployments. */
import type { ArgoFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { DeploymentFact, DeploymentOutcome } from '../../../../shared/domain/delivery/facts.ts';
import type { Tier } from '../../../../shared/domain/release.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import type { ArgoDeployedSource, ArgoHistory, ArgoOperation } from './schemas.ts';

export interface ArgoPlace {
	readonly config: ArgoFactsConfig;
	readonly tier: Tier;
	/** Whether a revision of the repository at this address is a commit of the service itself. */
	isOwnRepository(url: string): boolean;
}

/** What was deployed. */
interface Deployed {
	readonly revision?: string | null | undefined;
	readonly revisions?: readonly string[] | null | undefined;
	readonly source?: ArgoDeployedSource | null | undefined;
	readonly sources?: readonly ArgoDeployedSource[] | null | undefined;
}

const isHash = (revision: string): boolean => /^[0-9a-f]{40}([0-9a-f]{24})?$/i.test(revision);

/** The tag of `acme/shop:1.2.3` or `old=acme/shop:1.2.3`; null for a digest. */
function tagOf(image: string): string | null {
	return /:([\w][\w.-]{0,127})$/.exec(image.replace(/@sha256:.*$/, ''))?.[1] ?? null;
}

/** The image that the entry names, which is the service's own version. */
function imageVersion({ helm, kustomize }: ArgoDeployedSource): string | null {
	const images = [...new Set((kustomize?.images ?? []).flatMap((image) => tagOf(image) ?? []))];
	const parameter = helm?.parameters?.find(({ name }) => /^(image\.)?tag$|\.image\.tag$/.test(name ?? ''))?.value;
	const value = helm?.valuesObject?.image?.tag;
	return parameter ?? (value == null ? null : String(value)) ?? (images.length === 1 ? (images[0] ?? null) : null);
}

/**
 * Version and commit. Where Argo deploys from a repository of its own, its revision says nothing about the service's commits, but
 * going back to it is going back: it then stands for the version.
 */
function whatOf(
	{ source, sources, revision, revisions }: Deployed,
	place: ArgoPlace,
): Pick<DeploymentFact, 'version' | 'commit'> | null {
	const all = [...(source ? [source] : []), ...(sources ?? [])];
	const [first = null] = [...(revision ? [revision] : []), ...(revisions ?? [])];
	const own = all.findIndex(({ repoURL }) => place.isOwnRepository(repoURL ?? ''));
	const ownRevision = own < 0 ? null : (revisions?.[source ? own - 1 : own] ?? first);
	const commit = ownRevision !== null && isHash(ownRevision) ? ownRevision.toLowerCase() : null;
	const image = all.map((each) => imageVersion(each)).find((each) => each !== null) ?? null;
	const named = first === null || isHash(first) ? null : first;
	const version = image ?? named ?? (commit === null ? (first?.slice(0, 12).toLowerCase() ?? null) : null);
	return version === null && commit === null ? null : { version, commit };
}

/** One that began at the same instant as an operation is that operation. */
const idOf = (startedAt: string): string => `sync-${startedAt}`;

function factOf(
	{ config, tier }: ArgoPlace,
	id: string,
	fact: Pick<
		DeploymentFact,
		'version' | 'commit' | 'startedAt' | 'finishedAt' | 'outcome' | 'offsetMinutes' | 'note' | 'actor'
	>,
): DeploymentFact {
	const { url, application, service, environment } = config;
	return {
		...{ kind: 'deployment', source: config.id, nativeId: id },
		...{ url: `${url}/applications/${encodeURIComponent(application)}`, service, environment, tier },
		...{ firstTrafficAt: null, tookTraffic: null, isRollback: null, takesBack: null, isHotfix: null, fixes: [] },
		...fact,
	};
}

export function deployedFact(place: ArgoPlace, entry: ArgoHistory): DeploymentFact | string {
	const ended = instantOf(entry.deployedAt);
	if (ended === null) return 'its time is no instant';
	const what = whatOf(entry, place);
	if (what === null) return 'it names no revision';
	const startedAt = millisOf(entry.deployStartedAt) ?? ended.at;
	const id = entry.deployStartedAt ? idOf(entry.deployStartedAt) : `history-${entry.id}`;
	return factOf(place, id, {
		...{ ...what, startedAt: Math.min(startedAt, ended.at), finishedAt: ended.at, outcome: 'succeeded' },
		...{ offsetMinutes: ended.offsetMinutes, note: null, actor: entry.initiatedBy?.username ?? null },
	});
}

/** `Terminating` is one that somebody stops. */
const outcomes: Readonly<Record<string, DeploymentOutcome>> = {
	...{ Running: 'running', Terminating: 'running', Failed: 'failed', Error: 'failed' },
};

/** False for a sync that ended well, which the history has, for one of some resources only, and for one that only tries. */
export function isTold({ phase, operation }: ArgoOperation): boolean {
	const { dryRun = false, resources = null } = operation?.sync ?? {};
	return phase !== 'Succeeded' && dryRun !== true && (resources ?? []).length === 0;
}

export function operationFact(place: ArgoPlace, operation: ArgoOperation): DeploymentFact | string {
	const outcome = outcomes[operation.phase];
	if (outcome === undefined) return `its phase ${operation.phase} is not known`;
	const started = instantOf(operation.startedAt);
	if (started === null) return 'its time of start is no instant';
	const finishedAt = outcome === 'running' ? null : (millisOf(operation.finishedAt) ?? started.at);
	return factOf(place, idOf(operation.startedAt), {
		...(whatOf(operation.syncResult ?? {}, place) ?? { version: null, commit: null }),
		...{ startedAt: started.at, finishedAt, outcome, offsetMinutes: started.offsetMinutes },
		note: outcome === 'failed' ? (operation.message ?? null) : null,
		actor: operation.operation?.initiatedBy?.username ?? null,
	});
}
