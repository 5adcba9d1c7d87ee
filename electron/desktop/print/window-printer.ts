/** Prints a report with the app's own Chromium, in a window that nobody sees, without scripts and without a network. */
import type { BrowserWindow, BrowserWindowConstructorOptions, Session } from 'electron';
import type { PdfPrinter } from '../../engine/delivery-ports.ts';
import type { Clock } from '../../engine/ports.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { appScheme, secureSession } from '../security.ts';
import { lockedIn } from '../windows/window-options.ts';

/** Pages of its own, so that nothing of the room's session, its cookies or its handlers, is within reach. */
const partition = 'signalbox-report';
/** A window that does not print within this time is given up, ms. */
const timeoutMs = 60_000;

export interface WindowPrinterOptions {
	readonly electron: {
		readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
		readonly session: { fromPartition(partition: string): Session };
	};
	readonly clock: Pick<Clock, 'after'>;
	/** `process.platform`. */
	readonly platform: string;
}

export function createWindowPrinter({ electron, clock, platform }: WindowPrinterOptions): PdfPrinter {
	const pages = new Map<string, string>();
	let isServed = false;
	let printed = 0;

	/** Once, and only when somebody prints: a session costs memory. */
	function serve(): void {
		if (isServed) return;
		isServed = true;
		const own = electron.session.fromPartition(partition);
		secureSession(own, platform);
		own.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !pages.has(details.url) }));
		own.protocol.handle(appScheme, (request) => answerWith(pages.get(request.url)));
	}

	return {
		check: async () => ok(null),
		async print(html, signal) {
			if (signal?.aborted === true) return cancelled();
			serve();
			printed += 1;
			const address = `${appScheme}://report/${printed}`;
			pages.set(address, html);
			const window = new electron.BrowserWindow(printOptions());
			try {
				return await printWindow(window, address, clock, signal);
			} catch (cause) {
				return notPrinted(cause);
			} finally {
				pages.delete(address);
				if (!window.isDestroyed()) window.destroy();
			}
		},
	};
}

function printOptions(): BrowserWindowConstructorOptions {
	return { show: false, webPreferences: { ...lockedIn, partition, javascript: false, devTools: false } };
}

function answerWith(html: string | undefined): Response {
	if (html === undefined) return new Response(null, { status: 404 });
	return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' } });
}

async function printWindow(
	window: BrowserWindow,
	address: string,
	clock: Pick<Clock, 'after'>,
	signal: AbortSignal | undefined,
): Promise<Result<Uint8Array>> {
	window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
	const { promise: stopped, resolve: stop } = Promise.withResolvers<Result<Uint8Array>>();
	const endTimeout = clock.after(timeoutMs, () => stop(tooLong()));
	const onAbort = () => stop(cancelled());
	signal?.addEventListener('abort', onAbort, { once: true });
	try {
		return await Promise.race([stopped, loadAndPrint(window, address)]);
	} finally {
		endTimeout();
		signal?.removeEventListener('abort', onAbort);
	}
}

/** Page size and margins are the page's own; head and foot as well. */
async function loadAndPrint(window: BrowserWindow, address: string): Promise<Result<Uint8Array>> {
	await window.loadURL(address);
	const pdf = await window.webContents.printToPDF({
		pageSize: 'A4',
		preferCSSPageSize: true,
		printBackground: true,
		displayHeaderFooter: false,
		generateTaggedPDF: true,
		generateDocumentOutline: true,
	});
	return ok(new Uint8Array(pdf));
}

function cancelled() {
	return fail('cancelled', 'Printing was cancelled.', 'Export it again when it is wanted.');
}

function tooLong() {
	const hint = 'Try again; HTML can be exported meanwhile.';
	return fail('timed-out', `The report was not printed within ${timeoutMs / 1000} s.`, hint, { retryable: true });
}

function notPrinted(cause: unknown) {
	const hint = 'Try again, or export HTML and print that from a browser. The log has the cause.';
	return fail('internal', 'The report could not be printed.', hint, { retryable: true, cause });
}
