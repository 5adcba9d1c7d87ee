/** The credentials of one call: found anew each time, so that a token set on the screen or rotated counts at once. */
import { createHmac, randomBytes } from 'node:crypto';
import { hideKnown } from '../../../shared/domain/hide-secrets.ts';
import { fail, ok } from '../../../shared/domain/result.ts';
import type { Result } from '../../../shared/domain/result.ts';
import { travelsInTheClear } from '../../../shared/domain/web-address.ts';
import type { CiHost, SecretResolver } from './host.ts';

export interface Credentials {
	readonly headers: Readonly<Record<string, string>>;
	/** The same for the same secret while this process runs, and tells nothing about it. */
	readonly identity: string;
	hide(text: string): string;
}

const none: Credentials = { headers: {}, identity: '', hide: (text) => text };

/** What lies beyond this cannot stand in a header, or would end it. */
const isHeaderSafe = (secret: string): boolean => /^[\x21-\x7e]+$/.test(secret);

export interface Authorisation {
	/** Fails with `invalid-config` (would travel unencrypted), `secret-missing`, or what the resolver says. */
	credentials(): Promise<Result<Credentials>>;
	/** The host refused them: a kept one is asked for again. */
	forget(): void;
}

export function createAuthorisation(host: CiHost, resolveSecret: SecretResolver): Authorisation {
	const salt = randomBytes(16);
	let known: Credentials | null = null;
	return {
		forget() {
			known = null;
		},
		async credentials() {
			const { auth } = host;
			if (auth === null) return ok(none);
			if (travelsInTheClear(host.base)) {
				return fail(
					'invalid-config',
					`The token for ${host.label} would travel unencrypted, so it was not sent and nothing is known of its runs.`,
					'Use an https address for it in signalbox.yaml.',
				);
			}
			if (known !== null) return ok(known);
			const secret = await resolveSecret(auth.secret);
			if (!secret.ok) return secret;
			if (!isHeaderSafe(secret.value)) {
				return fail(
					'secret-missing',
					`The token for ${host.label} is empty or holds a space, a line break or another character that no token has, so it was not sent.`,
					'Store the token alone, on one line and without quotes, where pipeline.runner.token in signalbox.yaml says.',
				);
			}
			const found: Credentials = {
				headers: auth.headers(secret.value),
				identity: createHmac('sha256', salt).update(secret.value).digest('hex'),
				hide: (text) => hideKnown(text, secret.value),
			};
			// Asking a keychain starts a program, so its answer is kept until the host refuses it.
			if (auth.secret.from === 'keychain') known = found;
			return ok(found);
		},
	};
}
