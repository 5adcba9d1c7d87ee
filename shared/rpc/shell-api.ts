/** The part of the contract that is about the window and this machine, not about deployments. One `ShellApi` a window. */
import { z } from 'zod';
import type { Problem, Result } from '../domain/result.ts';
import { secretNamePattern, secretNameWords } from '../domain/secret-name.ts';
import type { ShellSettings, ShellSettingsChange } from '../shell/settings.ts';

/** An address below the hash: `/deployments/x`. */
const address = z
	.string()
	.max(1_000)
	.regex(/^\/[^\s\p{Cc}]*$/u);
export const windowKinds = ['room', 'deployment', 'wall'] as const;
export type WindowKind = (typeof windowKinds)[number];
export const openWindowInput = z.strictObject({ address, kind: z.enum(windowKinds) });
const secretName = z.string().regex(secretNamePattern, `expected ${secretNameWords}`);
export const setSecretInput = z.strictObject({ name: secretName, value: z.string().min(1).max(65_536) });
export const secretNameInput = z.strictObject({ name: secretName });
/** Opens a store that waits: with its passphrase, or by agreeing to a weaker place. */
export const openSecretsInput = z.discriminatedUnion('with', [
	z.strictObject({ with: z.literal('passphrase'), passphrase: z.string().min(1).max(1_000) }),
	z.strictObject({ with: z.literal('consent') }),
]);

export interface SecretEntry {
	readonly name: string;
	/** ms since the epoch. */
	readonly setAt: number;
}

/** Where secrets are kept here. Values never leave the host. */
export interface SecretsView {
	/** `system`: the system's own encryption; `passphrase`: a file under a passphrase; `memory`: until the end of this run. */
	readonly kind: 'system' | 'passphrase' | 'memory';
	/** In words: "the keyring of this system (gnome-libsecret)". */
	readonly label: string;
	/** `locked` waits for a passphrase, `new` for a first one, `needs-consent` for a person to accept a weaker place. */
	readonly state: 'open' | 'locked' | 'new' | 'needs-consent' | 'unavailable';
	/** What is wrong or weak about it, and what to do; null when nothing is. */
	readonly problem: Problem | null;
	readonly entries: readonly SecretEntry[];
}

export type UpdateView =
	| { readonly state: 'off'; readonly why: string }
	| { readonly state: 'idle'; readonly checkedAt: number | null }
	| { readonly state: 'checking' }
	| { readonly state: 'downloading'; readonly version: string; readonly percent: number }
	/** Downloaded or found, but not installed while something ships. */
	| { readonly state: 'waiting'; readonly version: string; readonly why: string }
	| { readonly state: 'ready'; readonly version: string }
	| { readonly state: 'failed'; readonly problem: Problem };

/** What the window should know of its shell. */
export interface ShellView {
	readonly host: 'desktop' | 'browser';
	/** `process.platform`. */
	readonly platform: string;
	readonly versions: {
		readonly signalbox: string;
		readonly electron: string | null;
		readonly chromium: string | null;
		readonly node: string;
	};
	readonly can: {
		readonly openWindows: boolean;
		readonly notify: boolean;
		readonly showLogs: boolean;
		readonly update: boolean;
	};
	readonly settings: ShellSettings;
	/** Why settings could not be read or written; null when all is well. */
	readonly settingsProblem: Problem | null;
	readonly secrets: SecretsView;
	readonly update: UpdateView;
}

export const shellDialogs = ['palette', 'keys', 'about', 'tour', 'notices', 'find', 'start'] as const;
export type ShellDialog = (typeof shellDialogs)[number];
/** What the menu may ask of the deployment that the window shows; the window does what its own button does. */
export const deploymentCommands = ['roll-back', 'promote', 'pause', 'resume', 'copy-link', 'copy-markdown'] as const;
export type ShellCommand = (typeof deploymentCommands)[number];

/** What a window hears from its shell. The first message after each subscription is a `view`. */
export type ShellMessage =
	| { readonly kind: 'view'; readonly shell: ShellView }
	| { readonly kind: 'go'; readonly address: string }
	| { readonly kind: 'show'; readonly what: ShellDialog }
	| { readonly kind: 'run'; readonly command: ShellCommand };

type Input<S extends z.ZodType> = z.output<S>;

/** What a host offers to one of its windows. */
export interface ShellApi {
	watch(signal: AbortSignal): AsyncIterable<ShellMessage>;
	/** Opens a window of its own, or brings the one that shows this to the front. `unsupported` in a browser. */
	openWindow(input: Input<typeof openWindowInput>): Promise<Result<null>>;
	changeSettings(input: ShellSettingsChange): Promise<Result<null>>;
	setSecret(input: Input<typeof setSecretInput>): Promise<Result<null>>;
	removeSecret(input: Input<typeof secretNameInput>): Promise<Result<null>>;
	openSecrets(input: Input<typeof openSecretsInput>): Promise<Result<null>>;
	/** Markdown for a bug report: versions, connections, last errors; no secrets. */
	diagnostics(): Promise<Result<{ readonly text: string }>>;
	/** Shows the folder of the logs in the system's file manager. */
	showLogs(): Promise<Result<null>>;
	checkForUpdate(): Promise<Result<null>>;
	/** Restarts into the update; refused while something ships. */
	installUpdate(): Promise<Result<null>>;
}
