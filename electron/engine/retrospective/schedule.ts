/**
 * Writes the month's report by itself, on the first working day. What was missed while the room was closed is caught up at the
 * next opening. Begun, failing and done are journalled: of two rooms one writes, a writing that was cut off is made good, and
 * what failed is tried again, also after a restart.
 */
import type { Result } from '../../../shared/domain/result.ts';
import { dueReports, monthEnd, reportDueAt } from '../../../shared/domain/retrospective/months.ts';
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import { attempt, type AttemptParts, type Turn } from './attempt.ts';
import type { MonthRequest } from './gather.ts';
import type { RetrospectiveOptions } from './ports.ts';
import { asksOtherwise, isReading, type ReportWord, waitBefore, waitsForPrinter } from './progress.ts';
import { reportNeed } from './report-need.ts';
import { type ReadBody, readSaid } from './said.ts';
import { canPrint } from './write-report.ts';

/** The wall clock may jump and the machine may sleep: it is looked at least this often, ms. */
const longestWaitMs = 60 * 60_000;
/** However soon a report's turn comes again: where the journal cannot be read back nothing may turn in a circle, ms. */
const shortestWaitMs = 30_000;

/** How long sources may take to tell of the rest of the month before it is reported without them, ms. */
const longestReadMs = 30 * 60_000;
/** While they are read it is looked so often, ms. */
const readingLookMs = 60_000;

export interface Schedule {
	open(): void;
	/** Looks anew. */
	again(): void;
	needs(): readonly NeedView[];
	close(): Promise<void>;
}

interface Parts extends AttemptParts, Pick<RetrospectiveOptions, 'store' | 'setup' | 'logger' | 'printer' | 'onNeeds'> {
	readonly readBody: ReadBody;
}

/** What this room alone knows, as long as it is open. */
interface Memory {
	/** Since when sources are waited for, by month. */
	readonly readingSince: Map<string, number>;
	/** Configurations that were tried at once; of two rooms with two configurations neither may hurry the other for ever. */
	readonly hurried: Set<string>;
}

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
	const memory: Memory = { readingSince: new Map(), hurried: new Set() };
	let running: Promise<void> = Promise.resolve();

	async function look(): Promise<void> {
		isQueued = false;
		const found = await writeWhatIsDue(parts, memory, stop.signal);
		if (stop.signal.aborted) return;
		if (found.needs !== null && JSON.stringify(found.needs) !== JSON.stringify(needs)) {
			needs = found.needs;
			parts.onNeeds();
		}
		goAfter(found.waitMs);
	}

	/** In the place of whatever was to come. */
	function goAfter(ms: number): void {
		cancel();
		if (!stop.signal.aborted) cancel = clock.after(ms, go);
	}

	/** One look at a time; of several that wait one is enough. */
	function go(): void {
		if (!isOpen || isQueued || stop.signal.aborted) return;
		isQueued = true;
		running = running.then(look).catch((err: unknown) => {
			logger.error({ err }, 'the schedule of the monthly report failed');
			goAfter(longestWaitMs);
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

async function writeWhatIsDue(parts: Parts, memory: Memory, signal: AbortSignal): Promise<Look> {
	const setup = await parts.setup();
	if (!setup.ok) {
		parts.logger.warn({ problem: setup.problem }, 'whether a monthly report is due cannot be told');
		return { waitMs: longestWaitMs, needs: null };
	}
	const { report, zone, sources } = setup.value;
	if (report === null || (report.folder === null && !report.isFrozen)) return { waitMs: longestWaitMs, needs: [] };
	const days = { zone, atMinutes: report.atMinutes, holidays: report.holidays };
	const { due, next } = dueReports(parts.clock.now(), days);
	const mustWait = isReading(sources, monthEnd(due, zone)) && mayWait(memory, due, parts.clock.now());
	let turnMs = mustWait ? readingLookMs : longestWaitMs;
	const needs: NeedView[] = [];
	for (const scope of new Set(report.scopes)) {
		if (signal.aborted) break;
		const month = { scope, month: due };
		const order = { month, dueAt: reportDueAt(due, days), mustWait };
		const last = await takeTurn(parts, memory, report, order, signal);
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
		if (last.value !== null) turnMs = Math.min(turnMs, waitBefore(last.value, parts.clock.now()) ?? longestWaitMs);
	}
	const nextMs = Math.max(0, next.at - parts.clock.now());
	return { waitMs: Math.min(Math.max(shortestWaitMs, turnMs), nextMs), needs };
}

function mayWait({ readingSince }: Memory, month: string, now: number): boolean {
	const since = readingSince.get(month) ?? now;
	readingSince.set(month, since);
	return Math.abs(now - since) < longestReadMs;
}

/** Writes where it is this room's turn; resolves with the last word about the report, whoever said it. */
async function takeTurn(
	parts: Parts,
	memory: Memory,
	report: ReportConfig,
	{ month, dueAt, mustWait }: Omit<Turn, 'last'> & { readonly mustWait: boolean },
	signal: AbortSignal,
): Promise<Result<ReportWord | null>> {
	const last = await lastWord(parts, month);
	if (!last.ok || (last.value === null && mustWait)) return last;
	const wait = waitBefore(last.value, parts.clock.now());
	if (wait === null) return last;
	if (wait > 0 && !mayHurry(memory, last.value, report) && !(await hasPrinterNow(parts, last.value))) return last;
	const tried = await attempt(parts, report, { month, last: last.value, dueAt }, signal);
	return tried.ok ? lastWord(parts, month) : tried;
}

function mayHurry({ hurried }: Memory, last: ReportWord | null, report: ReportConfig): boolean {
	if (last === null || !asksOtherwise(last, report)) return false;
	const { scope, month } = last.decision;
	const key = JSON.stringify([scope, month, report.folder, report.formats]);
	if (hurried.has(key)) return false;
	hurried.add(key);
	return true;
}

async function lastWord(parts: Parts, { scope, month }: MonthRequest): Promise<Result<ReportWord | null>> {
	const said = await readSaid(parts.store, parts.readBody);
	return said.ok ? { ok: true, value: said.value.written(scope, month) } : said;
}

async function hasPrinterNow({ printer }: Parts, last: ReportWord | null): Promise<boolean> {
	return last !== null && waitsForPrinter(last) && (await canPrint(printer)).ok;
}
