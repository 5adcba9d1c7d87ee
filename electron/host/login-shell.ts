/** The environment that a person's terminal has. A program that is started from a dock gets a poorer one. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Environment } from '../../shared/shell/proxy.ts';
import { absoluteFolders } from '../connectors/program.ts';
import type { RunShell } from './run-shell.ts';

export interface LoginShellOptions {
	/** Absolute path of the person's shell; null where none is known. */
	readonly shell: string | null;
	readonly run: RunShell;
	/** Our own environment: what the shell is started with, and what counts where it says nothing. */
	readonly env: Environment;
	readonly platform: NodeJS.Platform;
	readonly homeFolder: string;
	/** How long the shell may take; 5 s when not given. */
	readonly timeoutMs?: number;
	/** Part of the marks around each value; nobody else may know it before. */
	readonly mark?: string;
}

export interface LoginShellEnvironment {
	/** Our own environment with what the shell says put over it. */
	readonly env: Environment;
	/** What was taken from the shell, by name; empty when it could not be asked. */
	readonly taken: readonly string[];
	/** Why the shell could not be asked; null when it answered. */
	readonly trouble: string | null;
}

/** PATH, and what leads to agents, clusters and proxies. No other variable leaves the shell: many hold tokens. */
const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'] as const;
export const takenVariables: readonly string[] = [
	...['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LC_MESSAGES', 'SSH_AUTH_SOCK'],
	...['KUBECONFIG', 'DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'XDG_CONFIG_HOME'],
	...['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'SSL_CERT_DIR'],
	...proxyVariables,
	...proxyVariables.map((name) => name.toLowerCase()),
];

/** True for a desktop program that nobody started from a terminal. On Windows PATH is the same for both. */
export function needsLoginShell(platform: NodeJS.Platform, env: Environment): boolean {
	const terminal = env['TERM'] ?? '';
	return platform !== 'win32' && (terminal === '' || terminal === 'dumb');
}

/**
 * Asks the person's shell once, as a terminal would start it. Whatever its startup files print, the values stand between
 * marks; when they hang, fail or are not there, our own environment counts, with the usual places added to PATH.
 */
export async function readLoginShellEnvironment(options: LoginShellOptions): Promise<LoginShellEnvironment> {
	const { shell, env } = options;
	const mark = options.mark ?? randomBytes(16).toString('hex');
	if (shell === null || !path.posix.isAbsolute(shell)) return fallBack(options, 'no login shell is known');
	const ended = await options.run({
		file: shell,
		args: [...flagsOf(shell), printCommand(mark)],
		// Frameworks for startup files ask questions, update themselves or start multiplexers; these variables end that.
		env: {
			...env,
			TERM: 'dumb',
			SIGNALBOX_READS_ENVIRONMENT: '1',
			DISABLE_AUTO_UPDATE: 'true',
			ZSH_TMUX_AUTOSTARTED: 'true',
		},
		cwd: options.homeFolder,
		timeoutMs: options.timeoutMs ?? 5_000,
	});
	const told = parseValues(ended.stdout, mark);
	const folders = absoluteFolders(told.get('PATH') ?? '', options.platform);
	if (folders.length === 0) return fallBack(options, ended.trouble ?? 'the login shell told no PATH');
	const own = absoluteFolders(env['PATH'] ?? '', options.platform);
	const values = new Map([...told, ['PATH', [...new Set([...folders, ...own])].join(':')]]);
	return { env: { ...env, ...Object.fromEntries(values) }, taken: [...values.keys()], trouble: null };
}

/** csh takes `-l` alone only. The others read the files of a login and of a terminal. */
function flagsOf(shell: string): readonly string[] {
	return ['csh', 'tcsh'].includes(path.posix.basename(shell)) ? ['-ic'] : ['-ilc'];
}

/**
 * The person's shell may speak any language, so it only starts `/bin/sh`, which prints. Single quotes without backslashes
 * and exclamation marks mean the same in all of them.
 */
function printCommand(mark: string): string {
	const values = takenVariables.map((name) => `"${mark}${name}=$\{${name}-}${mark}"`).join(' ');
	return `exec /bin/sh -c 'printf %s ${values}'`;
}

/** Values that are not empty, by name. */
function parseValues(output: string, mark: string): Map<string, string> {
	const found = new Map<string, string>();
	const pieces = output.split(mark);
	// What stands outside the marks is noise, even where it looks like a value.
	for (const part of pieces.filter((_, index) => index % 2 === 1)) {
		const [, name, value] = /^([A-Za-z_]+)=([^\n\0]+)$/.exec(part) ?? [];
		if (name !== undefined && value !== undefined && takenVariables.includes(name)) found.set(name, value);
	}
	return found;
}

function fallBack({ env, platform, homeFolder }: LoginShellOptions, trouble: string): LoginShellEnvironment {
	const usual = [
		...(platform === 'darwin' ? ['/opt/homebrew/bin', '/opt/homebrew/sbin'] : []),
		...['/usr/local/bin', '/usr/local/sbin', '/usr/bin', '/bin', '/usr/sbin', '/sbin'],
		...(platform === 'linux' ? ['/snap/bin', '/home/linuxbrew/.linuxbrew/bin'] : []),
		...['.local/bin', 'bin'].map((folder) => path.posix.join(homeFolder, folder)),
	];
	const folders = [...new Set([...absoluteFolders(env['PATH'] ?? '', platform), ...usual])];
	return { env: { ...env, PATH: folders.join(':') }, taken: [], trouble };
}
