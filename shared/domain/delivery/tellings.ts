/**
 * One deployment that several sources tell of counts once: as our own journal tells it, else as the source does that knows most.
 * What only the others know of it (commit, first traffic, fixes, what was linked to them) goes to the one that counts.
 */
import { compareText } from '../order.ts';
import type { DeploymentFact, FactRef } from './facts.ts';
import { journalSource } from './own-sources.ts';
import { comparePlaces, type PlacedDeployment } from './place.ts';
import { endOf, pairName, type TellingPair, tellingPairs } from './telling-pairs.ts';

/** What people said of two tellings: that they are of one deployment, or of two. */
export interface SaidTelling {
	readonly one: FactRef;
	readonly other: FactRef;
	readonly isSame: boolean;
}

export interface Tellings {
	/** Each deployment once, in their order. */
	readonly placed: readonly PlacedDeployment[];
	/** What counts as another telling says, in its order. */
	readonly repeats: readonly { readonly told: PlacedDeployment; readonly by: PlacedDeployment }[];
}

export interface TellingRules {
	readonly windowMs: number;
	readonly said: readonly SaidTelling[];
	/** Commits that were said by hand: they hold before what any source tells. */
	readonly saidCommit: ReadonlyMap<FactRef, string>;
}

/** `all` in its order. Two deployments of one source are never one, whatever anybody says. */
export function tellOnce(all: readonly PlacedDeployment[], rules: TellingRules): Tellings {
	if (new Set(all.map(({ fact }) => fact.source)).size < 2) return { placed: all, repeats: [] };
	const groups = groupsOf(all, rules);
	const repeats: { readonly told: PlacedDeployment; readonly by: PlacedDeployment }[] = [];
	const placed = [...new Set(groups)].map(({ members }) => {
		const [best, ...others] = members.flatMap((place) => all[place] ?? []).sort(compareKnowledge);
		if (best === undefined || others.length === 0) return best;
		const by = joined(best, others, rules.saidCommit);
		for (const told of others) repeats.push({ told, by });
		return by;
	});
	return {
		placed: placed.flatMap((deployment) => deployment ?? []).sort(comparePlaces),
		repeats: repeats.sort((left, right) => comparePlaces(left.told, right.told)),
	};
}

interface Group {
	readonly members: readonly number[];
	readonly sources: ReadonlySet<string>;
	readonly ends: ReadonlySet<'success' | 'failure' | null>;
	/** It may hold a success and a failure: our journal is among them and knows better, or somebody said so. */
	readonly mayBeContrary: boolean;
	/** Somebody said that two of them are one. */
	readonly isSaid: boolean;
}

/** Of each place its group. What was said holds first; then the nearest find each other. */
function groupsOf(all: readonly PlacedDeployment[], { windowMs, said }: TellingRules): readonly Group[] {
	const groups = all.map(
		(told, place): Group => ({
			members: [place],
			sources: new Set([told.fact.source]),
			ends: new Set([endOf(told)]),
			mayBeContrary: told.fact.source === journalSource,
			isSaid: false,
		}),
	);
	const places = new Map(all.map(({ ref }, place) => [ref, place]));
	const verdicts = new Map(said.map(({ one, other, isSame }) => [pairName(one, other), isSame]));
	const refs = (place: number) => all[place]?.ref ?? '';
	const isSplit = (one: Group, other: Group) =>
		one.members.some((left) =>
			other.members.some((right) => verdicts.get(pairName(refs(left), refs(right))) === false),
		);
	const { pairs, mayBeOne, isReturn } = tellingPairs(all, windowMs);
	// Our journal knows better of what went out together with it only.
	const isTorn = (one: Group, other: Group) =>
		one.members.some((left) =>
			other.members.some((right) => isContraryToOwn(all[left], all[right]) && !mayBeOne(left, right)),
		);
	const join = ({ first, second }: TellingPair, isSaid: boolean): void => {
		const [one, other] = [groups[first], groups[second]];
		if (one === undefined || other === undefined || [...one.sources].some((source) => other.sources.has(source)))
			return;
		if (verdicts.size > 0 && isSplit(one, other)) return;
		const ends = new Set([...one.ends, ...other.ends]);
		const mayBeContrary = isSaid || one.mayBeContrary || other.mayBeContrary;
		const wasSaid = isSaid || one.isSaid || other.isSaid;
		if (ends.has('success') && ends.has('failure') && (!mayBeContrary || (!wasSaid && isTorn(one, other)))) return;
		if (!isSaid && isReturn({ first, second })) return;
		const members = [...one.members, ...other.members];
		const sources = new Set([...one.sources, ...other.sources]);
		const group = { members, sources, ends, mayBeContrary, isSaid: wasSaid };
		for (const member of members) groups[member] = group;
	};
	for (const name of [...verdicts.keys()].filter((key) => verdicts.get(key) === true).sort()) {
		const [first, second] = name.split('\n').map((ref) => places.get(ref));
		if (first !== undefined && second !== undefined) join({ first, second }, true);
	}
	for (const pair of pairs) join(pair, false);
	return groups;
}

