/** All policy of the desktop: pure decisions, and one place that installs them (design/security.md). */
import type { App, Event, Session, WebContents } from 'electron';

/** The room's own address: the only page that is ever shown or listened to. */
export const appScheme = 'app';
export const appHost = 'control-room';
export const roomUrl = `${appScheme}://${appHost}/`;

/** True for an address of the room itself: compared part by part, because prefixes lie (`app://control-room.evil`). */
export function isOwnAddress(address: string): boolean {
	const url = URL.parse(address);
	return (
		url !== null &&
		url.protocol === `${appScheme}:` &&
		url.host === appHost &&
		url.username === '' &&
		url.password === ''
	);
}

/** The page may write to the clipboard. Everything else, and what Chromium invents next, is denied. */
export function isPermitted(permission: string, address: string): boolean {
	return permission === 'clipboard-sanitized-write' && isOwnAddress(address);
}

/** The frame behind a message, as far as it matters. Electron gives null for a frame that is gone. */
export type SenderFrame = { readonly parent: unknown; readonly url: string } | null;

/** Only the top frame of our own page may speak to the engine. */
export function isTrustedSender(frame: SenderFrame): boolean {
	return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}

/** True for an address that may be opened in the person's browser: https, a host on the list, no credentials. */
export function isOpenable(address: string, allowedHosts: ReadonlySet<string>): boolean {
	const url = URL.parse(address);
	return (
		url !== null &&
		url.protocol === 'https:' &&
		url.username === '' &&
		url.password === '' &&
		allowedHosts.has(url.host)
	);
}

/** The one way out to the person's browser. */
export type OpenExternal = (address: string) => boolean;

/** Makes the one function that opens addresses outside; it answers whether it did. */
export function createOpenExternal(
	open: (address: string) => Promise<void>,
	allowedHosts: ReadonlySet<string>,
): OpenExternal {
	return (address) => {
		if (!isOpenable(address, allowedHosts)) return false;
		void open(address).catch(() => {});
		return true;
	};
}

type NavigationEvent = Pick<Event, 'preventDefault'> & { readonly url: string };

function keepOnPage(contents: Pick<WebContents, 'on'>): void {
	const stay = (event: NavigationEvent) => {
		if (!isOwnAddress(event.url)) event.preventDefault();
	};
	contents.on('will-navigate', stay);
	contents.on('will-frame-navigate', stay);
	contents.on('will-redirect', stay);
	contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** Binds every window that will ever be made, however it is made. */
export function secureContents(app: Pick<App, 'on'>, openExternal: OpenExternal): void {
	app.on('web-contents-created', (_, contents) => {
		keepOnPage(contents);
		contents.setWindowOpenHandler(({ url }) => {
			openExternal(url);
			return { action: 'deny' };
		});
	});
}

/** Denies devices and permissions of a session. `platform`: `process.platform`. */
export function secureSession(
	session: Pick<
		Session,
		| 'setPermissionRequestHandler'
		| 'setPermissionCheckHandler'
		| 'setDevicePermissionHandler'
		| 'setDisplayMediaRequestHandler'
		| 'setBluetoothPairingHandler'
	>,
	platform: string,
): void {
	session.setPermissionRequestHandler((_, permission, answer, details) =>
		answer(isPermitted(permission, details.requestingUrl)),
	);
	session.setPermissionCheckHandler((_, permission, origin) => isPermitted(permission, origin));
	session.setDevicePermissionHandler(() => false);
	session.setDisplayMediaRequestHandler((_, answer) => answer(null));
	// macOS pairs by itself, and Electron promises this nowhere else.
	if (platform !== 'darwin') session.setBluetoothPairingHandler((_, answer) => answer({ confirmed: false }));
}
