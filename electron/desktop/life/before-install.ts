/** What has to be let go before an installer is started. */
import type { App } from 'electron';
import type { Clock } from '../../engine/ports.ts';
import type { Quitting } from './quitting.ts';
import { within } from './within.ts';

/** How long closing the room may take before the installation is given up, ms. */
const closingMs = 8_000;

export interface BeforeInstallOptions {
	readonly app: Pick<App, 'releaseSingleInstanceLock'>;
	readonly clock: Pick<Clock, 'after'>;
	readonly quitting: Pick<Quitting, 'askNoMore'>;
	/** Nothing that is started from now on is led to this run. */
	readonly leaveLinks: () => void;
	/** Closes the room. */
	readonly close: () => Promise<void>;
}

/**
 * Gives the room and the lock of the single instance to the version that is installed next. It does not quit: the quit ends
 * this process, and is the installer's own, once that was started. Rejects where the room does not close.
 */
export async function letGoForInstall(options: BeforeInstallOptions): Promise<void> {
	const { app, clock, quitting, leaveLinks, close } = options;
	quitting.askNoMore();
	leaveLinks();
	const isClosed = close().then(() => true);
	if ((await within(clock, closingMs, isClosed)) === null) throw new Error('the room did not close in time');
	app.releaseSingleInstanceLock();
}
