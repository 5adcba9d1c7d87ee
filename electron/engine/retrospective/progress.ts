/** How far the schedule is with a month's report, and when it goes on: pure rules over what was journalled last. */
import type { ReportLack, ReportTrouble } from '../../../shared/domain/delivery/decisions.ts';
import type { ReportFormat, ReportSource } from '../../../shared/domain/retrospective/model.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { Recorded } from './said.ts';

export type ReportWord = Recorded<'report-written'>;
type Wanted = Pick<ReportConfig, 'folder' | 'formats'>;

const minute = 60_000;
/** Between one try and the next, ms; the last one again and again, while the month's report is the newest that is due. */
const waits = [5 * minute, 30 * minute, 2 * 60 * minute, 24 * 60 * minute] as const;
/** A room that began to write and did not end within this time is taken to be gone, ms. */
const givenUpMs = 15 * minute;

/** Formats that are asked for and not written. */
export function outstanding(last: ReportWord | null, { folder, formats }: Wanted): readonly ReportFormat[] {
	if (folder === null) return [];
	const written = last?.decision.formats ?? [];
	return [...new Set(formats)].filter((format) => !written.includes(format));
}

/**
 * How long to wait until it is this room's turn, ms; 0: now; null: it is done. Times of the journal are those of wall clocks:
 * one that was set back must not hold a report up for the hours that it was set back, so only the distance counts.
 */
export function waitBefore(last: ReportWord | null, now: number): number | null {
	if (last === null) return 0;
	const { state, trouble } = last.decision;
	if (state === 'done') return null;
	const passed = Math.abs(now - last.at);
	if (state === 'begun') return Math.max(0, givenUpMs - passed);
	if (trouble === undefined) return 0;
	return Math.max(0, waitAfter(trouble.attempts) - passed);
}

function waitAfter(attempts: number): number {
	return waits[Math.max(1, attempts) - 1] ?? 24 * 60 * minute;
}

/** The configuration is another one than that which failed: somebody did something about it. */
export function asksOtherwise(last: ReportWord, wanted: Wanted): boolean {
	const { state, trouble } = last.decision;
	if (state !== 'failing' || trouble === undefined) return false;
	const { folder, lacking } = trouble;
	if (folder !== wanted.folder) return true;
	if (lacking.some(({ format }) => format === null)) return false;
	const open = outstanding(last, wanted);
	const failed = new Set(lacking.map(({ format }) => format));
	return open.length !== failed.size || open.some((format) => !failed.has(format));
}

/**
 * Whether what the sources know may end before the month did: they are read behind the opening, and a report of what was known
 * when the room was last closed would be wrong, and frozen for ever. A source that fails is not waited for.
 */
export function isReading(sources: readonly ReportSource[], monthEndsAt: number): boolean {
	const asked = sources.filter(({ state }) => state !== 'missing');
	const behind = ({ state, syncedTo }: ReportSource) => state === 'connected' && (syncedTo ?? 0) < monthEndsAt;
	return asked.length === 0 || asked.some(behind);
}

/** Nothing but a printer is missing: whether there is one can be seen at any time. */
export function waitsForPrinter({ decision: { state, trouble } }: ReportWord): boolean {
	const lacking = trouble?.lacking ?? [];
	return state === 'failing' && lacking.length > 0 && lacking.every(({ isUnprintable }) => isUnprintable);
}

/** What goes from one word into the next. */
export function soFar(last: ReportWord | null): Omit<ReportWord['decision'], 'type' | 'scope' | 'month' | 'state'> {
	const { files = [], formats = [], trouble } = last?.decision ?? {};
	return { files, formats, ...(trouble === undefined ? {} : { trouble }) };
}

/** The trouble after a try that left something out. */
export function troubleAfter(
	last: ReportWord | null,
	folder: string | null,
	lacking: readonly ReportLack[],
	now: number,
): ReportTrouble {
	const earlier = last?.decision.trouble;
	return { attempts: (earlier?.attempts ?? 0) + 1, since: earlier?.since ?? now, folder, lacking };
}
