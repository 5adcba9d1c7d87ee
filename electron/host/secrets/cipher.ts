/** What turns secrets into something that may lie in a file. The desktop has the system's own, the browser host a passphrase. */
import type { JsonValue, Problem, Result } from '../../../shared/domain/result.ts';

/** Where a cipher stands. `problem`: what is wrong or weak about it. */
export interface CipherState {
	/** Only an `open` one seals and unseals; `unavailable` never will in this run. */
	readonly kind: 'open' | 'locked' | 'new' | 'needs-consent' | 'unavailable';
	readonly problem: Problem | null;
}

export type OpenKey = { readonly with: 'passphrase'; readonly passphrase: string } | { readonly with: 'consent' };

export interface Unsealed {
	readonly value: string;
	/** True when the system asks for it to be sealed anew, under a newer key. */
	readonly isStale: boolean;
}

/** `kept` is what this cipher asked the file to keep for it, beside what it sealed; null before it asked for anything. */
export interface SecretCipher {
	/** Also the name of its part of the file: what another cipher sealed there is left alone. */
	readonly kind: 'system' | 'passphrase';
	/** In words: where the secrets are. */
	label(): string;
	begin(kept: JsonValue): Promise<CipherState>;
	/** Opens it; gives what the file must keep from now on. */
	open(key: OpenKey, kept: JsonValue): Promise<Result<JsonValue>>;
	/** Base64. Bound to the name, so that what was sealed for one cannot be passed off as another. */
	seal(name: string, value: string): Promise<Result<string>>;
	unseal(name: string, sealed: string): Promise<Result<Unsealed>>;
}
