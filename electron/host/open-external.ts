/** Opens the room's address in the person's own browser. */
import { spawn } from 'node:child_process';
import type { MachineFacts } from './data-folder.ts';

/** Program and arguments that open an address; null where there is no display to open it on. */
export function browserCommand(
	address: string,
	{ platform, env }: Pick<MachineFacts, 'platform' | 'env'>,
): readonly [command: string, args: readonly string[]] | null {
	if (platform === 'darwin') return ['open', [address]];
	if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]];
	return hasDisplay({ platform, env }) ? ['xdg-open', [address]] : null;
}

/** True where a window can appear. */
export function hasDisplay({ platform, env }: Pick<MachineFacts, 'platform' | 'env'>): boolean {
	if (platform === 'darwin' || platform === 'win32') return true;
	return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']);
}

/** Opens the address and does not wait; the address is printed as well, so a failure needs no word. */
export function openInBrowser(address: string, machine: Pick<MachineFacts, 'platform' | 'env'>): void {
	const command = browserCommand(address, machine);
	if (command === null) return;
	const child = spawn(command[0], [...command[1]], { detached: true, stdio: 'ignore' });
	child.on('error', () => {});
	child.unref();
}
