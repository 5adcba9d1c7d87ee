/** Which runners share a budget: hosts count by token, and a token is told by where it is kept, never by itself. */
import type { SecretReference } from '../../../shared/config/model.ts';

function placeOf(secret: SecretReference): string {
	switch (secret.from) {
		case 'environment':
		case 'signalbox':
			return secret.name;
		case 'file':
			return secret.path;
		case 'keychain':
			return `${secret.service}/${secret.account}`;
	}
}

/** "api.github.com", "api.github.com (CI_TOKEN)". */
export function budgetKey(base: string, secret: SecretReference | null): string {
	const host = URL.parse(base)?.host ?? base;
	return secret === null ? host : `${host} (${placeOf(secret)})`;
}
