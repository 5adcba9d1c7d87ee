/** Rows of the history: pages joined, filtered, and laid on the timeline. Pure. */
import { endedStates, type DeploymentState } from '../../../shared/domain/deployment/model.ts';
import { formatDuration } from '../../../shared/domain/format.ts';
import type { HistoryRow } from '../../../shared/rpc/views.ts';
import type { TimelineItem } from '../../charts/timeline-layout.ts';
import { stateLook } from './state-look.ts';

/** Newest in the journal first; a row that came again (it changed meanwhile) replaces the one before. */
export function mergeRows(known: readonly HistoryRow[], fresh: readonly HistoryRow[]): readonly HistoryRow[] {
	const all = new Map([...known, ...fresh].map((row) => [row.id, row]));
	return [...all.values()].toSorted((left, right) => right.position - left.position);
}

export const endings = ['all', 'in-flight', 'completed', 'rolled-back', 'needs-operator'] as const;
/** Which rows are asked for by how they ended. */
export type Ending = (typeof endings)[number];

export interface HistoryFilter {
	readonly text: string;
	readonly environment: string | null;
	readonly ending: Ending;
}

function hasEnding(state: DeploymentState, ending: Ending): boolean {
	if (ending === 'all') return true;
	if (ending === 'in-flight') return !endedStates.includes(state);
	return state === ending;
}

/** Every word of the text must be found somewhere in the row. */
export function filterRows(rows: readonly HistoryRow[], filter: HistoryFilter): readonly HistoryRow[] {
	const wanted = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
	return rows.filter((row) => {
		if (filter.environment !== null && row.environment !== filter.environment) return false;
		if (!hasEnding(row.state, filter.ending)) return false;
		const text = `${row.service} ${row.environment} ${row.version} ${row.fromVersion ?? ''} ${row.startedBy} ${row.outcome}`;
		return wanted.every((word) => text.toLowerCase().includes(word));
	});
}

/** Time from start to end; null while it is under way. */
export function tookText(row: HistoryRow): string | null {
	return row.finishedAt === null ? null : formatDuration(row.finishedAt - row.createdAt);
}

const barTones = { good: 'good', bad: 'bad', warn: 'warn', busy: 'busy', paused: 'warn', neutral: 'neutral' } as const;

/** Rows as bars; lanes are environments, with the service where several are shown. */
export function timelineItems(rows: readonly HistoryRow[], isManyServices: boolean): readonly TimelineItem[] {
	return rows.map((row) => {
		const look = stateLook[row.state];
		const took = tookText(row);
		return {
			id: row.id,
			lane: isManyServices ? `${row.service} / ${row.environment}` : row.environment,
			label: row.version,
			description: `${row.version} of ${row.service} in ${row.environment}: ${look.word.toLowerCase()}${took === null ? '' : ` after ${took}`}. ${row.outcome}`,
			tone: barTones[look.tone],
			from: row.createdAt,
			to: row.finishedAt,
		};
	});
}
