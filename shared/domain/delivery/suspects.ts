/** What changed before an incident, most suspect first: a way to look, never a verdict. */
import { formatDuration } from '../format.ts';
import { compareText } from '../order.ts';
import type { FactRef } from './facts.ts';
import type { Suspect, TimelineItem } from './metrics.ts';

export interface SuspectContext {
	/** What anybody said to be its cause. */
	readonly explicit: ReadonlySet<FactRef>;
	/** What it was put down to for want of anything better. */
	readonly inferred: ReadonlySet<FactRef>;
	/** Names of the environments that it is about; what happened in others is left out. */
	readonly environments: ReadonlySet<string>;
	/** How far back from its start, ms. */
	readonly lookBackMs: number;
	/** Of deployments: their batch, and whether nobody had planned them. */
	readonly deployment: (ref: FactRef) => { readonly commits: number; readonly isUnplanned: boolean } | null;
}

/** Parts of a score; together 1. What was said outranks everything that is only near. */
const weights = { service: 0.35, nearness: 0.35, inferred: 0.12, batch: 0.1, unplanned: 0.04, kind: 0.04 } as const;
const saidShare = 0.5;
/** A change this long before an incident is half as near as one right before it. */
const halfNearMs = 60 * 60_000;
/** A batch of this many commits is as suspect as any larger one. */
const largeBatch = 64;

export function rankSuspects(
	incident: TimelineItem,
	items: readonly TimelineItem[],
	context: SuspectContext,
): readonly Suspect[] {
	return items
		.filter((item) => isPossible(item, incident, context))
		.map((item) => suspect(item, incident, context))
		.sort(mostSuspectFirst);
}

function isPossible(item: TimelineItem, incident: TimelineItem, context: SuspectContext): boolean {
	if (item.kind === 'incident') return false;
	if (context.explicit.has(item.ref)) return true;
	if (item.environment !== null && !context.environments.has(item.environment)) return false;
	if (item.standing === 'told-twice') return false;
	if (item.standing === 'attempt' || item.at > incident.at) return context.inferred.has(item.ref);
	return (item.endedAt ?? item.at) >= incident.at - context.lookBackMs;
}

function suspect(item: TimelineItem, incident: TimelineItem, context: SuspectContext): Suspect {
	const link = context.explicit.has(item.ref) ? 'explicit' : context.inferred.has(item.ref) ? 'inferred' : 'none';
	const isSameService = item.service !== null && item.service === incident.service;
	const deployment = item.kind === 'deployment' ? context.deployment(item.ref) : null;
	const commits = deployment?.commits ?? 0;
	const gap = gapBefore(item, incident);
	const near =
		(isSameService ? weights.service : 0) +
		weights.nearness / (1 + gap / halfNearMs) +
		(link === 'inferred' ? weights.inferred : 0) +
		weights.batch * Math.min(1, Math.log2(1 + commits) / Math.log2(1 + largeBatch)) +
		(deployment?.isUnplanned === true ? weights.unplanned : 0) +
		(item.kind === 'deployment' ? weights.kind : 0);
	const reasons = [
		...linkWords[link],
		...serviceWords(item, isSameService),
		gapWords(item, incident, gap),
		...(commits > 1 ? [`${commits} commits at once`] : []),
		...(deployment?.isUnplanned === true ? ['unplanned'] : []),
		...(item.isFailed && link === 'none' ? ['shown to have failed'] : []),
	];
	return { item, link, reasons, score: near * saidShare + (link === 'explicit' ? saidShare : 0) };
}

const linkWords = {
	explicit: ['named as its cause'],
	inferred: ['the last deployment that users had met before it'],
	none: [],
} as const satisfies Record<Suspect['link'], readonly string[]>;

function serviceWords({ service }: TimelineItem, isSameService: boolean): readonly string[] {
	if (isSameService) return ['the same service'];
	return service === null ? ['of no single service'] : [`another service, ${service}`];
}

/** From its end, where that came before the incident; 0 while it went on. */
function gapBefore({ at, endedAt }: TimelineItem, incident: TimelineItem): number {
	if (endedAt !== null && endedAt > incident.at) return 0;
	return Math.max(0, incident.at - Math.max(at, endedAt ?? at));
}

function gapWords({ at, endedAt }: TimelineItem, incident: TimelineItem, gap: number): string {
	if (at > incident.at) return 'after it began';
	if (endedAt !== null && endedAt > incident.at) return 'still going on when it began';
	return gap < 60_000 ? 'less than a minute before' : `${formatDuration(gap)} before`;
}

function mostSuspectFirst(left: Suspect, right: Suspect): number {
	if (left.score !== right.score) return right.score - left.score;
	if (left.item.at !== right.item.at) return right.item.at - left.item.at;
	return compareText(left.item.ref, right.item.ref);
}
