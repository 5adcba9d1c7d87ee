/** Asks Chromium which proxy the system wants for an address: settings of the desktop, proxy scripts, WPAD. */
import type { Session } from 'electron';

/** `session` is the default one. The answer has the form `PROXY host:port; DIRECT`. */
export function createSystemProxy(session: Pick<Session, 'resolveProxy'>): (address: string) => Promise<string> {
	return (address) => session.resolveProxy(address);
}
