/** What a second source told of a deployment stands among the judged ones, counts nowhere and says where it counts. */
import type { JudgedDeployment, JudgedHistory } from './judged.ts';
import { alsoToldWords, toldTwiceWords } from './judging-words.ts';
import { comparePlaces, type PlacedDeployment } from './place.ts';
import type { Tellings } from './tellings.ts';

type Judged = Pick<JudgedHistory, 'deployments' | 'leads'>;

/** `judged`: each deployment once, in order. Puts the repeats in their places. */
export function withRepeats(judged: Judged, repeats: Tellings['repeats']): Judged {
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
