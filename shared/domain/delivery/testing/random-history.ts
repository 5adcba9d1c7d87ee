/**
 * Random histories of one unit: branches, merges, squashes, cherry-picks, rollbacks, late incidents, ties and wrong links, some
 * of it told by several sources and some of it in two environments of production.
 */
import { fc } from '@fast-check/vitest';
import { type DeploymentFact, factRef, type IncidentFact } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { GraphCommit } from '../judged.ts';
import { defaultDeliveryPolicy } from '../policy.ts';
import { hour, incident } from './facts.ts';
import { instant, mostly, nullable, start } from './random-draws.ts';
import { buildDeployments, deploymentName, deploymentPlan, retellingPlan, version } from './random-deployments.ts';

/** Few letters, so that abbreviations of four fit two at times. */
const shas = fc.uniqueArray(
	fc.array(fc.constantFrom('a', 'b'), { minLength: 8, maxLength: 8 }).map((letters) => letters.join('')),
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
					fc.tuple(fc.constantFrom('told', 'other', 'journal'), deploymentName).map((name) => name.join('|')),
					fc.nat({ max: 7 }).map((index) => `journal|r${index}`),
				),
				{ maxLength: 2 },
			),
		),
		// Two sources may use one id.
		id: fc.nat({ max: 5 }),
	});

function buildIncidents(
	plans: readonly (ReturnType<typeof incidentPlan> extends fc.Arbitrary<infer T> ? T : never)[],
	pace: number,
) {
	return plans.map(({ lasts, id, ...plan }, index): IncidentFact => {
		const startedAt = start + Math.round((plan.startedAt - start) / pace);
		return incident(startedAt, {
			...plan,
			startedAt,
			source: `pager${index}`,
			nativeId: `i${id}`,
			resolvedAt: lasts === null ? null : startedAt + Math.round((lasts * hour) / pace),
		});
	});
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
			pace: fc.constantFrom(1, 1, 12, 30),
			deployments: fc.array(deploymentPlan(hashes), { maxLength: 12 }),
			retold: fc.oneof(fc.constant([]), fc.array(retellingPlan, { minLength: 1, maxLength: 8 })),
			siblings: mostly<readonly (readonly Planned[])[]>(
				[],
				fc.array(fc.array(deploymentPlan(hashes), { maxLength: 4 }), { maxLength: 2 }),
			),
			incidents: fc.array(incidentPlan(hashes), { maxLength: 6 }),
			causes: fc.array(fc.tuple(fc.nat({ max: 5 }), nullable(fc.nat({ max: 19 }))), { maxLength: 1 }),
			commits: fc.array(fc.tuple(fc.nat({ max: 19 }), fc.constantFrom(...hashes, 'eeeeee')), { maxLength: 1 }),
			hotfixes: fc.array(fc.tuple(fc.nat({ max: 19 }), fc.boolean()), { maxLength: 1 }),
			verdicts: fc.array(fc.tuple(fc.nat({ max: 19 }), fc.nat({ max: 19 }), fc.boolean()), { maxLength: 2 }),
		})
		.map(({ plans, hasRepository, pace, ...told }): HistoryInput => {
			const incidents = buildIncidents(told.incidents, pace);
			const deployments = buildDeployments(told.deployments, told.retold, pace);
			return {
				unit: told.unit,
				deployments,
				siblings: told.siblings.map((sibling, index) => ({
					environment: index === 0 ? 'eu' : 'us',
					deployments: buildDeployments(sibling, [], pace).map((one) => ({
						...one,
						nativeId: `${index} ${one.nativeId}`,
					})),
				})),
				incidents,
				commits: hasRepository ? buildGraph(hashes, plans) : null,
				said: saidOf(told, deployments, incidents),
				policy: defaultDeliveryPolicy,
			};
		}),
);

type Planned = ReturnType<typeof deploymentPlan> extends fc.Arbitrary<infer T> ? T : never;

function saidOf(
	told: {
		readonly causes: readonly (readonly [number, number | null])[];
		readonly commits: readonly (readonly [number, string])[];
		readonly hotfixes: readonly (readonly [number, boolean])[];
		readonly verdicts: readonly (readonly [number, number, boolean])[];
	},
	deployments: readonly DeploymentFact[],
	incidents: readonly IncidentFact[],
): HistoryInput['said'] {
	const refOf = (index: number) => {
		const fact = deployments[index % Math.max(1, deployments.length)];
		return fact === undefined ? 'told|gone' : factRef(fact);
	};
	const verdicts = told.verdicts.map(([one, other, isSame]) => {
		const [first = '', second = ''] = [refOf(one), refOf(other)].sort();
		return [`${first} ${second}`, { one: first, other: second, isSame }] as const;
	});
	return {
		incidentCause: new Map(
			told.causes.map(([index, cause]) => [
				`pager${index}|${incidents[index]?.nativeId ?? ''}`,
				cause === null ? null : refOf(cause),
			]),
		),
		deploymentCommit: new Map(told.commits.map(([index, sha]) => [refOf(index), sha])),
		deploymentHotfix: new Map(told.hotfixes.map(([index, is]) => [refOf(index), is])),
		tellings: [...new Map(verdicts).values()].filter(({ one, other }) => one !== other),
	};
}

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
		siblings: mix(input.siblings).map((sibling) => ({ ...sibling, deployments: mix(sibling.deployments) })),
		said: { ...input.said, tellings: mix(input.said.tellings) },
		incidents: mix(input.incidents),
		commits:
			commits?.map((commit) => ({
				...commit,
				parents: commit.parents.flatMap((parent) => places.get(input.commits?.[parent]?.sha ?? '') ?? []).toReversed(),
			})) ?? null,
	};
}
