/** Random worlds of facts: every kind that is judged, told by several sources, with what people said about them. */
import fc from 'fast-check';
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import type {
	ChangeFact,
	CommitFact,
	DeploymentFact,
	Fact,
	IncidentFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { MetricsQuery } from '../../../shared/domain/delivery/metrics.ts';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { defaultTestPolicy } from '../../../shared/domain/tests/policy.ts';
import type { DeliverySetup } from '../../engine/delivery-ports.ts';
import { commit, day, deployment, hour, incident, june, sha } from './test-facts.ts';

export interface World {
	readonly facts: readonly Fact[];
	readonly decisions: readonly RecordedDecision[];
}

const sources = { deployments: true, commits: true, incidents: true, runs: true, tests: true };
export const environments = [
	{ name: 'production', tier: 'production' },
	{ name: 'staging', tier: 'staging' },
] as const;

/** Two services of one repository, one alone, and what only facts name. The zone has days of 23 and 25 hours. */
export const setup: DeliverySetup = {
	policy: { ...defaultDeliveryPolicy, zone: 'Europe/Berlin', groups: { front: ['shop', 'cart'] } },
	tests: defaultTestPolicy,
	services: [
		{ name: 'shop', owner: 'web', repository: 'mono', hasPaths: true, environments, sources },
		{ name: 'cart', owner: null, repository: 'mono', hasPaths: true, environments, sources },
		{
			...{ name: 'mail', owner: 'web', repository: 'mail', hasPaths: false, environments },
			sources: { ...sources, incidents: false },
		},
	],
};

const services = ['shop', 'cart', 'mail', 'ghost'] as const;
/** Late October: the day of 25 hours is within. */
const start = Date.UTC(2026, 9, 10);
export const now = start + 70 * day;
const commitCount = 14;

const instant = fc.integer({ min: 0, max: 60 * 24 }).map((hours) => start + hours * hour);
const service = fc.constantFrom(...services);
/** `eu` is of production, and only facts name it. */
const environment = fc.constantFrom('production', 'production', 'eu', 'staging');
const hash = fc.integer({ min: 1, max: commitCount + 2 }).map((number) => sha(number * 0x1_00_00_00));

const deploymentFact = fc
	.record({
		...{
			id: fc.integer({ min: 1, max: 14 }),
			at: instant,
			service,
			environment,
			version: fc.integer({ min: 1, max: 5 }),
		},
		outcome: fc.constantFrom('succeeded', 'succeeded', 'succeeded', 'failed', 'taken-back', 'running', 'cancelled'),
		...{ commit: fc.option(hash), tookTraffic: fc.option(fc.boolean()), isHotfix: fc.option(fc.boolean()) },
		takesBack: fc.option(fc.integer({ min: 1, max: 14 }), { freq: 8 }),
		fixes: fc.array(fc.constantFrom('d1', 'd2', 'incident:i1', 'incident:i3', 'version:2'), { maxLength: 1 }),
	})
	.map(({ id, at, outcome, version, takesBack, ...more }): DeploymentFact => {
		const finishedAt = outcome === 'running' ? null : at;
		const back = takesBack === null ? null : `d${takesBack}`;
		return deployment(`d${id}`, at, {
			...more,
			outcome,
			version: String(version),
			finishedAt,
			takesBack: back,
			tier: tierOf(more),
		});
	});

/** Told by a second source a little later: some of it is one deployment with what the first told. */
const retelling = fc.record({
	of: fc.nat(13),
	id: fc.integer({ min: 1, max: 6 }),
	lag: fc.constantFrom(-30_000, 0, 5_000, 16 * 60_000),
	outcome: fc.option(fc.constantFrom('succeeded', 'failed')),
	commit: fc.option(hash),
	isNamed: fc.boolean(),
});

function retold(
	deployments: readonly DeploymentFact[],
	{ of, id, lag, outcome, commit: head, isNamed }: typeof retelling extends fc.Arbitrary<infer T> ? T : never,
): readonly DeploymentFact[] {
	const fact = deployments[of % Math.max(1, deployments.length)];
	if (fact === undefined) return [];
	const at = fact.startedAt + hour / 2 + lag;
	const version = isNamed ? `v${fact.version ?? ''}` : null;
	const told = { ...fact, source: 'argo', nativeId: `r${id}`, version, commit: head ?? fact.commit };
	const ended = outcome === null ? {} : { outcome, tookTraffic: null };
	return [{ ...told, ...ended, startedAt: fact.startedAt + lag, finishedAt: at, takesBack: null, fixes: [] }];
}

function tierOf({ environment: name }: { readonly environment: string }): DeploymentFact['tier'] {
	return name === 'staging' ? 'staging' : 'production';
}

const commitFact = fc
	.record({
		number: fc.integer({ min: 1, max: commitCount }),
		authored: instant,
		back: fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
		repository: fc.constantFrom('mono', 'mail'),
		touches: fc.option(fc.subarray(['shop', 'cart'])),
		authorName: fc.constantFrom('Ada', 'renovate[bot]'),
	})
	.map(({ number, authored, back, ...more }): CommitFact => {
		const parents = back.filter((step) => step < number).map((step) => sha((number - step) * 0x1_00_00_00));
		return commit(number, authored, { ...more, sha: sha(number * 0x1_00_00_00), parents });
	});

const changeFact = fc
	.record({
		number: fc.integer({ min: 1, max: 4 }),
		merge: hash,
		authored: instant,
		originals: fc.integer({ min: 0, max: 3 }),
	})
	.map(
		({ number, merge, authored, originals }): ChangeFact => ({
			...{
				kind: 'change',
				source: 'github',
				nativeId: `c${number}`,
				url: null,
				offsetMinutes: null,
				repository: 'mono',
				number,
			},
			...{
				title: number === 1 ? 'Hotfix: cart' : 'Cart',
				branch: null,
				labels: [],
				author: 'ada',
				createdAt: authored,
			},
			...{ firstReviewAt: null, approvedAt: null, mergedAt: authored + day, mergeCommit: merge, isCut: false },
			commits: Array.from({ length: originals }, (_, index) => ({
				...{ sha: sha(0xff_00 + number * 16 + index), authoredAt: authored + index, author: null },
			})),
		}),
	);

const incidentFact = fc
	.record({
		...{
			id: fc.integer({ min: 1, max: 6 }),
			at: instant,
			service: fc.option(service),
			resolved: fc.option(fc.nat(100)),
		},
		environment: fc.option(environment),
		causedBy: fc.array(
			fc.oneof(
				fc.constant('version:2'),
				fc.integer({ min: 1, max: 14 }).map((id) => `ci|d${id}`),
			),
			{ maxLength: 1 },
		),
		isNotFromChange: fc.boolean().map((value) => value),
	})
	.map(
		({ id, at, resolved, isNotFromChange, ...more }): IncidentFact =>
			incident(`i${id}`, at, {
				...{ ...more, isNotFromChange: isNotFromChange && id === 1 },
				resolvedAt: resolved === null ? null : at + resolved * hour,
			}),
	);

const incidentRef = fc.integer({ min: 1, max: 6 }).map((id) => `pager|i${id}`);
const deploymentRef = fc.oneof(
	fc.integer({ min: 1, max: 14 }).map((id) => `ci|d${id}`),
	fc.integer({ min: 1, max: 6 }).map((id) => `argo|r${id}`),
);
const decision: fc.Arbitrary<DeliveryDecision> = fc.oneof(
	fc.record({
		type: fc.constant('incident-linked' as const),
		incident: incidentRef,
		deployment: fc.option(deploymentRef),
	}),
	fc.record({ type: fc.constant('incident-unlinked' as const), incident: incidentRef }),
	fc.record({ type: fc.constant('incident-assigned' as const), incident: incidentRef, service }),
	fc.record({ type: fc.constant('deployment-linked' as const), deployment: deploymentRef, commit: fc.option(hash) }),
	fc.record({
		type: fc.constant('deployment-marked' as const),
		deployment: deploymentRef,
		isHotfix: fc.option(fc.boolean()),
	}),
	fc.record({
		type: fc.constant('deployments-matched' as const),
		one: deploymentRef,
		other: fc.integer({ min: 1, max: 6 }).map((id) => `argo|r${id}`),
		isSame: fc.option(fc.boolean()),
	}),
	fc.record({ id: fc.constantFrom('h1', 'h2'), at: instant, service }).map(({ id, at, service: named }) => ({
		...{ type: 'incident-noted' as const, id, title: id, service: named, environment: null, severity: 'low' as const },
		...{ startedAt: at, detectedAt: null, resolvedAt: at + hour },
	})),
	fc.record({ type: fc.constant('incident-withdrawn' as const), id: fc.constantFrom('h1', 'h2') }),
);

/** Each fact once: what a source told last. */
export const world: fc.Arbitrary<World> = fc
	.record({
		deployments: fc.uniqueArray(deploymentFact, { selector: ({ nativeId }) => nativeId, maxLength: 14 }),
		retellings: fc.uniqueArray(retelling, { selector: ({ id }) => id, maxLength: 6 }),
		commits: fc.uniqueArray(commitFact, { selector: ({ sha: own, repository }) => own + repository, maxLength: 20 }),
		changes: fc.uniqueArray(changeFact, { selector: ({ nativeId }) => nativeId, maxLength: 3 }),
		incidents: fc.uniqueArray(incidentFact, { selector: ({ nativeId }) => nativeId, maxLength: 6 }),
		decisions: fc.array(decision, { maxLength: 5 }),
	})
	.map(({ deployments, retellings, commits, changes, incidents, decisions }) => ({
		facts: [
			...deployments,
			...retellings.flatMap((one) => retold(deployments, one)),
			...commits,
			...changes,
			...incidents,
		],
		decisions: decisions.map((one, index) => ({
			...{ seq: index + 1, at: june, actor: { kind: 'person', name: 'Ada' } as const, decision: one },
		})),
	}));

/**
 * One service in few days, and incidents of which nobody says what they are about; nothing else that would have all of it judged
 * again.
 */
export const sharedWorld: fc.Arbitrary<World> = world.map(({ facts }) => ({
	facts: facts.flatMap((fact): readonly Fact[] => {
		const sooner = (at: number) => start + Math.round((at - start) / 12);
		if (fact.kind === 'deployment') {
			const at = fact.finishedAt === null ? null : sooner(fact.finishedAt);
			return [{ ...fact, service: 'shop', startedAt: sooner(fact.startedAt), finishedAt: at }];
		}
		if (fact.kind !== 'incident') return [];
		const startedAt = sooner(fact.startedAt);
		const resolvedAt = fact.resolvedAt === null ? null : startedAt + hour;
		return [{ ...fact, ...{ service: 'shop', environment: null, causedBy: [], startedAt, resolvedAt } }];
	}),
	decisions: [],
}));

/** Source that tells a fact of these worlds. */
export function sourceOf(fact: Fact): string {
	return fact.kind === 'commit' ? 'git' : fact.source;
}

export const query: fc.Arbitrary<MetricsQuery> = fc.record({
	scope: fc.oneof(
		fc.record({
			services: fc.subarray([...services]),
			group: fc.constant(null),
			environments: fc.subarray(['production', 'eu', 'staging']),
		}),
		fc.record({ services: fc.constant([]), group: fc.constantFrom('front', 'web'), environments: fc.constant([]) }),
	),
	period: fc.constantFrom(
		{ from: '2026-10-01', to: '2026-11-01' },
		{ from: '2026-10-20', to: '2026-11-17' },
		{ from: '2026-09-01', to: '2027-01-01' },
		{ from: '2026-10-25', to: '2026-10-26' },
	),
	compareWith: fc.constantFrom(null, { from: '2026-10-12', to: '2026-10-15' }),
	bucket: fc.constantFrom('day', 'week', 'month'),
	withBots: fc.boolean(),
});
