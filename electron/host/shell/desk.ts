/** What both hosts keep of this machine for every window: settings, secrets, and what a bug report needs. */
import type { Result } from '../../../shared/domain/result.ts';
import type { SecretsView, ShellView } from '../../../shared/rpc/shell-api.ts';
import type { ShellSettings, ShellSettingsChange } from '../../../shared/shell/settings.ts';
import type { Problem } from '../../../shared/domain/result.ts';

/** Settings behind a port: the browser host keeps them with `conf`, the desktop with `electron-store`. */
export interface SettingsDesk {
	current(): ShellSettings;
	/** Why the file could not be read or written; what was last known is used then. */
	problem(): Problem | null;
	/** Checked, written, then told to listeners. */
	change(change: ShellSettingsChange): Result<ShellSettings>;
	/** Calls after each change; the returned function ends it. */
	onChange(listener: (settings: ShellSettings) => void): () => void;
}

/** Secrets that a person gave to Signalbox itself. Values go in, and out only to connectors of this process. */
export interface SecretDesk {
	view(): SecretsView;
	onChange(listener: () => void): () => void;
	/** For connectors. `secret-missing` where there is none by this name or the store is not open. */
	read(name: string): Promise<Result<string>>;
	set(name: string, value: string): Promise<Result<null>>;
	remove(name: string): Promise<Result<null>>;
	/** Opens a store that waits for a passphrase or for consent. */
	open(
		key: { readonly with: 'passphrase'; readonly passphrase: string } | { readonly with: 'consent' },
	): Promise<Result<null>>;
}

/** What a host hands to each of its shells. */
export interface HostDesk {
	readonly settings: SettingsDesk;
	readonly secrets: SecretDesk;
	readonly versions: ShellView['versions'];
	/** Markdown for a bug report, without secrets. */
	diagnostics(): Promise<string>;
}
