/** What is said of a source of facts. Pure. */
import { formatAge, formatCount, formatCounted, formatDuration } from '../../../shared/domain/format.ts';
import type { FactSourceView } from '../../../shared/rpc/delivery-views.ts';
import type { Tone } from '../../ui/glyph.tsx';

export const stateLooks: Readonly<Record<FactSourceView['state'], { readonly tone: Tone; readonly word: string }>> = {
	idle: { tone: 'good', word: 'Up to date' },
	syncing: { tone: 'busy', word: 'Reading' },
	failing: { tone: 'bad', word: 'Failing' },
	paused: { tone: 'paused', word: 'Waiting' },
};

/** "4 310 of 12 800 commits, 210 a second, 40 s left". */
export function progressWords(progress: NonNullable<FactSourceView['progress']>): string {
	const { done, total, noun, rate, leftMs } = progress;
	return [
		total === null ? `${formatCount(done)} ${noun}` : `${formatCount(done)} of ${formatCount(total)} ${noun}`,
		...(rate === null ? [] : [`${formatCount(rate)} a second`]),
		...(leftMs === null ? [] : [`${formatDuration(leftMs)} left`]),
	].join(', ');
}

/** What it told so far, until when, and when it is asked again. */
export function standingWords(source: FactSourceView, now: number, day: (at: number) => string): string {
	const { syncedAt, coveredFrom, nextAt, state } = source;
	return [
		formatCounted(source.facts, 'fact'),
		...(coveredFrom === null
			? ['how far back it is complete is not known yet']
			: [`complete from ${day(coveredFrom)}`]),
		syncedAt === null ? 'never read to the end' : `read ${formatAge(whole(now - syncedAt))}`,
		...(nextAt === null || state === 'syncing' || nextAt < now
			? []
			: [`again in ${formatDuration(whole(nextAt - now))}`]),
	].join(', ');
}

/** Cut to the unit that still tells something. */
function whole(ms: number): number {
	const unit = ms < 60_000 ? 1_000 : 60_000;
	return Math.floor(Math.max(0, ms) / unit) * unit;
}
