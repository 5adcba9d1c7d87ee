/** Runs of a workflow that deploys, where GitHub is told of no deployments. */
import type { GithubFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type { DeploymentFact, DeploymentOutcome } from '../../../../shared/domain/delivery/facts.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { leadsAway, nextPage } from '../../http-hosts/links.ts';
import { instantOf, millisOf } from '../common/instants.ts';
import { type ProjectFactsDeps, tierIn } from '../common/known-project.ts';
import { serviceOf } from '../common/names.ts';
import type { Listed, NewestFirstList } from '../common/newest-first.ts';
import { oldestOf } from '../common/oldest.ts';
import { pageKeyOf } from '../common/page-key.ts';
import { readEach } from '../common/read-each.ts';
import type { GithubAsking } from './asking.ts';
import { type GithubRun, runSchema, runsSchema } from './schemas.ts';

export type RunsConfig = GithubFactsConfig & {
	readonly deployments: Extract<GithubFactsConfig['deployments'], { readonly from: 'runs' }>;
};

const what = 'its workflow that deploys';

/** GitHub lists runs by creation, newest first, and shows a run that was run again in its old place. */
export function runsList(config: RunsConfig, asking: GithubAsking, deps: ProjectFactsDeps): NewestFirstList {
	const workflow = encodeURIComponent(config.deployments.workflow);
	return {
		name: 'deployments',
		async page({ after }, signal) {
			const path = after ?? `actions/workflows/${workflow}/runs?per_page=100`;
			const page = await asking.get({ path, schema: runsSchema, what }, signal);
			if (!page.ok) return page;
			const { value, reply } = page.value;
			// Taken for the end of the list it would lose what lies beyond in silence.
			if (leadsAway(reply.header('link'), reply.address)) return asking.http.odd(what);
			const each = readEach(value.workflow_runs, runSchema, (run) => listed(config, run, deps), 'run');
			const items = each.items.flatMap(({ item }) => item ?? []);
			return ok({
				...{ items, leftOut: each.leftOut, oldest: oldestOf(value.workflow_runs, 'created_at') },
				next: nextPage(reply.header('link'), reply.address),
				key: pageKeyOf(value.workflow_runs),
			});
		},
		async again(ids, signal) {
			const items: Listed[] = [];
			for (const id of ids) {
				const one = await asking.get({ path: `actions/runs/${id}`, schema: runSchema, what }, signal);
				if (!one.ok && one.problem.details?.['status'] === 404) continue;
				if (!one.ok) return one;
				const read = listed(config, one.value.value, deps);
				if (typeof read !== 'string' && read.item !== null) items.push(read.item);
			}
			return ok({ items, leftOut: [] });
		},
	};
}

/** `skipped`, `neutral` and the like did not deploy. */
const outcomes: Readonly<Record<string, DeploymentOutcome>> = {
	...{
		success: 'succeeded',
		failure: 'failed',
		timed_out: 'failed',
		startup_failure: 'failed',
		cancelled: 'cancelled',
	},
};

function listed(config: RunsConfig, run: GithubRun, deps: ProjectFactsDeps): { readonly item: Listed | null } | string {
	const outcome = run.status === 'completed' ? outcomes[run.conclusion ?? ''] : 'running';
	if (outcome === undefined || run.event.startsWith('pull_request')) return { item: null };
	const started = instantOf(run.run_started_at ?? run.created_at);
	if (started === null) return 'its time of start is no instant';
	const names = [run.name, run.display_title];
	const service = serviceOf(config.services, names, deps.isOurService) ?? config.service;
	if (service === null) return 'nothing says which service it is of';
	const { environment } = config.deployments;
	const finishedAt = outcome === 'running' ? null : Math.max(started.at, millisOf(run.updated_at) ?? started.at);
	const fact: DeploymentFact = {
		...{ kind: 'deployment', source: config.id, nativeId: `${run.id}-${run.run_attempt ?? 1}` },
		...{ url: run.html_url ?? null, offsetMinutes: started.offsetMinutes, service, environment },
		tier: tierIn(deps, service, environment),
		version: versionOf(run),
		...{ commit: run.head_sha.toLowerCase(), startedAt: started.at, firstTrafficAt: null, finishedAt, outcome },
		...{ tookTraffic: null, isRollback: null, takesBack: null, isHotfix: null, fixes: [], note: null },
		actor: run.triggering_actor?.login ?? run.actor?.login ?? null,
	};
	const at = millisOf(run.created_at) ?? started.at;
	return { item: { fact, id: String(run.id), at, isOpen: outcome === 'running' } };
}

/** A run of a tag has the tag's name where others have their branch. */
function versionOf({ head_branch: name, event }: GithubRun): string | null {
	return name !== null && (event === 'release' || /^v?\d+\.\d+/.test(name)) ? name : null;
}
