/** `signalbox://` links on their way to a window. They only ever lead somewhere; what they say is never done. */
import type { App } from 'electron';
import { linkScheme, parseLink } from '../../shared/shell/links.ts';
import { takeLink } from '../../shared/shell/take-link.ts';
import type { Logger } from '../engine/ports.ts';
import type { DesktopWindows } from './windows/room-windows.ts';

type LinkWindows = Pick<DesktopWindows, 'restore' | 'go' | 'show'>;

export interface Links {
	/** Opens the windows of the last run, at the link that started us if there was one; what comes later goes to them. */
	openWindows(windows: LinkWindows, logger: Pick<Logger, 'warn'>): void;
	/**
	 * The end has begun, and no window is led anywhere any more. What is started from now on ends at once, because this run
	 * still has the lock: `startAgain` (given the link, if any) is called for the first of them, to come back instead. Only
	 * the first `leave` counts.
	 */
	leave(startAgain: (link: string | null) => void): void;
}

/**
 * Listens for second starts, links and clicks on the dock. To be called before the app is ready, because macOS may send
 * the link that started us before that. `first`: the link among our own words (`takeLink`).
 */
export function receiveLinks(app: Pick<App, 'on'>, first: string | null): Links {
	let target: { readonly windows: LinkWindows; readonly logger: Pick<Logger, 'warn'> } | null = null;
	// Several before there is a window: the last one is what the person clicked last.
	let waiting = first;
	let next: ((link: string | null) => void) | null = null;
	let isNextCalled = false;
	const start = (link: string | null) => {
		if (next === null) return follow(link);
		if (isNextCalled) return;
		isNextCalled = true;
		next(link);
	};
	const follow = (link: string | null) => {
		if (target === null) {
			waiting = link ?? waiting;
			return;
		}
		const address = read(link, target.logger);
		if (address === null) target.windows.show();
		else target.windows.go(address);
	};
	app.on('open-url', (event, link) => {
		event.preventDefault();
		start(link);
	});
	// Of the words of a second start nothing but the link counts: they come from whoever started it.
	app.on('second-instance', (_, words) => start(takeLink(words).link));
	app.on('activate', () => {
		if (next === null) follow(null);
	});
	return {
		openWindows(windows, logger) {
			target = { windows, logger };
			windows.restore(read(waiting, logger));
			waiting = null;
		},
		leave(startAgain) {
			next ??= startAgain;
		},
	};
}

function read(link: string | null, logger: Pick<Logger, 'warn'>): string | null {
	if (link === null) return null;
	const parsed = parseLink(link);
	if (parsed.ok) return parsed.value;
	logger.warn({ link: link.slice(0, 200) }, 'a link that names no place was not followed');
	return null;
}

export interface LinkRegistration {
	readonly isPackaged: boolean;
	/** `process.execPath`. */
	readonly execPath: string;
	/** Folder of the app, which Electron is started with in development. */
	readonly packageRoot: string;
	/** True to let a development build take the links of this account. */
	readonly isAskedFor: boolean;
}

/**
 * Makes this app the one that opens our links. A development build does so only when asked, because the installed one
 * should keep them. The lone dashes stand before the link, so that Windows can hand over no options in it
 * (Electron docs, `setAsDefaultProtocolClient`). On Linux the package's desktop file says the same.
 */
export function registerLinks(
	app: Pick<App, 'setAsDefaultProtocolClient'>,
	{ isPackaged, execPath, packageRoot, isAskedFor }: LinkRegistration,
): void {
	if (isPackaged) app.setAsDefaultProtocolClient(linkScheme, execPath, ['--']);
	else if (isAskedFor) app.setAsDefaultProtocolClient(linkScheme, execPath, [packageRoot, '--']);
}