/** One is our own journal's, and the other ended otherwise. */
function isContraryToOwn(one: PlacedDeployment | undefined, other: PlacedDeployment | undefined): boolean {
	if (one === undefined || other === undefined) return false;
	if (one.fact.source !== journalSource && other.fact.source !== journalSource) return false;
	const [left, right] = [endOf(one), endOf(other)];
	return left !== null && right !== null && left !== right;
}

/** Which telling knows most, for `sort`: our own journal; one that knows the end; how it ended under traffic; the rest. */
function compareKnowledge(left: PlacedDeployment, right: PlacedDeployment): number {
	const checks: readonly ((told: PlacedDeployment) => boolean)[] = [
		({ fact }) => fact.source === journalSource,
		({ isEnded }) => isEnded,
		({ fact }) => fact.outcome === 'succeeded' || fact.outcome === 'taken-back',
		({ fact }) => fact.firstTrafficAt !== null,
		({ fact, at }) => fact.startedAt < at,
		({ commit }) => commit !== null,
		({ versions }) => versions.length > 0,
	];
	for (const knows of checks) {
		const order = Number(knows(right)) - Number(knows(left));
		if (order !== 0) return order;
	}
	return compareText(left.ref, right.ref);
}

/** The best telling with what only the others know, who are in the order of what they know. */
function joined(
	best: PlacedDeployment,
	others: readonly PlacedDeployment[],
	saidCommit: ReadonlyMap<FactRef, string>,
): PlacedDeployment {
	const all = [best, ...others];
	// How it went under traffic only those know who tell of the same end.
	const alike = all.filter((told) => endOf(told) === endOf(best));
	const traffic = firstKnown(alike, ({ fact }) => fact.firstTrafficAt);
	const firstTrafficAt = traffic === null ? null : (best.fact.firstTrafficAt ?? Math.min(traffic, best.at));
	const fact: DeploymentFact = {
		...best.fact,
		version: firstKnown(all, (told) => told.fact.version),
		firstTrafficAt,
		tookTraffic: firstKnown(alike, (told) => told.fact.tookTraffic),
		isRollback: saysRollback(all),
		isHotfix: firstKnown(all, (told) => told.fact.isHotfix),
		note: firstKnown(alike, (told) => told.fact.note),
		actor: firstKnown(all, (told) => told.fact.actor),
		url: firstKnown(all, (told) => told.fact.url),
	};
	return {
		...{ fact, ref: best.ref, at: best.at, isEnded: best.isEnded, name: best.name },
		metAt: firstTrafficAt ?? best.at,
		refs: all.flatMap(({ refs }) => refs),
		commit: commitOf(all, saidCommit),
		versions: [...new Set(all.flatMap(({ versions }) => versions))],
		takesBack: firstKnown(all, ({ takesBack }) => takesBack),
		fixes: [...new Set(all.flatMap(({ fixes }) => fixes))],
	};
}

function firstKnown<T>(all: readonly PlacedDeployment[], pick: (told: PlacedDeployment) => T | null): T | null {
	for (const told of all) {
		const known = pick(told);
		if (known !== null) return known;
	}
	return null;
}

/** One that says so is believed before one that does not. */
function saysRollback(all: readonly PlacedDeployment[]): boolean | null {
	const said = all.map(({ fact, takesBack }) => fact.isRollback ?? (takesBack === null ? null : true));
	if (said.includes(true)) return true;
	return said.includes(false) ? false : null;
}

/** What was said by hand of any of them; else as the best tells it, as whole as anybody has it. */
function commitOf(all: readonly PlacedDeployment[], said: ReadonlyMap<FactRef, string>): string | null {
	const first = all.find(({ ref }) => said.has(ref))?.commit ?? firstKnown(all, ({ commit }) => commit);
	if (first === null || first.length < 7) return first;
	const whole = all.flatMap(({ commit }) => (commit?.startsWith(first) === true ? [commit] : []));
	return whole.sort((left, right) => right.length - left.length || compareText(left, right))[0] ?? first;
}
