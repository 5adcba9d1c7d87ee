/** How far a pull is, how fast it goes, and how long it may still take. */
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { FactBatch } from '../delivery-ports.ts';

/** The rate is of so much time. */
const windowMs = 30_000;

interface Mark {
	readonly at: number;
	readonly facts: number;
	readonly done: number;
}

export interface ProgressWatch {
	/** A batch was kept. */
	told(batch: Pick<FactBatch, 'progress' | 'facts'>): void;
	view(): FactSourceView['progress'];
}

/** `monotonic` in ms. Before two batches are there nothing is said of rate and rest. */
export function watchProgress(monotonic: () => number): ProgressWatch {
	let marks: readonly Mark[] = [{ at: monotonic(), facts: 0, done: 0 }];
	let progress: FactBatch['progress'] | null = null;
	let facts = 0;
	return {
		told(batch) {
			facts += batch.facts.length;
			progress = batch.progress;
			const at = monotonic();
			const recent = marks.filter((mark) => at - mark.at <= windowMs);
			// One mark from before the window stays, or a slow source would have no rate at all.
			const kept = recent.length > 0 ? recent : marks.slice(-1);
			marks = [...kept, { at, facts, done: progress.done }];
		},
		view() {
			if (progress === null) return null;
			const first = marks[0];
			const last = marks.at(-1);
			const spanMs = first === undefined || last === undefined ? 0 : last.at - first.at;
			const perMs = (of: 'facts' | 'done'): number | null =>
				first === undefined || last === undefined || spanMs <= 0 ? null : (last[of] - first[of]) / spanMs;
			const factRate = perMs('facts');
			return {
				...progress,
				rate: factRate === null ? null : factRate * 1_000,
				leftMs: leftMs(progress, perMs('done')),
			};
		},
	};
}

function leftMs({ done, total }: FactBatch['progress'], perMs: number | null): number | null {
	if (total === null || perMs === null || perMs <= 0) return null;
	return Math.max(0, total - done) / perMs;
}
