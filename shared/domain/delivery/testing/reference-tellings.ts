/**
 * The brute-force reference of judging: which tellings are of one deployment. Every two are looked at, and asked again of all
 * others; what joins is kept as a number per telling.
 */
import { type DeploymentFact, factRef } from '../facts.ts';
import type { HistoryInput } from '../judge-history.ts';
import type { GraphCommit } from '../judged.ts';

/** A deployment with what all its tellings know. */
export interface Told {
	readonly fact: DeploymentFact;
	readonly refs: readonly string[];
	readonly commit: string | null;
	/** As the source calls it that it counts by. */
	readonly named: string | null;
	readonly names: readonly string[];
	readonly fixes: readonly string[];
	readonly takesBack: string | null;
}

export interface ToldOnce {
	readonly told: readonly Told[];
	/** Those that count elsewhere, as they were told. */
	readonly repeats: readonly Told[];
}

/** By plain search: one commit whose hash begins so. */
export function lookUp(commits: readonly GraphCommit[] | null, hash: string): number {
	const graph = commits ?? [];
	const whole = graph.findIndex(({ sha }) => sha === hash);
	if (whole >= 0) return whole;
	const fitting = hash.length < 4 ? [] : graph.filter(({ sha }) => sha.startsWith(hash));
	return fitting.length === 1 ? graph.findIndex((commit) => commit === fitting[0]) : -1;
}

/** A name of a version without the `v` before its digits. */
export function plainName(name: string): string {
	return /^[vV][0-9]/.test(name) ? name.slice(1) : name;
}

export const finished = ({ outcome, finishedAt }: DeploymentFact) => (outcome === 'running' ? null : finishedAt);

export function referenceTellings(input: HistoryInput, facts: readonly DeploymentFact[]): ToldOnce {
	const all = facts
		.map((fact) => asTold(input, fact))
		.sort((left, right) => (isBefore(left.fact, right.fact) ? -1 : 1));
	const group = all.map((_, index) => index);
	const byHand = new Set<number>();
	const said = (isSame: boolean) =>
		input.said.tellings
			.filter((verdict) => verdict.isSame === isSame)
			.map(({ one, other }) =>
				[one, other].map((ref) => all.findIndex(({ fact }) => factRef(fact) === ref)).sort(upwards),
			);
	const apart = said(false);
	const ranked = rankedPairs(all, input.policy.sameDeploymentWindowMs);
	const mayBeOne = (first: number, second: number) =>
		ranked.some(({ two }) => two.includes(first) && two.includes(second));
	// Our own and one that ended otherwise, which did not go out together.
	const isTorn = (places: readonly number[]) =>
		places.some((first) => {
			const own = all[first]?.fact;
			if (own === undefined || !isOwn(own)) return false;
			return places.some((second) => differ(own, all[second]?.fact ?? own) && !mayBeOne(first, second));
		});
	const join = ([one = -1, other = -1]: readonly number[], isByHand: boolean) => {
		if (one < 0 || other < 0 || group[one] === group[other]) return;
		const [kept = 0, gone = 0] = [group[one], group[other]];
		const mine = all.filter((_, index) => group[index] === kept || group[index] === gone);
		if (new Set(mine.map(({ fact }) => fact.source)).size < mine.length) return;
		const places = group.flatMap((of, index) => (of === kept || of === gone ? [index] : []));
		if (apart.some((two) => two.every((place) => places.includes(place)))) return;
		const mayDiffer = isByHand || byHand.has(kept) || byHand.has(gone) || mine.some(({ fact }) => isOwn(fact));
		if (!mayDiffer && mine.some(({ fact }) => isGood(fact)) && mine.some(({ fact }) => isBad(fact))) return;
		if (!(isByHand || byHand.has(kept) || byHand.has(gone)) && isTorn(places)) return;
		if (isByHand || byHand.has(gone)) byHand.add(kept);
		for (const place of places) group[place] = kept;
	};
	const byName = ([one = 0, other = 0]: readonly number[]) =>
		[one, other]
			.map((place) => all[place]?.refs[0] ?? '')
			.sort()
			.join('\n');
	for (const two of said(true).sort((left, right) => (byName(left) < byName(right) ? -1 : 1))) join(two, true);
	for (const { two } of ranked) if (!returned(all, two, mayBeOne)) join(two, false);
	const groups = [...new Set(group)].map((of) => all.filter((_, index) => group[index] === of).sort(knowsMore));
	return {
		told: groups.map((tellings) => together(input, tellings)),
		repeats: groups.flatMap((tellings) => tellings.slice(1)),
	};
}

