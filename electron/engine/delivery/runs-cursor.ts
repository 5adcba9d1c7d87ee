/** Where telling the runs of pipelines goes on, service by service. Pure. */
import { z } from 'zod';
import { isEndedRun, type PipelineRun } from '../../../shared/domain/pipeline/model.ts';

const dayMs = 86_400_000;
/** Runs are run again, and approved, some time after they were made: so far back they are told again. */
const overlapMs = 14 * dayMs;
/** One that still waits for somebody is told again until it ends; one that nobody ends is given up. */
const longestOpenMs = 90 * dayMs;

/** Of each service the newest run that was told and the oldest that had not ended, and the oldest run of all; creation, ms. */
export const runsCursorShape = z.object({
	newest: z.record(z.string(), z.number()),
	open: z.record(z.string(), z.number()).default({}),
	from: z.number().nullable(),
});
export type RunsCursor = z.output<typeof runsCursorShape>;

export const runsBeginning: RunsCursor = { newest: {}, open: {}, from: null };

/** Runs that were made before this instant need not be told; `since` is how far back a first telling goes. */
export function floorOf({ newest, open }: RunsCursor, service: string, since: number): number {
	const known = newest[service];
	if (known === undefined) return since;
	return Math.min(known - overlapMs, Math.max(known - longestOpenMs, open[service] ?? known));
}

/** What of the runs of one service a cursor is made of. */
export interface Span {
	readonly newest: number;
	readonly oldest: number;
	/** Null: all have ended. */
	readonly open: number | null;
}

/** `span` is of the runs before. Null: there was none. */
export function spanned(span: Span | null, runs: readonly PipelineRun[]): Span | null {
	let all = span;
	for (const run of runs) {
		const { createdAt: at } = run;
		const open = isEndedRun(run) ? null : at;
		all = {
			newest: Math.max(all?.newest ?? at, at),
			oldest: Math.min(all?.oldest ?? at, at),
			open: all === null || all.open === null ? open : Math.min(all.open, open ?? all.open),
		};
	}
	return all;
}

/** After all runs of a service from its floor on were told. */
export function toldWhole(cursor: RunsCursor, service: string, span: Span): RunsCursor {
	const { [service]: _ended, ...open } = cursor.open;
	return {
		newest: { ...cursor.newest, [service]: Math.max(cursor.newest[service] ?? span.newest, span.newest) },
		open: span.open === null ? open : { ...open, [service]: span.open },
		from: Math.min(cursor.from ?? span.oldest, span.oldest),
	};
}
