/** What the end of the last window means: going on in the tray, or the end. */
import type { App } from 'electron';
import { isShipping } from '../../../shared/shell/in-flight.ts';
import type { Clock, Logger } from '../../engine/ports.ts';
import type { SettingsDesk } from '../../host/shell/desk.ts';
import type { RoomFeed, RoomWindows } from '../parts.ts';

/** Without windows and with nothing in flight any more we stay this long, so that the last notification can be clicked, ms. */
const lingerMs = 10 * 60_000;

export interface StayingOptions {
	readonly app: Pick<App, 'on' | 'quit'>;
	/** `process.platform`. */
	readonly platform: string;
	readonly feed: Pick<RoomFeed, 'current' | 'subscribe'>;
	readonly settings: Pick<SettingsDesk, 'current'>;
	readonly windows: Pick<RoomWindows, 'count'>;
	/** False where this system has no tray, in which nobody would find the app again. */
	readonly hasTray: () => boolean;
	readonly clock: Pick<Clock, 'after'>;
	readonly logger: Pick<Logger, 'info'>;
}

/** Decides whether the app goes on without a window, and ends it once there is no reason any more. */
export function stayInTray(options: StayingOptions): void {
	const { app, platform, feed, settings, windows, clock, logger, hasTray } = options;
	// On macOS an app ends when a person quits it, not with its last window.
	const mustStay = () =>
		platform === 'darwin' || isShipping(feed.current()) || (settings.current().tray.keepRunning && hasTray());
	let stopLingering: (() => void) | null = null;
	app.on('window-all-closed', () => {
		if (!mustStay()) return app.quit();
		logger.info({ isShipping: isShipping(feed.current()) }, 'no window is open; going on without one');
	});
	const leave = () => {
		stopLingering = null;
		if (windows.count() === 0 && !mustStay()) app.quit();
	};
	feed.subscribe((after, before) => {
		if (isShipping(after)) {
			stopLingering?.();
			stopLingering = null;
		} else if (isShipping(before) && windows.count() === 0 && !mustStay()) {
			stopLingering ??= clock.after(lingerMs, leave);
		}
	});
}
