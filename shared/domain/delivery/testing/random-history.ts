/** Random histories of one unit: branches, merges, squashes, cherry-picks, rollbacks, late incidents, ties and wrong links. */
import { fc } from '@fast-check/vitest';
import { type DeploymentFact, deploymentOutcomes, type IncidentFact } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { GraphCommit } from '../judged.ts';
import { defaultDeliveryPolicy } from '../policy.ts';
import { deployed, hour, incident } from './facts.ts';

/** Friday before the clocks of Berlin go forward; those of New York did three weeks before. */
export const start = Date.UTC(2026, 2, 27);

/** Hours, so that ties happen; some instants between them, so that the window's edge is met from both sides. */
const instant = (hours: number) =>
	fc
		.tuple(fc.integer({ min: 0, max: hours }), fc.constantFrom(0, 0, 0, 1, -1))
		.map(([at, off]) => start + at * hour + off);

const nullable = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const mostly = <T>(value: T, other: fc.Arbitrary<T>) =>
	fc.oneof({ weight: 4, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: other });

/** Few letters, so that abbreviations of four fit two at times. */
const shas = fc.uniqueArray(
	fc.array(fc.constantFrom('a', 'b'), { minLength: 6, maxLength: 6 }).map((letters) => letters.join('')),
	{ minLength: 1, maxLength: 14 },
);

const commitPlan = fc.record({
	parents: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 2 }),
	isRoot: mostly(false, fc.boolean()),
	isMerge: mostly(false, fc.boolean()),
	authoredAt: instant(120),
	isBot: mostly(false, fc.boolean()),
	isOurs: mostly(true, fc.boolean()),
	isHotfix: mostly(false, fc.boolean()),
	reverts: mostly<readonly number[]>([], fc.array(fc.nat({ max: 15 }), { maxLength: 2 })),
	squashOf: mostly<readonly number[] | null>(null, fc.uniqueArray(fc.nat({ max: 18 }), { maxLength: 3 })),
});
type CommitPlan = typeof commitPlan extends fc.Arbitrary<infer T> ? T : never;

/** Originals 14 to 18 are of branches that are gone. */
const nameOf = (hashes: readonly string[], index: number) => hashes[index] ?? `dddd0${index}`;

function buildGraph(hashes: readonly string[], plans: readonly CommitPlan[]): readonly GraphCommit[] {
	return hashes.map((sha, index) => {
		const plan = plans[index % plans.length];
		const back = plan === undefined || plan.isRoot ? [] : plan.parents.length === 0 ? [1] : plan.parents;
		const parents = [...new Set(back.map((steps) => index - steps))].filter((parent) => parent >= 0);
		return {
			sha,
			parents,
			isMerge: parents.length > 1 || plan?.isMerge === true,
			authoredAt: plan?.authoredAt ?? 0,
			isBot: plan?.isBot ?? false,
			isOurs: plan?.isOurs ?? true,
			isHotfix: plan?.isHotfix ?? false,
			reverts: (plan?.reverts ?? []).map((reverted) => nameOf(hashes, reverted)),
			squashOf:
				plan?.squashOf?.map((original) => ({
					sha: nameOf(hashes, original),
					authoredAt: start + original * 3 * hour,
					isBot: original % 5 === 0,
				})) ?? null,
		};
	});
}

const version = fc.nat({ max: 7 }).map((number) => `V${number}`);
const deploymentName = fc.nat({ max: 11 }).map((index) => `d${index}`);
const fix = fc.oneof(
	deploymentName,
	version.map((name) => `version:${name}`),
	fc.nat({ max: 5 }).map((index) => `incident:i${index}`),
);

const deploymentPlan = (hashes: readonly string[]) =>
	fc.record({
		at: instant(200),
		lasted: fc.integer({ min: 0, max: 30 }),
		version: fc.oneof({ weight: 3, arbitrary: version }, { weight: 1, arbitrary: fc.constant(null) }),
		commit: fc.oneof(
			{ weight: 6, arbitrary: fc.constantFrom(...hashes) },
			{ weight: 1, arbitrary: fc.constantFrom(...hashes).map((sha) => sha.slice(0, 4).toUpperCase()) },
			{ weight: 1, arbitrary: fc.constantFrom('ffffff', null) },
		),
		outcome: mostly<DeploymentFact['outcome']>('succeeded', fc.constantFrom(...deploymentOutcomes)),
		tookTraffic: mostly<boolean | null>(null, fc.boolean()),
		hasFirstTraffic: mostly(false, fc.boolean()),
		isEnded: mostly(true, fc.boolean()),
		isRollback: mostly<boolean | null>(null, fc.boolean()),
		takesBack: mostly<string | null>(null, deploymentName),
		isHotfix: mostly<boolean | null>(null, fc.boolean()),
		fixes: mostly<readonly string[]>([], fc.array(fix, { maxLength: 2 })),
		source: mostly('told', fc.constant('other')),
	});
