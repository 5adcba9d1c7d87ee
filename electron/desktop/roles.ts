/**
 * Processes of ours that are no window: the router of the process target, which outlives the control room, and the shop and
 * the customers of the sample. On the desktop the only program at hand is Electron itself. In development it runs their
 * scripts as plain Node. A packaged app has that way closed (fuse RunAsNode), so it starts once more with a flag, and the
 * main script takes that part instead of opening a window.
 */
import path from 'node:path';

const routerFlag = '--signalbox-router';
const sampleFlag = '--signalbox-sample';

/** Scripts that a packaged app runs for the sample, out of its own archive. It runs no others: that is what the fuse is for. */
const sampleScripts = ['service.mjs', 'traffic.mjs'];

export interface RoleCommand {
	readonly command: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
}

export interface RoleOptions {
	readonly execPath: string;
	readonly packageRoot: string;
	readonly isPackaged: boolean;
	/** Path of the AppImage that runs; null for everything else. Its own program goes away with the process that mounted it. */
	readonly appImage: string | null;
}

/** How the process target starts its router; its own arguments follow. */
export function routerCommand(options: RoleOptions): RoleCommand {
	return roleCommand(options, routerFlag, [path.join(options.packageRoot, 'dist', 'router.js')]);
}

/** How a script of the sample is started; the script and its arguments follow. */
export function sampleCommand(options: RoleOptions): RoleCommand {
	return roleCommand(options, sampleFlag, []);
}

/**
 * How a job of the sample's pipeline runs Node. A packaged app lends itself to no script but its own, so there it is the
 * person's Node, where there is one.
 */
export function jobCommand(options: Pick<RoleOptions, 'execPath' | 'isPackaged'>): RoleCommand {
	if (options.isPackaged) return { command: 'node', args: [], env: {} };
	return { command: options.execPath, args: [], env: { ELECTRON_RUN_AS_NODE: '1' } };
}

function roleCommand(
	{ execPath, isPackaged, appImage }: RoleOptions,
	flag: string,
	script: readonly string[],
): RoleCommand {
	if (isPackaged) return { command: appImage ?? execPath, args: [flag], env: {} };
	return { command: execPath, args: script, env: { ELECTRON_RUN_AS_NODE: '1' } };
}

/** What this process is to be: the words of its part, or null for the control room itself. */
export type Role =
	| { readonly part: 'router'; readonly words: readonly string[] }
	/** `script`: one of the app's own; null where another was named, which is not run. */
	| { readonly part: 'sample'; readonly script: string | null; readonly words: readonly string[] };

/** Reads the role off the words of the start. The flag has to be the first of them, so that no link or option becomes one. */
export function roleOf(argv: readonly string[], isPackaged: boolean): Role | null {
	const [flag, ...words] = argv.slice(isPackaged ? 1 : 2);
	if (flag === routerFlag) return { part: 'router', words };
	if (flag !== sampleFlag) return null;
	const [named = '', ...rest] = words;
	// The sample names its copy of the script; what runs is the original.
	return { part: 'sample', script: sampleScripts.find((name) => name === path.basename(named)) ?? null, words: rest };
}
