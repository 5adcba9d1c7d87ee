/** A report in each of its formats, as the bytes of a file. */
import type { PublishedReport } from '../../../shared/report/published.ts';
import { reportFileName } from '../../../shared/report/published.ts';
import { reportHtml } from '../../../shared/report/html/report-html.ts';
import { reportMarkdown } from '../../../shared/report/report-markdown.ts';
import { reportJson } from '../../../shared/report/schema.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { ReportFormat } from '../../../shared/domain/retrospective/model.ts';
import type { PdfPrinter } from '../delivery-ports.ts';

export interface ReportFile {
	readonly fileName: string;
	readonly mediaType: string;
	readonly content: Uint8Array;
}

const kinds: Readonly<Record<ReportFormat, { readonly ending: string; readonly mediaType: string }>> = {
	pdf: { ending: 'pdf', mediaType: 'application/pdf' },
	html: { ending: 'html', mediaType: 'text/html; charset=utf-8' },
	markdown: { ending: 'md', mediaType: 'text/markdown; charset=utf-8' },
	json: { ending: 'json', mediaType: 'application/json' },
};

export async function renderReport(
	published: PublishedReport,
	format: ReportFormat,
	printer: PdfPrinter | null,
	signal?: AbortSignal,
): Promise<Result<ReportFile>> {
	const content = await contentOf(published, format, printer, signal);
	if (!content.ok) return content;
	const fileName = fileNameOf(published, format);
	return ok({ fileName, mediaType: kinds[format].mediaType, content: content.value });
}

export function fileNameOf({ report }: PublishedReport, format: ReportFormat): string {
	return `${reportFileName(report)}.${kinds[format].ending}`;
}

async function contentOf(
	published: PublishedReport,
	format: ReportFormat,
	printer: PdfPrinter | null,
	signal: AbortSignal | undefined,
): Promise<Result<Uint8Array>> {
	switch (format) {
		case 'pdf':
			return printer === null ? noPrinter() : printer.print(reportHtml(published), signal);
		case 'html':
			return ok(encode(reportHtml(published)));
		case 'markdown':
			return ok(encode(reportMarkdown(published)));
		case 'json': {
			const json = reportJson(published);
			return json.ok ? ok(encode(json.value)) : json;
		}
	}
}

export function noPrinter() {
	return fail(
		'unsupported',
		'This host cannot print a PDF.',
		'Export HTML and print that from a browser, or open the report in the desktop app.',
	);
}

function encode(text: string): Uint8Array {
	return new TextEncoder().encode(text);
}
