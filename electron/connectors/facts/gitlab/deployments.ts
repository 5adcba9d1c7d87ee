/** Deployments into environments, with the tiers that GitLab gives them. */
import type { GitlabFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { DeploymentFact, DeploymentOutcome } from '../../../../shared/domain/delivery/facts.ts';
import type { Tier } from '../../../../shared/domain/release.ts';
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { isPreview, type ProjectFactsDeps } from '../common/known-project.ts';
import { environmentOf, serviceOf, tierOfName } from '../common/names.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import type { GitlabAsking, GitlabPage } from './asking.ts';
import { deploymentSchema, environmentsSchema, type GitlabDeployment, type GitlabEnvironments } from './schemas.ts';

/** By GitLab's names of environments. */
type Tiers = ReadonlyMap<string, string>;

/** More environments than this are previews that nobody removed. */
const mostPages = 10;

export function deploymentsList(
	config: GitlabFactsConfig,
	asking: GitlabAsking,
	deps: ProjectFactsDeps,
): NewestFirstList {
	let known: Tiers | null = null;
	return {
		name: 'deployments',
		async page({ after, floor }, signal) {
			if (known === null || after === null) {
				const read = await readTiers(asking, signal);
				if (!read.ok) return read;
				known = read.value;
			}
			const tiersThere = known;
			const page = await asking.touched({ path: 'deployments', after, floor, what: 'its deployments' }, signal);
			if (!page.ok) return page;
			const { value, ...place } = page.value;
			const each = readEach(value, deploymentSchema, (one) => listed(config, one, tiersThere, deps), 'deployment');
			return ok({
				items: each.items.flatMap(({ item }) => item ?? []),
				leftOut: each.leftOut,
				...place,
			});
		},
		again: null,
	};
}

async function readTiers(asking: GitlabAsking, signal: AbortSignal): Promise<Result<Tiers>> {
	const all = new Map<string, string>();
	let from: string | null = 'environments';
	for (let page = 0; from !== null && page < mostPages; page += 1) {
		const query = { per_page: '100' };
		const read: Result<GitlabPage<GitlabEnvironments>> = await asking.get(
			{ from, query, schema: environmentsSchema, what: 'its environments' },
			signal,
		);
		if (!read.ok) return read;
		for (const { name, tier } of read.value.value) if (tier) all.set(name, tier);
		from = read.value.next;
	}
	return ok(all);
}

const outcomes: Readonly<Record<string, DeploymentOutcome>> = {
	...{ success: 'succeeded', failed: 'failed', canceled: 'cancelled', skipped: 'cancelled' },
	...{ created: 'running', running: 'running', blocked: 'running' },
};

/** `item: null` is one that is none of our business. */
function listed(
	config: GitlabFactsConfig,
	deployment: GitlabDeployment,
	known: Tiers,
	deps: ProjectFactsDeps,
): { readonly item: Listed | null } | string {
	const { deployable = null, environment: there } = deployment;
	if (isPreview(there.name) && !Object.hasOwn(config.environments, there.name)) return { item: null };
	const outcome = outcomes[deployment.status];
	if (outcome === undefined) return `its status ${deployment.status} is not known`;
	const created = instantOf(deployment.created_at);
	if (created === null) return 'its time of creation is no instant';
	const names = [deployable?.name, there.name];
	const service = serviceOf(config.services, names, deps.isOurService) ?? config.service;
	if (service === null) return 'nothing says which service it is of';
	const environment = environmentOf(config.environments, there.name);
	const startedAt = millisOf(deployable?.started_at) ?? created.at;
	const touchedAt = millisOf(deployment.updated_at) ?? created.at;
	const finishedAt = outcome === 'running' ? null : (millisOf(deployable?.finished_at) ?? touchedAt);
	const fact: DeploymentFact = {
		...{ kind: 'deployment', source: config.id, nativeId: String(deployment.id), url: deployable?.web_url ?? null },
		...{ offsetMinutes: created.offsetMinutes, service, environment },
		tier: deps.tierOf?.(service, environment) ?? tierThere(known.get(there.name), there.name),
		// A job of a tag has the tag's name where others have their branch.
		version: deployable?.tag === true ? (deployment.ref ?? null) : null,
		...{ commit: deployment.sha.toLowerCase(), startedAt: Math.min(startedAt, finishedAt ?? startedAt) },
		...{ firstTrafficAt: null, finishedAt, outcome, tookTraffic: null, isRollback: null, takesBack: null },
		...{ isHotfix: null, fixes: [], note: null, actor: deployment.user?.username ?? null },
	};
	return { item: { fact, id: fact.nativeId, at: touchedAt, isOpen: false } };
}

const tiers: readonly Tier[] = ['development', 'testing', 'staging', 'production'];

/** `other` says nothing. */
function tierThere(tier: string | undefined, name: string): Tier {
	return tiers.find((each) => each === tier) ?? tierOfName(name);
}
