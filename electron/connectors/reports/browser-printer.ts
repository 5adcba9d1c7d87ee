/** Prints a report with a browser that is installed: headless, with a profile of its own, reaching nothing. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PdfPrinter } from '../../engine/delivery-ports.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { type Exec, type ExecOutcome, lastLines } from '../exec.ts';
import { type BrowserFound, type BrowserPlace, browserVariable, findBrowser } from './find-browser.ts';

export interface BrowserPrinterOptions {
	readonly exec: Exec;
	readonly place: BrowserPlace;
	/** A browser that hangs is ended after this, ms. */
	readonly timeoutMs?: number;
	/** Root cannot use the sandbox of Chromium on Linux. */
	readonly isRoot: boolean;
	/** Where its page and its profile lie while it prints. Default: the system's place for such files. */
	readonly temporary?: string;
}

const defaultTimeoutMs = 60_000;
const pdfStart = '%PDF-';

export function createBrowserPrinter(options: BrowserPrinterOptions): PdfPrinter {
	const { place } = options;
	return {
		check: async () => {
			const found = findBrowser(place);
			return found.kind === 'found' ? ok(null) : noBrowser(found);
		},
		async print(html, signal) {
			const found = findBrowser(place);
			if (found.kind !== 'found') return noBrowser(found);
			const folder = await mkdtemp(path.join(options.temporary ?? tmpdir(), 'signalbox-print-'));
			try {
				return await printIn(folder, html, found.file, options, signal);
			} catch (cause) {
				return notPrinted('its files could not be written', cause);
			} finally {
				// A browser that was ended may still be writing its profile.
				await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
			}
		},
	};
}

function noBrowser(found: Exclude<BrowserFound, { readonly kind: 'found' }>) {
	if (found.kind === 'misnamed') {
		return fail(
			'unsupported',
			`${browserVariable} names ${found.named}, which cannot be started, so no PDF can be printed.`,
			'Correct it, or unset it to let a browser be found.',
		);
	}
	return fail(
		'unsupported',
		'No browser that can print was found, so no PDF can be written.',
		`Install Chromium, Chrome or Edge, or name one with ${browserVariable}. HTML can be exported and printed from any browser.`,
	);
}

async function printIn(
	folder: string,
	html: string,
	file: string,
	{ exec, place, isRoot, timeoutMs = defaultTimeoutMs }: BrowserPrinterOptions,
	signal: AbortSignal | undefined,
): Promise<Result<Uint8Array>> {
	const page = path.join(folder, 'report.html');
	const pdf = path.join(folder, 'report.pdf');
	await writeFile(page, html, { mode: 0o600 });
	const args = [...printArguments(folder, pdf, isRoot && place.platform === 'linux'), pathToFileURL(page).href];
	const outcome = await exec({ file, args, cwd: folder, env: {}, timeoutMs, signal });
	const printed = outcome.kind === 'exited' ? await readFile(pdf).catch(() => null) : null;
	if (printed?.subarray(0, pdfStart.length).toString('latin1') === pdfStart) return ok(new Uint8Array(printed));
	return failureOf(outcome, timeoutMs);
}

/**
 * The page may load nothing (its own policy), and the browser reaches no network anyway: every name resolves to nothing and
 * every address goes to a proxy that is not there.
 */
function printArguments(folder: string, pdf: string, hasNoSandbox: boolean): readonly string[] {
	return [
		...['--headless', '--disable-gpu', '--no-first-run', '--no-default-browser-check', '--disable-extensions'],
		...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
		...['--proxy-server=127.0.0.1:9', '--proxy-bypass-list=<-loopback>', '--host-resolver-rules=MAP * ~NOTFOUND'],
		`--user-data-dir=${path.join(folder, 'profile')}`,
		...['--no-pdf-header-footer', '--generate-pdf-document-outline', `--print-to-pdf=${pdf}`],
		// Our own page, without scripts: the sandbox would guard against nothing that can be in it.
		...(hasNoSandbox ? ['--no-sandbox'] : []),
	];
}

function failureOf(outcome: ExecOutcome, timeoutMs: number) {
	switch (outcome.kind) {
		case 'cancelled':
			return fail('cancelled', 'Printing was cancelled.', 'Export it again when it is wanted.');
		case 'timed-out':
			return fail(
				'timed-out',
				`The browser did not print the report within ${Math.round(timeoutMs / 1000)} s.`,
				'Try again; HTML can be exported meanwhile.',
				{ retryable: true },
			);
		case 'not-started':
			return notPrinted(`the browser did not start (${outcome.reason})`, outcome.cause);
		case 'killed':
			return notPrinted(`the browser was ended by ${outcome.by}`, lastLines(outcome.stderr));
		case 'exited':
			return notPrinted(`the browser ended with ${outcome.exitCode} and wrote no PDF`, lastLines(outcome.stderr));
	}
}

function notPrinted(why: string, cause: unknown) {
	const hint = `Export HTML and print it from a browser, or name another one with ${browserVariable}. The log has what the browser said.`;
	return fail('unsupported', `The report could not be printed: ${why}.`, hint, { cause });
}