type DeploymentPlan = ReturnType<typeof deploymentPlan> extends fc.Arbitrary<infer T> ? T : never;

function buildDeployment(
	{ at, lasted, hasFirstTraffic, isEnded, ...plan }: DeploymentPlan,
	index: number,
): DeploymentFact {
	const startedAt = at - lasted * hour;
	return deployed(at, {
		...plan,
		nativeId: `d${index}`,
		startedAt,
		firstTrafficAt: hasFirstTraffic ? startedAt + (lasted * hour) / 2 : null,
		finishedAt: isEnded ? at : null,
	});
}

const incidentPlan = (hashes: readonly string[]) =>
	fc.record({
		startedAt: instant(260),
		lasts: nullable(fc.integer({ min: 0, max: 60 })),
		service: mostly<string | null>('shop', fc.constantFrom('cart', null)),
		environment: mostly<string | null>(null, fc.constantFrom('production', 'staging')),
		isNotFromChange: mostly(false, fc.boolean()),
		causedBy: mostly<readonly string[]>(
			[],
			fc.array(
				fc.oneof(
					version.map((name) => `version:${name}`),
					fc.constantFrom(...hashes, 'dddd014', 'ffffff').map((sha) => `commit:${sha}`),
					deploymentName.map((name) => `told|${name}`),
				),
				{ maxLength: 2 },
			),
		),
		// Two sources may use one id.
		id: fc.nat({ max: 5 }),
	});

function buildIncidents(plans: readonly (ReturnType<typeof incidentPlan> extends fc.Arbitrary<infer T> ? T : never)[]) {
	return plans.map(
		({ lasts, id, ...plan }, index): IncidentFact =>
			incident(plan.startedAt, {
				...plan,
				source: `pager${index}`,
				nativeId: `i${id}`,
				resolvedAt: lasts === null ? null : plan.startedAt + lasts * hour,
			}),
	);
}

const unit = fc.constantFrom<HistoryInput['unit']>(
	{ service: 'shop', environment: 'production', tier: 'production' },
	{ service: 'shop', environment: 'production', tier: 'production' },
	{ service: 'shop', environment: 'staging', tier: 'staging' },
);

/** One unit with all its facts. */
export const randomHistory: fc.Arbitrary<HistoryInput> = shas.chain((hashes) =>
	fc
		.record({
			unit,
			plans: fc.array(commitPlan, { minLength: hashes.length, maxLength: hashes.length }),
			hasRepository: fc.integer({ min: 0, max: 9 }).map((draw) => draw > 0),
			deployments: fc.array(deploymentPlan(hashes), { maxLength: 12 }),
			incidents: fc.array(incidentPlan(hashes), { maxLength: 6 }),
			causes: fc.array(fc.tuple(fc.nat({ max: 5 }), nullable(deploymentName)), { maxLength: 1 }),
			commits: fc.array(fc.tuple(deploymentName, fc.constantFrom(...hashes, 'eeeeee')), { maxLength: 1 }),
			hotfixes: fc.array(fc.tuple(deploymentName, fc.boolean()), { maxLength: 1 }),
		})
		.map(({ plans, hasRepository, causes, commits, hotfixes, ...told }): HistoryInput => {
			const incidents = buildIncidents(told.incidents);
			const refOf = (index: number) => `pager${index}|${incidents[index]?.nativeId ?? ''}`;
			return {
				unit: told.unit,
				deployments: told.deployments.map(buildDeployment),
				incidents,
				commits: hasRepository ? buildGraph(hashes, plans) : null,
				said: {
					incidentCause: new Map(
						causes.map(([index, name]) => [refOf(index), name === null ? null : `told|${name}`] as const),
					),
					deploymentCommit: new Map(commits.map(([name, sha]) => [`told|${name}`, sha] as const)),
					deploymentHotfix: new Map(hotfixes.map(([name, is]) => [`told|${name}`, is] as const)),
				},
				policy: defaultDeliveryPolicy,
			};
		}),
);

/** The same facts in the order that `keys` give: deployments, incidents and commits, whose parents are told anew. */
export function shuffled(input: HistoryInput, keys: readonly number[]): HistoryInput {
	const mix = <T>(items: readonly T[]): readonly T[] =>
		items
			.map((item, index) => ({ item, key: keys[index % keys.length] ?? 0, index }))
			.sort((left, right) => left.key - right.key || right.index - left.index)
			.map(({ item }) => item);
	const commits = input.commits === null ? null : mix(input.commits);
	const places = new Map((commits ?? []).map(({ sha }, index) => [sha, index]));
	return {
		...input,
		deployments: mix(input.deployments),
		incidents: mix(input.incidents),
		commits:
			commits?.map((commit) => ({
				...commit,
				parents: commit.parents.flatMap((parent) => places.get(input.commits?.[parent]?.sha ?? '') ?? []).toReversed(),
			})) ?? null,
	};
}
