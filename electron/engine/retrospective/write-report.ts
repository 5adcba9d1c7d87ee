/** Writes a month's report into a folder, format by format: what fails in one of them holds back no other. */
import type { ReportLack } from '../../../shared/domain/delivery/decisions.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { PublishedReport } from '../../../shared/report/published.ts';
import type { MonthRequest } from './gather.ts';
import type { RetrospectiveOptions, WriteReportRequest, WrittenReport } from './ports.ts';
import { fileNameOf, noPrinter, renderReport } from './render.ts';

export interface WriterParts {
	readonly options: Pick<RetrospectiveOptions, 'files' | 'printer' | 'logger'>;
	readonly published: (month: MonthRequest) => Promise<Result<PublishedReport>>;
	readonly freeze: (month: MonthRequest, actor: Actor) => Promise<Result<unknown>>;
}

export interface WriteOrder extends WriteReportRequest {
	/** A file of that name since then (ms) is of a writing that was cut off, and stands; null: there was none. */
	readonly madeSince: number | null;
	readonly signal: AbortSignal | undefined;
	/** Hears of each file as soon as it is there. */
	readonly onFile: (format: ReportFormat, file: string) => Promise<unknown>;
}

export interface Outcome {
	readonly files: readonly string[];
	readonly lacking: readonly (ReportLack & { readonly problem: Problem; readonly isFolder: boolean })[];
	/** It was ended before it had tried everything. */
	readonly isCut: boolean;
}

type Lack = Outcome['lacking'][number];

/** For people who wait for it: a folder that takes nothing is a failure, a format that is missing a remark. */
export async function writeOnce(
	parts: WriterParts,
	request: WriteReportRequest,
	signal?: AbortSignal,
): Promise<Result<WrittenReport>> {
	const order = { ...request, madeSince: null, signal, onFile: async () => undefined };
	const { files, lacking, isCut } = await writeFormats(parts, order);
	const whole = lacking.find(({ format, isFolder }) => format === null || isFolder);
	if (whole !== undefined) return { ok: false, problem: whole.problem };
	if (isCut) return fail('cancelled', 'Writing the report was cancelled.', 'Write it again when it is wanted.');
	const problems = lacking.flatMap(({ format, message, hint }) =>
		format === null ? [] : [{ format, message: `${message} ${hint}` }],
	);
	return ok({ files, problems });
}

/** Freezes first where that is asked. All formats are of one and the same report. */
export async function writeFormats(parts: WriterParts, order: WriteOrder): Promise<Outcome> {
	const whole = (failure: Extract<Result<never>, { readonly ok: false }>): Outcome => {
		parts.options.logger.warn({ problem: failure.problem, err: failure.cause }, 'a report could not be made');
		return { files: [], lacking: [lackOf(null, failure.problem)], isCut: false };
	};
	if (order.freeze) {
		const frozen = await parts.freeze(order, order.actor);
		if (!frozen.ok) return whole(frozen);
	}
	if (order.formats.length === 0) return { files: [], lacking: [], isCut: false };
	if (parts.options.files === null) return whole(noFiles());
	const found = await parts.published(order);
	return found.ok ? eachFormat(parts, parts.options.files, order, found.value) : whole(found);
}

async function eachFormat(
	{ options }: WriterParts,
	place: NonNullable<RetrospectiveOptions['files']>,
	order: WriteOrder,
	published: PublishedReport,
): Promise<Outcome> {
	const files: string[] = [];
	const lacking: Lack[] = [];
	const isCut = (): boolean => order.signal?.aborted ?? false;
	let full: Problem | null = null;
	for (const format of quickFirst(order.formats)) {
		if (isCut()) break;
		// No browser is started for what cannot be kept.
		const done: Done =
			full === null
				? await oneFormat(options.printer, place, order, published, format)
				: { kind: 'lacking', lack: { ...lackOf(format, full), isFolder: true }, cause: null };
		if (done.kind === 'written') {
			files.push(done.file);
			await order.onFile(format, done.file);
			continue;
		}
		// What fails because it is ended is no failure.
		if (isCut()) break;
		options.logger.warn({ ...done.lack, err: done.cause }, 'a report was not written in one of its formats');
		lacking.push(done.lack);
		if (done.lack.isFolder) full = done.lack.problem;
	}
	return { files, lacking, isCut: isCut() };
}

/** None waits for a printer. */
function quickFirst(formats: readonly ReportFormat[]): ReadonlySet<ReportFormat> {
	return new Set([...formats.filter((format) => format !== 'pdf'), ...formats]);
}

type Done =
	| { readonly kind: 'written'; readonly file: string }
	| { readonly kind: 'lacking'; readonly lack: Lack; readonly cause: unknown };

async function oneFormat(
	printer: RetrospectiveOptions['printer'],
	place: NonNullable<RetrospectiveOptions['files']>,
	{ folder, madeSince, signal }: WriteOrder,
	published: PublishedReport,
	format: ReportFormat,
): Promise<Done> {
	const name = fileNameOf(published, format);
	const made = madeSince === null ? null : await place.madeSince({ folder, name, since: madeSince });
	if (made !== null) return { kind: 'written', file: made };
	const printable = format === 'pdf' ? await canPrint(printer) : ok(null);
	const file = printable.ok ? await renderReport(published, format, printer, signal) : printable;
	if (!file.ok) {
		const lack = { ...lackOf(format, file.problem), isUnprintable: !printable.ok };
		return { kind: 'lacking', lack, cause: file.cause };
	}
	const kept = await place.write({ folder, name, content: file.value.content });
	if (kept.ok) return { kind: 'written', file: kept.value.file };
	return { kind: 'lacking', lack: { ...lackOf(format, kept.problem), isFolder: true }, cause: kept.cause };
}

/** Whether there is something that could print, as far as that shows without trying. */
export async function canPrint(printer: RetrospectiveOptions['printer']): Promise<Result<null>> {
	return printer === null ? noPrinter() : ((await printer.check?.()) ?? ok(null));
}

function lackOf(format: ReportFormat | null, problem: Problem): Lack {
	const { message, hint } = problem;
	return { format, message, hint, problem, isUnprintable: false, isFolder: false };
}

function noFiles() {
	return fail('unsupported', 'This host writes no files.', 'Export the report from the screen.');
}