const upwards = (left: number, right: number) => left - right;
const isOwn = ({ source }: DeploymentFact) => source === 'journal';
const isGood = (fact: DeploymentFact) => finished(fact) !== null && fact.outcome === 'succeeded';
const isBad = (fact: DeploymentFact) => finished(fact) !== null && fact.outcome !== 'succeeded';
const endAt = (fact: DeploymentFact) => finished(fact) ?? fact.startedAt;

function isBefore(one: DeploymentFact, other: DeploymentFact): boolean {
	if (endAt(one) !== endAt(other)) return endAt(one) < endAt(other);
	if (one.startedAt !== other.startedAt) return one.startedAt < other.startedAt;
	return factRef(one) < factRef(other);
}

function asTold(input: HistoryInput, fact: DeploymentFact): Told {
	const ref = factRef(fact);
	const named = (input.said.deploymentCommit.get(ref) ?? fact.commit)?.toLowerCase() ?? null;
	const known = named === null ? undefined : input.commits?.[lookUp(input.commits, named)];
	const address = (nativeId: string) => `${fact.source}|${nativeId}`;
	return {
		fact,
		refs: [ref],
		commit: known?.sha ?? named,
		named: fact.version === null ? null : plainName(fact.version),
		names: fact.version === null ? [] : [plainName(fact.version)],
		fixes: fact.fixes.map((fixed) => (/^(incident|version):/.test(fixed) ? fixed : address(fixed))),
		takesBack: fact.takesBack === null ? null : address(fact.takesBack),
	};
}

/** Every two that may be one, the likeliest first. */
function rankedPairs(all: readonly Told[], windowMs: number) {
	const places = all.map((_, index) => index);
	const twos = places.flatMap((first) => places.filter((second) => second > first).map((second) => [first, second]));
	return twos
		.flatMap((two) => {
			const [one, other] = two.map((place) => all[place]);
			const rank = one === undefined || other === undefined ? null : rankOf(one, other, windowMs);
			return rank === null ? [] : [{ two, rank }];
		})
		.sort((left, right) => (left.rank < right.rank ? -1 : 1));
}

function differ(one: DeploymentFact, other: DeploymentFact): boolean {
	return (isGood(one) && isBad(other)) || (isBad(one) && isGood(other));
}

/** The shorter one shares half of its time with the other. */
function isTogether(one: DeploymentFact, other: DeploymentFact): boolean {
	const took = [one, other].map((fact) => endAt(fact) - fact.startedAt);
	const apart = Math.max(one.startedAt, other.startedAt);
	return Math.min(endAt(one), endAt(other)) - apart >= Math.min(...took) / 2;
}

/** Text that sorts as they are likely; null: they are two. */
function rankOf(one: Told, other: Told, windowMs: number): string | null {
	if (one.fact.source === other.fact.source || !isAlike(one, other)) return null;
	const [left, right] = [one.fact, other.fact];
	const isKnown = finished(left) !== null && finished(right) !== null;
	const between = [Math.abs(left.startedAt - right.startedAt)];
	between.push(isKnown ? Math.abs(endAt(left) - endAt(right)) : (between[0] ?? 0));
	const isAside = left.startedAt > endAt(right) || right.startedAt > endAt(left);
	if (isAside && between.every((ms) => ms > windowMs)) return null;
	const differs = differ(left, right);
	if (differs && (isAside || !isTogether(left, right) || !(isOwn(left) || isOwn(right)))) return null;
	const doubt = differs ? 2 : (finished(left) === null) === (finished(right) === null) ? 0 : 1;
	const digits = [doubt, Math.min(...between), between.reduce((sum, ms) => sum + ms, 0)];
	const refs = [factRef(left), factRef(right)].sort();
	return `${digits.map((ms) => String(ms).padStart(16, '0')).join(' ')} ${refs.join('\n')}`;
}

