/** Opens the room's address in the person's own browser. */
import { spawn } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { MachineFacts } from './data-folder.ts';

/** Program and arguments that open a file or an address; null where there is no display to open it on. */
export function browserCommand(
	what: string,
	{ platform, env }: Pick<MachineFacts, 'platform' | 'env'>,
): readonly [command: string, args: readonly string[]] | null {
	if (platform === 'darwin') return ['open', [what]];
	if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', what]];
	return hasDisplay({ platform, env }) ? ['xdg-open', [what]] : null;
}

/** True where a window can appear. */
export function hasDisplay({ platform, env }: Pick<MachineFacts, 'platform' | 'env'>): boolean {
	if (platform === 'darwin' || platform === 'win32') return true;
	return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** How long a browser may take to read the way to the room, ms. */
const doorTime = 60_000;

/** The way into the room for one browser. */
export interface BrowserDoor {
	/** Removes the file; call it once a window is connected, and at the end. */
	close(): void;
}

export interface DoorOptions {
	/** `http://127.0.0.1:PORT/#TOKEN` */
	readonly address: string;
	/** Readable by this person alone. */
	readonly dataFolder: string;
	readonly machine: Pick<MachineFacts, 'platform' | 'env'>;
	/** Starts a program and does not wait. */
	readonly start?: (command: string, args: readonly string[]) => void;
	/** Milliseconds since 1970. */
	readonly now?: () => number;
}

/**
 * Opens the address by way of a file that only this person can read: arguments of a program are shown to every user
 * of the machine, and the address holds the key. It is printed as well, so a failure needs no word.
 */
export function openInBrowser({
	address,
	dataFolder,
	machine,
	start = startAlone,
	now = Date.now,
}: DoorOptions): BrowserDoor {
	const file = path.join(dataFolder, `open-${new URL(address).port}.html`);
	const command = browserCommand(file, machine);
	if (command === null) return { close() {} };
	const close = () => {
		clearTimeout(late);
		remove(file);
	};
	const late = setTimeout(close, doorTime);
	late.unref();
	try {
		removeOld(dataFolder, now());
		remove(file);
		// A file that is there already would keep its rights, so it has to be a new one.
		writeFileSync(file, doorPage(address), { mode: 0o600, flag: 'wx' });
		start(...command);
	} catch {
		close();
	}
	return { close };
}

function doorPage(address: string): string {
	const safe = address.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
	return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${safe}">
<title>Signalbox</title>
<p><a href="${safe}">To the control room</a></p>
`;
}

/** What a host that was killed left behind. */
function removeOld(dataFolder: string, now: number): void {
	for (const name of readdirSync(dataFolder)) {
		if (!/^open-\d+\.html$/.test(name)) continue;
		const file = path.join(dataFolder, name);
		if (now - statSync(file).mtimeMs > doorTime) remove(file);
	}
}

function remove(file: string): void {
	try {
		rmSync(file, { force: true });
	} catch {
		// The key in it ends with this host.
	}
}

function startAlone(command: string, args: readonly string[]): void {
	const child = spawn(command, [...args], { detached: true, stdio: 'ignore' });
	child.on('error', () => {});
	child.unref();
}
