/**
 * Judges the history of one service in one environment: what each deployment counts as, what each commit waited, which
 * deployments failed and how we know. The rules are told with examples in docs/delivery-metrics.md.
 */
import type { Tier } from '../release.ts';
import { attribute } from './causes.ts';
import { indexCommits, wholeHashOf } from './commit-index.ts';
import type { DeploymentFact, FactRef, IncidentFact } from './facts.ts';
import { failuresOf } from './failures.ts';
import type { DeploymentFailure, GraphCommit, JudgedDeployment, JudgedHistory } from './judged.ts';
import { walkCommits, type Walk } from './lead-times.ts';
import { type PlacedDeployment, placeDeployments } from './place.ts';
import type { DeliveryPolicy } from './policy.ts';
import { remediesOf } from './remedies.ts';
import { type Standing, standingsOf } from './standing.ts';
import { type SaidTelling, tellOnce, type TellingRules } from './tellings.ts';
import { withRepeats } from './told-twice.ts';
import { type Hotfixes, hotfixesOf, unplannedOf } from './unplanned.ts';

/** All facts of one unit, in any order; the answer does not depend on it. */
export interface HistoryInput {
	readonly unit: { readonly service: string; readonly environment: string; readonly tier: Tier };
	readonly deployments: readonly DeploymentFact[];
	/**
	 * Incidents of the service, and others that name or were said to come from one of its deployments; assigning and
	 * withdrawing by hand already applied. Those that do not concern the unit are passed over.
	 */
	readonly incidents: readonly IncidentFact[];
	/** What people said. A key that is missing: nobody said anything. */
	readonly said: {
		/** Null: no change caused it. */
		readonly incidentCause: ReadonlyMap<FactRef, FactRef | null>;
		readonly deploymentCommit: ReadonlyMap<FactRef, string>;
		readonly deploymentHotfix: ReadonlyMap<FactRef, boolean>;
		/** Each two of them once. */
		readonly tellings: readonly SaidTelling[];
	};
	/**
	 * The service's other environments of production, where the unit is of production itself: an incident that names no
	 * environment is inferred on one deployment of all of them.
	 */
	readonly siblings: readonly { readonly environment: string; readonly deployments: readonly DeploymentFact[] }[];
	/** Of the service's repository; null where there is none. */
	readonly commits: readonly GraphCommit[] | null;
	readonly policy: DeliveryPolicy;
}

/** Near linear in deployments, incidents and commits. */
export function judgeHistory(input: HistoryInput): JudgedHistory {
	const find = indexCommits(input.commits ?? []);
	const wholeHash = (hash: string) => wholeHashOf(input.commits ?? [], find, hash);
	const ordered = ({ environment, deployments }: HistoryInput['siblings'][number]) => {
		const all = placeDeployments(deployments, input.said.deploymentCommit, wholeHash);
		const told = tellOnce(all, tellingRules(input));
		return { environment, ...told, standings: standingsOf(told.placed) };
	};
	const { placed, repeats, standings } = ordered({ ...input.unit, deployments: input.deployments });
	const elsewhere = input.siblings.map(ordered);
	const walk = walkCommits(placed, standings, input.commits, find);
	const hotfixes = hotfixesOf(placed, walk, input.commits ?? [], input.said.deploymentHotfix);
	const causes = attribute({ ...input, placed, standings, walk, elsewhere });
	const remedies = remediesOf({ ...input, placed, standings, walk, hotfixes, causes });
	const failures = failuresOf({ placed, standings, causes, remedies });
	const world = { placed, standings, walk, hotfixes, failures };
	const deployments = placed.map((deployment, index) => judged(world, deployment, index));
	return {
		...withRepeats({ deployments, leads: walk.leads }, repeats, input.said.tellings),
		incidentsWithoutDeployment: causes.without,
	};
}

function tellingRules({ policy, said }: HistoryInput): TellingRules {
	return { windowMs: policy.sameDeploymentWindowMs, said: said.tellings, saidCommit: said.deploymentCommit };
}

interface World {
	readonly placed: readonly PlacedDeployment[];
	readonly standings: readonly Standing[];
	readonly walk: Walk;
	readonly hotfixes: Hotfixes;
	readonly failures: readonly (DeploymentFailure | null)[];
}

function judged(world: World, deployment: PlacedDeployment, index: number): JudgedDeployment {
	const { fact } = deployment;
	const standing = world.standings[index]?.standing ?? 'unfinished';
	const previous = standing === 'counted' ? (world.standings[index]?.previous ?? null) : null;
	return {
		ref: deployment.ref,
		version: fact.version,
		commit: deployment.commit,
		startedAt: fact.startedAt,
		firstTrafficAt: fact.firstTrafficAt,
		at: deployment.at,
		standing,
		why: world.standings[index]?.why ?? '',
		previous: previous === null ? null : (world.placed[previous]?.ref ?? null),
		noLeadTime: world.walk.noLeadTime[index] ?? null,
		failure: world.failures[index] ?? null,
		unplanned: unplannedOf(deployment, standing, world.hotfixes.isHotfix(index)),
		commits: world.walk.batch[index] ?? 0,
		actor: fact.actor,
		url: fact.url,
		note: fact.note,
	};
}
