/** Deployments as GitHub keeps them, with their statuses. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { DeploymentFact, DeploymentOutcome } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { isPreview, type ProjectFactsDeps, tierIn } from '../common/known-project.ts';
import { environmentOf, serviceOf } from '../common/names.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { readEach } from '../common/read-each.ts';
import { parseJson } from '../../http-hosts/json.ts';
import type { GithubAsking } from './asking.ts';
import { pageOf } from './pages.ts';
import { deploymentsAgainQuery, deploymentsQuery } from './queries.ts';
import { deploymentSchema, type GithubDeployment, nodesSchema, pageSchemas } from './schemas.ts';

const what = 'its deployments';

export function deploymentsList(
	config: GithubFactsConfig,
	asking: GithubAsking,
	deps: ProjectFactsDeps,
): NewestFirstList {
	const read = (entries: readonly unknown[]) => {
		const each = readEach(entries, deploymentSchema, (one) => listed(config, one, deps), 'deployment');
		return { items: each.items.flatMap(({ item }) => item ?? []), leftOut: each.leftOut };
	};
	return {
		name: 'deployments',
		async page({ after }, signal) {
			const query = { query: deploymentsQuery, variables: { after }, schema: pageSchemas.deployments, what };
			const page = await asking.query(query, signal);
			return page.ok ? ok({ ...read(page.value.nodes), ...pageOf(page.value, 'createdAt') }) : page;
		},
		async again(ids, signal) {
			const query = { query: deploymentsAgainQuery, variables: { ids }, schema: nodesSchema, what };
			const again = await asking.query(query, signal);
			return again.ok ? ok(read(again.value.data.nodes.filter((node) => node !== null))) : again;
		},
	};
}

/** What deployments carry along: whatever JSON their maker thought of. */
type Payload = ReadonlyMap<string, unknown>;

function payloadOf(text: string | null | undefined): Payload {
	// GitHub hands on a payload that was a text in the first place as JSON in JSON.
	const once = parseJson(text ?? '');
	const value = typeof once === 'string' ? parseJson(once) : once;
	return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
}

function textIn(payload: Payload, names: readonly string[]): string | null {
	for (const name of names) {
		const value = payload.get(name);
		if (typeof value === 'string' && value.trim() !== '' && value.length <= 200) return value.trim();
	}
	return null;
}

/** The name of a tag, or what the payload says; a branch or a hash is no version. */
function versionOf({ ref }: GithubDeployment, payload: Payload): string | null {
	const said = textIn(payload, ['version', 'release', 'tag']);
	return said ?? (ref?.prefix === 'refs/tags/' ? ref.name : null);
}

interface Course {
	readonly outcome: DeploymentOutcome;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	readonly note: string | null;
	readonly url: string | null;
}

/** The first success counts: `inactive` after it only says that another deployment took its place. */
function courseOf({ statuses, others }: GithubDeployment): Course {
	const all = [...(statuses?.nodes ?? []), ...(others?.nodes ?? [])]
		.flatMap((status) => (status === null ? [] : [{ ...status, at: millisOf(status.createdAt) ?? 0 }]))
		.toSorted((left, right) => left.at - right.at);
	const first = (...states: readonly string[]) => all.find(({ state }) => states.includes(state));
	const failed = all.findLast(({ state }) => state === 'FAILURE' || state === 'ERROR');
	const end = first('SUCCESS') ?? failed ?? first('INACTIVE', 'DESTROYED', 'ABANDONED');
	const outcome = end === undefined ? 'running' : (outcomes[end.state] ?? 'cancelled');
	return {
		outcome,
		startedAt: first('IN_PROGRESS')?.at ?? null,
		finishedAt: end?.at ?? null,
		note: outcome === 'failed' ? (end?.description ?? null) : null,
		url: all.findLast(({ logUrl }) => /^https?:\/\//.test(logUrl ?? ''))?.logUrl ?? null,
	};
}
const outcomes: Readonly<Record<string, DeploymentOutcome>> = {
	...{ SUCCESS: 'succeeded', FAILURE: 'failed', ERROR: 'failed' },
};

/** `item: null` is one that is none of our business. */
function listed(
	config: GithubFactsConfig,
	deployment: GithubDeployment,
	deps: ProjectFactsDeps,
): { readonly item: Listed | null } | string {
	const written = deployment.environment ?? 'production';
	if (isPreview(written) && !Object.hasOwn(config.environments, written)) return { item: null };
	const payload = payloadOf(deployment.payload);
	const created = instantOf(deployment.createdAt);
	if (created === null) return 'its time of creation is no instant';
	if (deployment.statuses === null) return 'its statuses may not be seen, so how it ended is not known';
	const names = [textIn(payload, ['service', 'app', 'application', 'component']), deployment.task, written];
	const service = serviceOf(config.services, names, deps.isOurService) ?? config.service;
	if (service === null) return 'nothing says which service it is of';
	const environment = environmentOf(config.environments, written);
	const { task = null } = deployment;
	const course = courseOf(deployment);
	const fact: DeploymentFact = {
		...{ kind: 'deployment', source: config.id, nativeId: String(deployment.databaseId ?? deployment.id) },
		...{ url: course.url, offsetMinutes: created.offsetMinutes, service, environment },
		tier: tierIn(deps, service, environment),
		version: versionOf(deployment, payload),
		commit: deployment.commitOid.toLowerCase(),
		startedAt: Math.min(course.startedAt ?? created.at, course.finishedAt ?? Number.POSITIVE_INFINITY),
		...{ firstTrafficAt: null, finishedAt: course.finishedAt, outcome: course.outcome, tookTraffic: null },
		isRollback: task === 'rollback' || payload.get('rollback') === true ? true : null,
		...{ takesBack: null, isHotfix: task === 'hotfix' || payload.get('hotfix') === true ? true : null, fixes: [] },
		...{ note: course.note, actor: deployment.creator?.login ?? null },
	};
	return { item: { fact, id: deployment.id, at: created.at, isOpen: course.outcome === 'running' } };
}
