/** A page that crashed or hangs is loaded again. Nothing here touches a deployment: the engine does not run in pages. */
import type { BrowserWindow, Dialog } from 'electron';
import type { Clock, Logger } from '../../engine/ports.ts';

/** Reloads within this time count together, ms. */
const countedMs = 60_000;
const mostReloads = 3;
/** How long a page may not answer before it is ended, ms. */
const graceMs = 15_000;

/** How long to wait before a page is loaded again, ms; null when a person should decide. `past`: earlier reloads, ms. */
export function reloadDelay(past: readonly number[], now: number): number | null {
	const recent = past.filter((at) => now - at < countedMs).length;
	if (recent >= mostReloads) return null;
	return recent === 0 ? 0 : 500 * 2 ** recent;
}

export interface GuardOptions {
	readonly window: BrowserWindow;
	readonly dialog: Pick<Dialog, 'showMessageBox'>;
	readonly clock: Pick<Clock, 'monotonic' | 'after'>;
	readonly logger: Logger;
}

/** Watches over the page of one window until the window is gone. */
export function guardPage({ window, dialog, clock, logger }: GuardOptions): void {
	const contents = window.webContents;
	const windowId = window.id;
	let reloads: readonly number[] = [];
	let isAsking = false;
	let endGrace: (() => void) | null = null;
	const stopGrace = () => {
		endGrace?.();
		endGrace = null;
	};
	const reload = () => {
		if (window.isDestroyed()) return;
		reloads = [...reloads, clock.monotonic()].slice(-mostReloads);
		contents.reload();
	};
	const ask = async () => {
		if (isAsking) return;
		isAsking = true;
		const { response } = await dialog.showMessageBox(window, crashQuestion).finally(() => {
			isAsking = false;
		});
		if (window.isDestroyed()) return;
		reloads = [];
		if (response === 0) reload();
		else window.destroy();
	};
	contents.on('render-process-gone', (_, details) => {
		stopGrace();
		if (details.reason === 'clean-exit' || window.isDestroyed()) return;
		logger.error(
			{ windowId, ...details },
			'the page of a window ended and is loaded again; nothing in flight was touched',
		);
		const delay = reloadDelay(reloads, clock.monotonic());
		// Never from within the event: Chromium is still taking the old page down.
		if (delay !== null) clock.after(delay, reload);
		else void ask().catch((err: unknown) => logger.error({ err, windowId }, 'could not ask about a broken page'));
	});
	window.on('unresponsive', () => {
		// A page that stands in the debugger is meant to stand.
		if (contents.isDevToolsOpened() || endGrace !== null) return;
		logger.warn({ windowId }, 'the page of a window does not answer');
		endGrace = clock.after(graceMs, () => {
			endGrace = null;
			if (window.isDestroyed()) return;
			logger.error({ windowId }, 'the page of a window still does not answer and is ended; it is loaded again');
			// Its end is told as any other crash, which loads it again.
			contents.forcefullyCrashRenderer();
		});
	});
	window.on('responsive', stopGrace);
	window.once('closed', stopGrace);
}

const crashQuestion = {
	type: 'warning' as const,
	title: 'Signalbox',
	message: 'This window keeps failing.',
	detail:
		'Deployments are not affected: they are run outside of this window. Close it and open another one from the menu or the tray, or load it again.',
	buttons: ['Load again', 'Close the window'],
	defaultId: 0,
	cancelId: 1,
	noLink: true,
};