function isAlike(one: Told, other: Told): boolean {
	const hashes = [one.commit ?? '', other.commit ?? ''];
	const isOneCommit = hashes.every((hash) => hash !== '' && hashes.every((long) => begins(hash, long)));
	return one.names.some((name) => other.names.includes(name)) || isOneCommit;
}

/** Whether one of two hashes may stand for the other. */
function begins(one: string, other: string): boolean {
	if (one === other) return true;
	return Math.min(one.length, other.length) >= 7 && (one.startsWith(other) || other.startsWith(one));
}

/**
 * A source of two successes tells of another version in between, which began before the later one did, and the other source does
 * not tell of that outside of them.
 */
function returned(
	all: readonly Told[],
	[first = 0, second = 0]: readonly number[],
	mayBeOne: (first: number, second: number) => boolean,
): boolean {
	const ends = [all[first], all[second]].flatMap((told) => told ?? []);
	const sources = ends.map(({ fact }) => fact.source);
	if (!ends.every(({ fact }) => isGood(fact))) return false;
	const ofThem = all.flatMap(({ fact }, place) => (isGood(fact) && sources.includes(fact.source) ? [place] : []));
	const inside = (place: number) => place > first && place < second;
	return ofThem
		.filter((place) => inside(place) && ends.every((end) => !isAlike(end, all[place] ?? end)))
		.filter((place) => (all[place]?.fact.startedAt ?? 0) <= (all[second]?.fact.startedAt ?? 0))
		.some((place) => !ofThem.some((echo) => !inside(echo) && mayBeOne(place, echo)));
}

function knowsMore(left: Told, right: Told): number {
	const digits = ({ fact, commit, names }: Told) =>
		[
			...[isOwn(fact), finished(fact) !== null, ['succeeded', 'taken-back'].includes(fact.outcome)],
			...[fact.firstTrafficAt !== null, fact.startedAt < endAt(fact), commit !== null, names.length > 0],
		]
			.map(Number)
			.join('');
	if (digits(left) !== digits(right)) return digits(left) > digits(right) ? -1 : 1;
	return factRef(left.fact) < factRef(right.fact) ? -1 : 1;
}

function together(input: HistoryInput, tellings: readonly Told[]): Told {
	const [best, ...others] = tellings;
	if (best === undefined) throw new Error('no telling at all');
	if (others.length === 0) return best;
	const sameEnd = tellings.filter(({ fact }) => isGood(fact) === isGood(best.fact) && isBad(fact) === isBad(best.fact));
	const known = <T>(values: readonly (T | null)[]): T | null => values.find((value) => value !== null) ?? null;
	const traffic = known(sameEnd.map(({ fact }) => fact.firstTrafficAt));
	const isOwnTraffic = best.fact.firstTrafficAt !== null;
	const backs = tellings.map(({ fact }) => fact.isRollback ?? (fact.takesBack === null ? null : true));
	return {
		fact: {
			...best.fact,
			version: known(tellings.map(({ fact }) => fact.version)),
			firstTrafficAt: traffic === null || isOwnTraffic ? traffic : Math.min(traffic, endAt(best.fact)),
			tookTraffic: known(sameEnd.map(({ fact }) => fact.tookTraffic)),
			isRollback: backs.some((said) => said === true) ? true : known(backs),
			isHotfix: known(tellings.map(({ fact }) => fact.isHotfix)),
		},
		refs: tellings.map(({ fact }) => factRef(fact)),
		commit: commitOf(input, tellings),
		named: best.named,
		names: tellings.flatMap(({ names }) => names),
		fixes: tellings.flatMap(({ fixes }) => fixes),
		takesBack: known(tellings.map(({ takesBack }) => takesBack)),
	};
}

function commitOf({ said }: HistoryInput, tellings: readonly Told[]): string | null {
	const isSaid = ({ refs: [ref = ''] }: Told) => said.deploymentCommit.has(ref);
	const [first = null] = [...tellings.filter(isSaid), ...tellings].flatMap(({ commit }) => commit ?? []);
	if (first === null || first.length < 7) return first;
	const longer = tellings.flatMap(({ commit }) => (commit?.startsWith(first) === true ? [commit] : []));
	const most = Math.max(...longer.map(({ length }) => length));
	return longer.filter(({ length }) => length === most).sort()[0] ?? first;
}
