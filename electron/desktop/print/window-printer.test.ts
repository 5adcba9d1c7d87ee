import type { Session } from 'electron';
import { expect, test } from 'vitest';
import { createFakeElectron } from '../testing/fake-electron.ts';
import { untyped } from '../testing/recorder.ts';
import { createWindowPrinter } from './window-printer.ts';

type Handler = (request: Request) => Response | Promise<Response>;
type Before = (details: { url: string }, answer: (response: { cancel?: boolean }) => void) => void;

function desktop() {
	const electron = createFakeElectron();
	const seen: { handler?: Handler; before?: Before; timeout?: () => void; partition?: string } = {};
	const session: Pick<Session, 'protocol' | 'webRequest'> = {
		protocol: untyped({ handle: (_: string, handler: Handler) => void (seen.handler = handler) }),
		webRequest: untyped({ onBeforeRequest: (before: Before) => void (seen.before = before) }),
	};
	const own: Session = untyped(Object.assign(electron.session.defaultSession, session));
	const printer = createWindowPrinter({
		electron: {
			BrowserWindow: electron.BrowserWindow,
			session: {
				fromPartition(name) {
					seen.partition = name;
					return own;
				},
			},
		},
		clock: {
			after(_, run) {
				seen.timeout = run;
				return () => undefined;
			},
		},
		platform: 'linux',
	});
	return { electron, printer, seen };
}

test('a hidden window without scripts prints a tagged PDF with an outline, and is gone afterwards', async () => {
	const { electron, printer, seen } = desktop();
	const printed = await printer.print('<h1>Hello</h1>');
	expect(printed).toMatchObject({ ok: true });
	const [options] = electron.windows.options;
	expect(options?.show).toBe(false);
	expect(options?.webPreferences).toEqual({
		partition: 'signalbox-report',
		javascript: false,
		sandbox: true,
		contextIsolation: true,
		nodeIntegration: false,
		nodeIntegrationInWorker: false,
		nodeIntegrationInSubFrames: false,
		webviewTag: false,
		spellcheck: false,
		navigateOnDragDrop: false,
		devTools: false,
	});
	expect(seen.partition).toBe('signalbox-report');
	const [call] = electron.callsOf('webContents.printToPDF');
	expect(call?.[0]).toMatchObject({
		generateTaggedPDF: true,
		generateDocumentOutline: true,
		preferCSSPageSize: true,
	});
	expect(electron.windows.open()).toEqual([]);
});

test('its session serves the page while it prints and nothing else, and asks nobody outside', async () => {
	const { electron, printer, seen } = desktop();
	const answers: (boolean | undefined)[] = [];
	const original = printer.print('<h1>Hello</h1>');
	const url = electron.windows.open()[0]?.webContents.getURL() ?? '';
	for (const each of [url, 'https://example.test/', 'app://control-room/', `${url}0`]) {
		seen.before?.({ url: each }, ({ cancel }) => answers.push(cancel));
	}
	expect(answers).toEqual([false, true, true, true]);
	const served = await seen.handler?.(new Request(url));
	expect(await served?.text()).toBe('<h1>Hello</h1>');
	await original;
	expect((await seen.handler?.(new Request(url)))?.status).toBe(404);
});

test('a window that does not print is given up', async () => {
	const { electron, printer, seen } = desktop();
	const printing = printer.print('');
	seen.timeout?.();
	expect(await printing).toMatchObject({ problem: { code: 'timed-out' } });
	expect(electron.windows.open()).toEqual([]);
});

test('what was cancelled is not printed', async () => {
	const { electron, printer } = desktop();
	expect(await printer.print('', AbortSignal.abort())).toMatchObject({ problem: { code: 'cancelled' } });
	expect(electron.windows.options).toEqual([]);
});
