/** Secrets that this process has seen, so that the log can leave out exactly these. Never written anywhere. */
import { hideKnown } from '../../../shared/domain/hide-secrets.ts';

export interface KnownSecrets {
	add(secret: string): void;
	/** The text without any of them, in whatever form they stand there. */
	hide(text: string): string;
}

/** Old ones are forgotten beyond this; a person has a handful. */
const most = 200;

export function createKnownSecrets(): KnownSecrets {
	const known = new Set<string>();
	return {
		add(secret) {
			known.delete(secret);
			known.add(secret);
			const [oldest] = known;
			if (known.size > most && oldest !== undefined) known.delete(oldest);
		},
		hide: (text) => [...known].reduce((left, secret) => hideKnown(left, secret), text),
	};
}
