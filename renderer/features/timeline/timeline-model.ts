/** How things on the timeline are drawn and said. Pure. */
import type { Suspect, TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { LaneMark, MarkShape, MarkTone } from '../../charts/delivery/lanes-plot.tsx';
import { standingTitles } from '../retrospective/standing-words.ts';

export const lanes = [
	{ id: 'incident', name: 'Incidents' },
	{ id: 'deployment', name: 'Deployments' },
	{ id: 'flag', name: 'Flags' },
	{ id: 'migration', name: 'Migrations' },
	{ id: 'configuration', name: 'Other changes' },
] as const;

const kindTitles: Readonly<Record<TimelineItem['kind'], string>> = {
	incident: 'Incident',
	deployment: 'Deployment',
	flag: 'Flag',
	migration: 'Migration',
	configuration: 'Configuration',
	other: 'Change',
};

export function kindTitle(kind: TimelineItem['kind']): string {
	return kindTitles[kind];
}

/** What became of it, in a few words; empty where nothing is to be said. */
export function outcomeWords(item: TimelineItem, now: number): string {
	if (item.kind === 'incident') {
		const severity = item.severity === null || item.severity === 'unknown' ? '' : `${item.severity}, `;
		return item.endedAt === null
			? `${severity}open for ${formatDuration(now - item.at)}`
			: `${severity}lasted ${formatDuration(item.endedAt - item.at)}`;
	}
	if (item.kind !== 'deployment') return '';
	const standing = item.standing === null ? '' : standingTitles[item.standing];
	return item.isFailed ? (standing === '' ? 'failed' : `failed, ${standing}`) : standing;
}

/** "Deployment 2.4.0, checkout, 3 Oct, 10:12, counted". */
export function itemWords(item: TimelineItem, zoned: (at: number) => string, now: number): string {
	const place = [item.service, item.environment === 'production' ? null : item.environment].filter(
		(part) => part !== null,
	);
	const outcome = outcomeWords(item, now);
	return [`${kindTitle(item.kind)} ${item.title}`, ...place, zoned(item.at), ...(outcome === '' ? [] : [outcome])].join(
		', ',
	);
}

/** What is held against the start of an incident: a deployment is measured from its end, as "53 min before" is. */
export function suspectAt({ kind, at, endedAt }: TimelineItem, incident: Pick<TimelineItem, 'at'>): number {
	return kind === 'deployment' && endedAt !== null && endedAt <= incident.at ? Math.max(at, endedAt) : at;
}

function look(item: TimelineItem): { readonly shape: MarkShape; readonly tone: MarkTone } {
	switch (item.kind) {
		case 'incident':
			return { shape: 'square', tone: item.severity === 'low' ? 'warn' : 'bad' };
		case 'flag':
			return { shape: 'diamond', tone: 'accent' };
		case 'migration':
			return { shape: 'hexagon', tone: 'accent' };
		case 'configuration':
		case 'other':
			return { shape: 'cross', tone: 'accent' };
		default:
			if (item.isFailed) return { shape: 'square', tone: 'bad' };
			if (item.standing === 'rollback') return { shape: 'back', tone: 'warn' };
			return item.standing === 'counted' || item.standing === null
				? { shape: 'dot', tone: 'good' }
				: { shape: 'ring', tone: 'calm' };
	}
}

/** Marks of all items, in order of time; suspects keep their light, everything else steps back while an incident is chosen. */
export function marksOf(
	items: readonly TimelineItem[],
	chosen: string | null,
	suspects: readonly Suspect[] | null,
	now: number,
): readonly LaneMark[] {
	const ranks = new Map((suspects ?? []).slice(0, 9).map(({ item }, index) => [item.ref, index + 1]));
	return items.map((item) => {
		const rank = ranks.get(item.ref) ?? null;
		const isChosen = item.ref === chosen;
		return {
			...look(item),
			key: `${item.kind} ${item.ref}`,
			lane: item.kind === 'other' ? 'configuration' : item.kind,
			at: item.at,
			until: item.kind === 'incident' ? (item.endedAt ?? now) : null,
			weight: isChosen || rank !== null ? 2 : item.isFailed || item.standing === 'rollback' ? 1 : 0,
			label: item.title,
			rank,
			isChosen,
			isDimmed: suspects !== null && rank === null && !isChosen,
		};
	});
}

/** Incidents noted here: only those may be changed here. */
export function handIncidentId(ref: string): string | null {
	return ref.startsWith('hand|') ? ref.slice('hand|'.length) : null;
}

export interface Span {
	readonly from: number;
	readonly to: number;
}

const shortest = 3_600_000;

/** Half or twice as much, around a centre; never under an hour. */
export function zoomed(span: Span, factor: number, centre: number): Span {
	const length = Math.max(shortest, (span.to - span.from) * factor);
	const share = (centre - span.from) / (span.to - span.from);
	const from = centre - length * Math.min(1, Math.max(0, share));
	return { from, to: from + length };
}

/** A third of it earlier (-1) or later (1). */
export function moved(span: Span, direction: -1 | 1): Span {
	const by = ((span.to - span.from) / 3) * direction;
	return { from: span.from + by, to: span.to + by };
}
