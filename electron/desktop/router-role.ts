/**
 * The router of the process target is a process of its own that outlives the control room. On the desktop the only
 * program at hand is Electron itself. In development it runs `dist/router.js` as plain Node. A packaged app has that
 * way closed (fuse RunAsNode), so it starts once more with `--signalbox-router`, and the main script takes that part
 * instead of opening a window.
 */
import path from 'node:path';

export const routerFlag = '--signalbox-router';

/** How the process target starts its router; its own arguments follow. */
export function routerCommand(options: {
	readonly execPath: string;
	readonly packageRoot: string;
	readonly isPackaged: boolean;
}): { readonly command: string; readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> } {
	const { execPath, packageRoot, isPackaged } = options;
	if (isPackaged) return { command: execPath, args: [routerFlag], env: {} };
	const script = path.join(packageRoot, 'dist', 'router.js');
	return { command: execPath, args: [script], env: { ELECTRON_RUN_AS_NODE: '1' } };
}

/** The words after the flag, for the router; null when this process is not one. */
export function routerWords(argv: readonly string[]): readonly string[] | null {
	const at = argv.indexOf(routerFlag);
	return at === -1 ? null : argv.slice(at + 1);
}
