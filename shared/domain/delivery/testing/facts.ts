/** Facts for tests, with everything filled in that a test does not speak of. */
import type { DeploymentFact, IncidentFact } from '../facts.ts';
import { type HistoryInput, judgeHistory } from '../judge-history.ts';
import type { GraphCommit, JudgedHistory } from '../judged.ts';
import { defaultDeliveryPolicy } from '../policy.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** 2 March 2026, a Monday, 00:00 UTC. */
export const monday = Date.UTC(2026, 2, 2);

/** Told by `told` unless said otherwise; finished at `at` after ten minutes. */
export function deployed(at: number, facts: Partial<DeploymentFact> = {}): DeploymentFact {
	return {
		kind: 'deployment',
		source: 'told',
		nativeId: `d${at}`,
		url: null,
		offsetMinutes: null,
		service: 'shop',
		environment: 'production',
		tier: 'production',
		version: null,
		commit: null,
		startedAt: at - 10 * minute,
		firstTrafficAt: null,
		finishedAt: at,
		outcome: 'succeeded',
		tookTraffic: null,
		isRollback: null,
		takesBack: null,
		isHotfix: null,
		fixes: [],
		note: null,
		actor: null,
		...facts,
	};
}

export function incident(startedAt: number, facts: Partial<IncidentFact> = {}): IncidentFact {
	return {
		kind: 'incident',
		source: 'pager',
		nativeId: `i${startedAt}`,
		url: null,
		offsetMinutes: null,
		title: 'Errors',
		service: 'shop',
		sourceService: null,
		environment: null,
		severity: 'high',
		startedAt,
		detectedAt: null,
		acknowledgedAt: null,
		resolvedAt: null,
		causedBy: [],
		isNotFromChange: false,
		...facts,
	};
}

/** A commit of a graph that is given by hashes: `{ c2: { parents: ['c1'], at } }`. */
export interface CommitPlan {
	readonly sha: string;
	readonly parents: readonly string[];
	readonly at: number;
	readonly more?: Partial<GraphCommit>;
}

export function graphOf(plans: readonly CommitPlan[]): readonly GraphCommit[] {
	const indices = new Map(plans.map(({ sha }, index) => [sha, index]));
	return plans.map(({ sha, parents, at, more = {} }) => ({
		sha,
		parents: parents.flatMap((parent) => indices.get(parent) ?? []),
		isMerge: parents.length > 1,
		authoredAt: at,
		isBot: false,
		isOurs: true,
		reverts: [],
		squashOf: null,
		isHotfix: false,
		...more,
	}));
}

export const nothingSaid: HistoryInput['said'] = {
	incidentCause: new Map(),
	deploymentCommit: new Map(),
	deploymentHotfix: new Map(),
	tellings: [],
};

export function historyInput(facts: Partial<HistoryInput>): HistoryInput {
	return {
		unit: { service: 'shop', environment: 'production', tier: 'production' },
		deployments: [],
		incidents: [],
		said: nothingSaid,
		siblings: [],
		commits: null,
		policy: defaultDeliveryPolicy,
		...facts,
	};
}

export function judge(facts: Partial<HistoryInput>): JudgedHistory {
	return judgeHistory(historyInput(facts));
}

/** Versions deployed an hour apart from `monday` on. */
export function deployedInTurn(
	versions: readonly (string | readonly [string, Partial<DeploymentFact>])[],
): readonly DeploymentFact[] {
	return versions.map((entry, index) => {
		const [version, more] = typeof entry === 'string' ? [entry, {}] : entry;
		return deployed(monday + index * hour, { nativeId: `d${index}`, version, ...more });
	});
}
