/** Random deployments of one unit, and what other sources tell of them: later, under other names, with less or more known. */
import { fc } from '@fast-check/vitest';
import { type DeploymentFact, deploymentOutcomes } from '../facts.ts';
import { deployed, hour, minute } from './facts.ts';
import { instant, mostly, start } from './random-draws.ts';

export const version = fc.nat({ max: 7 }).map((number) => `V${number}`);
export const deploymentName = fc.nat({ max: 11 }).map((index) => `d${index}`);
const fix = fc.oneof(
	deploymentName,
	version.map((name) => `version:${name}`),
	fc.nat({ max: 5 }).map((index) => `incident:i${index}`),
);

export const deploymentPlan = (hashes: readonly string[]) =>
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
		source: mostly('told', fc.constantFrom('other', 'journal')),
	});
type Plan<T> = T extends fc.Arbitrary<infer Value> ? Value : never;
type DeploymentPlan = Plan<ReturnType<typeof deploymentPlan>>;

/** A deployment told again by another source. */
export const retellingPlan = fc.record({
	of: fc.nat({ max: 11 }),
	source: fc.constantFrom('told', 'other', 'other', 'journal', 'journal', 'third'),
	/** Around the window's edge at times. */
	lag: fc.oneof(fc.integer({ min: -40, max: 40 }), fc.constantFrom(15 * 60, -15 * 60, 15 * 60 + 1, 6 * 60, 20 * 60)),
	knowsStart: fc.boolean(),
	naming: fc.constantFrom('same', 'same', 'plain', 'commit', 'short', 'other'),
	end: mostly<DeploymentFact['outcome'] | null>(null, fc.constantFrom(...deploymentOutcomes)),
	hasFirstTraffic: fc.boolean(),
	isRollback: mostly<boolean | null>(null, fc.boolean()),
	fixes: mostly<readonly string[]>([], fc.array(fix, { maxLength: 1 })),
});
type RetellingPlan = Plan<typeof retellingPlan>;

/** `pace`: how many times quicker they follow one another; nobody knows when `d0` began in a world that is quicker. */
export function buildDeployments(
	plans: readonly DeploymentPlan[],
	retold: readonly RetellingPlan[],
	pace: number,
): readonly DeploymentFact[] {
	const told = plans.map((plan, index) => buildDeployment(plan, index, pace));
	return [...told, ...retold.flatMap((plan, index) => retelling(told, plan, index))];
}

function buildDeployment(
	{ at: planned, lasted, hasFirstTraffic, isEnded, ...plan }: DeploymentPlan,
	index: number,
	pace: number,
): DeploymentFact {
	const at = start + Math.round((planned - start) / pace);
	const took = Math.round((lasted * hour) / pace);
	return deployed(at, {
		...plan,
		nativeId: `d${index}`,
		startedAt: at - took,
		firstTrafficAt: hasFirstTraffic ? at - Math.round(took / 2) : null,
		finishedAt: isEnded ? at : null,
	});
}

function retelling(
	told: readonly DeploymentFact[],
	{ of, source, lag, knowsStart, naming, end, hasFirstTraffic, ...plan }: RetellingPlan,
	index: number,
): readonly DeploymentFact[] {
	const fact = told[of % Math.max(1, told.length)];
	if (fact === undefined) return [];
	const later = lag * 1_000;
	const ended = fact.finishedAt ?? fact.startedAt + minute;
	return [
		{
			...fact,
			...plan,
			source,
			nativeId: `r${index}`,
			...named(fact, naming),
			...(end === null ? {} : { outcome: end, tookTraffic: null }),
			startedAt: (knowsStart ? fact.startedAt : ended) + later,
			firstTrafficAt: hasFirstTraffic ? fact.startedAt + later : null,
			finishedAt: fact.finishedAt === null && end === null ? null : ended + later,
			takesBack: null,
		},
	];
}

function named({ version: name, commit }: DeploymentFact, naming: RetellingPlan['naming']) {
	switch (naming) {
		case 'plain':
			return { version: name?.slice(1) ?? null, commit: null };
		case 'commit':
			return { version: null, commit };
		case 'short':
			return { version: null, commit: commit?.slice(0, 7) ?? null };
		case 'other':
			return { version: 'build 7', commit };
		case 'same':
			return { version: name, commit };
	}
}
