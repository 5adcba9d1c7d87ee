/**
 * Writes the month's report by itself, on the first working day. What was missed while the room was closed is caught up at the
 * next opening. Begun and done are journalled: of two rooms one writes, and a writing that was cut off is made good.
 */
import type { Actor } from '../../../shared/domain/release.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { dueReports } from '../../../shared/domain/retrospective/months.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { MonthRequest } from './gather.ts';
import type { RetrospectiveOptions, WriteReportRequest, WrittenReport } from './ports.ts';
import { createBodyReader, type Recorded, readSaid } from './said.ts';

const actor: Actor = { kind: 'schedule', name: 'the monthly report' };
/** The wall clock may jump and the machine may sleep: it is looked at least this often, ms. */
const longestWaitMs = 60 * 60_000;
/** A room that began to write and did not end within this time is taken to be gone, ms. */
const givenUpMs = 15 * 60_000;

export interface Schedule {
	open(): void;
	/** Plans anew. */
	again(): void;
	close(): Promise<void>;
}

type Parts = Pick<RetrospectiveOptions, 'store' | 'setup' | 'clock' | 'logger' | 'record'> & {
	readonly write: (request: WriteReportRequest, signal: AbortSignal) => Promise<Result<WrittenReport>>;
	readonly freeze: (month: MonthRequest, actor: Actor) => Promise<Result<unknown>>;
};

export function createSchedule(parts: Parts): Schedule {
	const { clock, logger } = parts;
	const stop = new AbortController();
	const readBody = createBodyReader();
	let cancel: () => void = () => undefined;
	let isOpen = false;
	let running: Promise<void> = Promise.resolve();

	async function look(): Promise<void> {
		const wait = await writeWhatIsDue(parts, readBody, stop.signal);
		if (stop.signal.aborted) return;
		cancel();
		cancel = clock.after(wait, go);
	}

	/** One look at a time. */
	function go(): void {
		if (!isOpen || stop.signal.aborted) return;
		running = running.then(look).catch((err: unknown) => {
			logger.error({ err }, 'the schedule of the monthly report failed');
			if (!stop.signal.aborted) cancel = clock.after(longestWaitMs, go);
		});
	}

	return {
		open() {
			isOpen = true;
			go();
		},
		again: go,
		async close() {
			stop.abort();
			cancel();
			await running;
		},
	};
}

/** Answers how long to wait until the next look, ms. */
async function writeWhatIsDue(
	parts: Parts,
	readBody: ReturnType<typeof createBodyReader>,
	signal: AbortSignal,
): Promise<number> {
	const setup = await parts.setup();
	if (!setup.ok) {
		parts.logger.warn({ problem: setup.problem }, 'whether a monthly report is due cannot be told');
		return longestWaitMs;
	}
	const { report, zone } = setup.value;
	if (report === null || (report.folder === null && !report.isFrozen)) return longestWaitMs;
	const now = parts.clock.now();
	const { due, next } = dueReports(now, { zone, atMinutes: report.atMinutes, holidays: report.holidays });
	for (const scope of report.scopes) {
		if (signal.aborted) break;
		const done = await writeOne(parts, readBody, report, { scope, month: due }, signal);
		if (!done.ok) {
			parts.logger.warn(
				{ problem: done.problem, err: done.cause, scope, month: due },
				'a monthly report was not written',
			);
		}
	}
	return Math.min(longestWaitMs, Math.max(0, next.at - now));
}

async function writeOne(
	parts: Parts,
	readBody: ReturnType<typeof createBodyReader>,
	report: ReportConfig,
	month: MonthRequest,
	signal: AbortSignal,
): Promise<Result<unknown>> {
	const said = await readSaid(parts.store, readBody);
	if (!said.ok) return said;
	const earlier = said.value.written(month.scope, month.month);
	if (!isMine(earlier, parts.clock.now())) return ok(null);
	const frame = { type: 'report-written', ...month } as const;
	const turn = `report-begun:${month.scope}:${month.month}:${earlier?.seq ?? 0}`;
	const begun = await parts.record({ ...frame, state: 'begun', files: [] }, actor, turn);
	if (!begun.ok || begun.value.duplicate) return begun;
	if (report.isFrozen) {
		const frozen = await parts.freeze(month, actor);
		if (!frozen.ok) return frozen;
	}
	const written = await writeFiles(parts, report, month, signal);
	if (!written.ok) return written;
	for (const problem of written.value.problems) {
		parts.logger.warn({ ...problem, ...month }, 'a monthly report was not written in one of its formats');
	}
	const done = { ...frame, state: 'done', files: written.value.files } as const;
	return parts.record(done, actor, `report-done:${month.scope}:${month.month}`);
}

/** Nobody began, or whoever did is gone. */
function isMine(earlier: Recorded<'report-written'> | null, now: number): boolean {
	if (earlier === null) return true;
	return earlier.decision.state === 'begun' && now - earlier.at > givenUpMs;
}

function writeFiles(
	{ write }: Parts,
	{ folder, formats }: ReportConfig,
	month: MonthRequest,
	signal: AbortSignal,
): Promise<Result<WrittenReport>> {
	if (folder === null) return Promise.resolve(ok({ files: [], problems: [] }));
	return write({ ...month, folder, formats, actor, freeze: false }, signal);
}
