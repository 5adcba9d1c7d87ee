/**
 * Writes the month's report by itself, on the first working day. What was missed while the room was closed is caught up at the
 * next opening. Begun, failing and done are journalled: of two rooms one writes, a writing that was cut off is made good, and
 * what failed is tried again, also after a restart.
 */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import { dueReports, reportDueAt } from '../../../shared/domain/retrospective/months.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import type { MonthRequest } from './gather.ts';
import type { RetrospectiveOptions } from './ports.ts';
import { outstanding, type ReportWord, soFar, troubleAfter, waitBefore, waitsForPrinter } from './progress.ts';
import { reportNeed } from './report-need.ts';
import { type ReadBody, readSaid } from './said.ts';
import { canPrint, type Outcome, type WriteOrder } from './write-report.ts';

const actor: Actor = { kind: 'schedule', name: 'the monthly report' };
/** The wall clock may jump and the machine may sleep: it is looked at least this often, ms. */
const longestWaitMs = 60 * 60_000;
/** However soon a report's turn comes again: where the journal cannot be read back nothing may turn in a circle, ms. */
const shortestWaitMs = 30_000;

export interface Schedule {
	open(): void;
	/** Looks anew. */
	again(): void;
	needs(): readonly NeedView[];
	close(): Promise<void>;
}

type Parts = Pick<RetrospectiveOptions, 'store' | 'setup' | 'clock' | 'logger' | 'record' | 'printer' | 'onNeeds'> & {
	readonly readBody: ReadBody;
	readonly write: (order: WriteOrder) => Promise<Outcome>;
};

interface Look {
	/** Until the next one, ms. */
	readonly waitMs: number;
	/** Null: it could not be told, so what was known holds. */
	readonly needs: readonly NeedView[] | null;
}

export function createSchedule(parts: Parts): Schedule {
	const { clock, logger } = parts;
	const stop = new AbortController();
	let cancel: () => void = () => undefined;
	let isOpen = false;
	let isQueued = false;
	let needs: readonly NeedView[] = [];
	let running: Promise<void> = Promise.resolve();

	async function look(): Promise<void> {
		isQueued = false;
		const found = await writeWhatIsDue(parts, stop.signal);
		if (stop.signal.aborted) return;
		if (found.needs !== null && JSON.stringify(found.needs) !== JSON.stringify(needs)) {
			needs = found.needs;
			parts.onNeeds();
		}
		cancel();
		cancel = clock.after(found.waitMs, go);
	}

	/** One look at a time; of several that wait one is enough. */
	function go(): void {
		if (!isOpen || isQueued || stop.signal.aborted) return;
		isQueued = true;
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
		needs: () => needs,
		async close() {
			stop.abort();
			cancel();
			await running;
		},
	};
}

async function writeWhatIsDue(parts: Parts, signal: AbortSignal): Promise<Look> {
	const setup = await parts.setup();
	if (!setup.ok) {
		parts.logger.warn({ problem: setup.problem }, 'whether a monthly report is due cannot be told');
		return { waitMs: longestWaitMs, needs: null };
	}
	const { report, zone } = setup.value;
	if (report === null || (report.folder === null && !report.isFrozen)) return { waitMs: longestWaitMs, needs: [] };
	const days = { zone, atMinutes: report.atMinutes, holidays: report.holidays };
	const { due, next } = dueReports(parts.clock.now(), days);
	let turnMs = longestWaitMs;
	const needs: NeedView[] = [];
	for (const scope of new Set(report.scopes)) {
		if (signal.aborted) break;
		const month = { scope, month: due };
		const last = await takeTurn(parts, report, month, reportDueAt(due, days), signal);
		if (!last.ok) {
			parts.logger.warn(
				{ problem: last.problem, err: last.cause, ...month },
				'a monthly report cannot be looked after',
			);
			return { waitMs: longestWaitMs, needs: null };
		}
		const { decision } = last.value ?? {};
		if (decision?.trouble !== undefined && decision.state !== 'done') {
			needs.push(reportNeed(month, decision.trouble, decision.formats ?? []));
		}
		turnMs = Math.min(turnMs, waitBefore(last.value, report, parts.clock.now()) ?? longestWaitMs);
	}
	const nextMs = Math.max(0, next.at - parts.clock.now());
	return { waitMs: Math.min(Math.max(shortestWaitMs, turnMs), nextMs), needs };
}

/** Writes where it is this room's turn; resolves with the last word about the report, whoever said it. */
async function takeTurn(
	parts: Parts,
	report: ReportConfig,
	month: MonthRequest,
	dueAt: number,
	signal: AbortSignal,
): Promise<Result<ReportWord | null>> {
	const last = await lastWord(parts, month);
	if (!last.ok) return last;
	const wait = waitBefore(last.value, report, parts.clock.now());
	if (wait === null || (wait > 0 && !(await hasPrinterNow(parts, last.value)))) return last;
	const tried = await attempt(parts, report, { month, last: last.value, dueAt }, signal);
	return tried.ok ? lastWord(parts, month) : tried;
}

async function lastWord(parts: Parts, { scope, month }: MonthRequest): Promise<Result<ReportWord | null>> {
	const said = await readSaid(parts.store, parts.readBody);
	return said.ok ? { ok: true, value: said.value.written(scope, month) } : said;
}

async function hasPrinterNow({ printer }: Parts, last: ReportWord | null): Promise<boolean> {
	return last !== null && waitsForPrinter(last) && (await canPrint(printer)).ok;
}

interface Turn {
	readonly month: MonthRequest;
	readonly last: ReportWord | null;
	/** When the report was due, ms. */
	readonly dueAt: number;
}

async function attempt(
	parts: Parts,
	report: ReportConfig,
	{ month, last, dueAt }: Turn,
	signal: AbortSignal,
): Promise<Result<unknown>> {
	const frame = { type: 'report-written', scope: month.scope, month: month.month } as const;
	const turn = `${month.scope}:${month.month}:${last?.seq ?? 0}`;
	const say = (word: Pick<ReportWord['decision'], 'state'> & ReturnType<typeof soFar>, key: string) =>
		parts.record({ ...frame, ...word } satisfies DeliveryDecision, actor, `report-${key}`);
	const known = soFar(last);
	// The key has the word before: of two rooms that both see it, one gets its turn.
	const begun = await say({ state: 'begun', ...known }, `begun:${turn}`);
	if (!begun.ok || begun.value.duplicate) return begun;
	const files = [...known.files];
	const formats = [...(known.formats ?? [])];
	const outcome = await parts.write({
		...month,
		...{ folder: report.folder ?? '', formats: outstanding(last, report), actor, freeze: report.isFrozen, signal },
		madeSince: last?.decision.state === 'begun' ? dueAt : null,
		onFile(format: ReportFormat, file: string) {
			formats.push(format);
			files.push(file);
			// At once, so that a cut after it does not write it twice.
			return say({ ...known, state: 'begun', files: [...files], formats: [...formats] }, `part:${turn}:${format}`);
		},
	});
	// The next opening goes on from what stands.
	if (outcome.isCut) return begun;
	if (outcome.lacking.length === 0) return say({ state: 'done', files, formats }, `done:${month.scope}:${month.month}`);
	const lacking = outcome.lacking.map(({ format, message, hint, isUnprintable }) => ({
		...{ format, message, hint, isUnprintable },
	}));
	const trouble = troubleAfter(last, report.folder, lacking, parts.clock.now());
	return say({ state: 'failing', files, formats, trouble }, `failing:${turn}`);
}
