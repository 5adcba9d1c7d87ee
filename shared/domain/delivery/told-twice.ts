/** What a second source told of a deployment stands among the judged ones, counts nowhere and says where it counts. */
import { compareText } from '../order.ts';
import type { FactRef } from './facts.ts';
import type { JudgedDeployment, JudgedHistory, OtherTelling } from './judged.ts';
import { alsoToldWords, toldTwiceWords } from './judging-words.ts';
import { comparePlaces, type PlacedDeployment } from './place.ts';
import { pairName } from './telling-pairs.ts';
import type { SaidTelling, Tellings } from './tellings.ts';

type Judged = Pick<JudgedHistory, 'deployments' | 'leads'>;

/** `judged`: each deployment once, in order. Puts the repeats in their places, and beside each what people said of it. */
export function withRepeats(judged: Judged, repeats: Tellings['repeats'], said: readonly SaidTelling[]): Judged {
	const { deployments, leads } = putInPlace(judged, repeats);
	if (repeats.length === 0 && said.length === 0) return { deployments, leads };
	const tellingsOf = createTellings(deployments, repeats, said);
	return {
		leads,
		deployments: deployments.map((deployment) => {
			const tellings = tellingsOf(deployment.ref);
			return tellings.length === 0 ? deployment : { ...deployment, tellings };
		}),
	};
}

/** What else is told of each, by its address. */
function createTellings(
	deployments: readonly JudgedDeployment[],
	repeats: Tellings['repeats'],
	said: readonly SaidTelling[],
): (ref: FactRef) => readonly OtherTelling[] {
	const countsAs = new Map(repeats.map(({ told, by }) => [told.ref, by.ref]));
	const known = new Set(deployments.map(({ ref }) => ref));
	const ofHere = said.filter(({ one, other }) => known.has(one) && known.has(other));
	const verdicts = new Map(ofHere.map(({ one, other, isSame }) => [pairName(one, other), isSame]));
	const pairs = [
		...repeats.map(({ told, by }) => [told.ref, by.ref] as const),
		...ofHere.map(({ one, other }) => [one, other] as const),
	];
	const others = new Map<FactRef, Set<FactRef>>();
	for (const [one, other] of pairs.flatMap(([left, right]) => [[left, right] as const, [right, left] as const]))
		others.set(one, (others.get(one) ?? new Set()).add(other));
	const counting = (ref: FactRef) => countsAs.get(ref) ?? ref;
	return (own) =>
		[...(others.get(own) ?? [])].sort(compareText).map((ref) => ({
			ref,
			isSame: counting(ref) === counting(own),
			said: verdicts.get(pairName(own, ref)) ?? null,
		}));
}

function putInPlace(judged: Judged, repeats: Tellings['repeats']): Judged {
	if (repeats.length === 0) return judged;
	const sources = Map.groupBy(repeats, ({ by }) => by.ref);
	const all = [
		...judged.deployments.map((deployment, index) => ({
			deployment: withSources(deployment, sources.get(deployment.ref) ?? []),
			index,
		})),
		...repeats.map((repeat) => ({ deployment: repeated(repeat), index: null })),
	].sort((left, right) => comparePlaces(placeOf(left.deployment), placeOf(right.deployment)));
	const places = new Map(all.map(({ index }, place) => [index, place]));
	return {
		deployments: all.map(({ deployment }) => deployment),
		leads: judged.leads.map((lead) => ({ ...lead, deployment: places.get(lead.deployment) ?? lead.deployment })),
	};
}

function placeOf(deployment: JudgedDeployment) {
	return { at: deployment.at, ref: deployment.ref, fact: deployment };
}

function withSources(deployment: JudgedDeployment, repeats: Tellings['repeats']): JudgedDeployment {
	if (repeats.length === 0) return deployment;
	const sources = repeats.map(({ told }) => told.fact.source);
	return { ...deployment, why: `${deployment.why} ${alsoToldWords(sources)}` };
}

function repeated({ told, by }: { readonly told: PlacedDeployment; readonly by: PlacedDeployment }): JudgedDeployment {
	const { fact, ref, commit, at } = told;
	const { version, startedAt, firstTrafficAt, actor, url, note } = fact;
	return {
		...{ ref, version, commit, startedAt, firstTrafficAt, at, actor, url, note },
		...{ standing: 'told-twice', why: toldTwiceWords(by) },
		...{ previous: null, noLeadTime: null, failure: null, unplanned: null, commits: 0 },
	};
}
