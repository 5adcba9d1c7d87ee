/** Finds what looks like a secret written into the file. What it finds is never repeated in a message. */
import { hideShapes, looksLikeSecret } from '../domain/hide-secrets.ts';
import type { Finding } from './issues.ts';
import { isList, type Path, type Plain } from './source.ts';

const telltaleName =
	/(^|[-_.a-z0-9])(token|passw(or)?d|pwd|passphrase|secret|bearer|credentials?|api[-_]?key|private[-_]?key|access[-_]?key|secret[-_]?key)$/i;

const hint =
	'the place where it is found: {signalbox: NAME}, {env: NAME}, {file: PATH} or {keychain: {service: NAME, account: NAME}}';

/** Shorter texts stand by chance in every message. */
const leastLength = 6;

export interface SecretFinding extends Finding {
	/** The text that must not be repeated. */
	readonly secret: string;
}

/** True for the name of a field, a variable or an option whose value is a secret. */
export function isSecretName(name: string): boolean {
	return telltaleName.test(name);
}

/** True for `--token` and the like, after which the secret is an argument of its own; not for `--token=…`. */
export function asksForSecret(argument: string): boolean {
	return /^--?[^-=\s]/.test(argument) && isSecretName(argument);
}

/** True for an argument that can be a secret itself: no option and no placeholder. */
export function canBeSecret(argument: string): boolean {
	return argument.trim() !== '' && !/^-|[{}$]/.test(argument);
}

/** Every value, and every name, that looks like a secret. */
export function findInlineSecrets(data: Plain): readonly SecretFinding[] {
	const findings: SecretFinding[] = [];
	const complain = (path: Path, secret: string, message: string) =>
		findings.push({ path, secret, message, expected: hint, severity: 'error' });
	const shape = 'this looks like a secret written into the file; anyone who can read the file can use it';
	function walk(value: Plain, path: Path): void {
		const last = path.at(-1);
		if (typeof value === 'string') {
			if (typeof last === 'string' && isSecretName(last) && value.trim() !== '') {
				const message = `the value of "${last}" is a secret written into the file; anyone who can read the file can use it`;
				complain(path, value, message);
			} else if (looksLikeSecret(value)) complain(path, value, shape);
			return;
		}
		if (value === null) return;
		if (isList(value)) {
			for (const [index, item] of value.entries()) {
				const before = value[index - 1];
				const isAsked = typeof before === 'string' && asksForSecret(before);
				if (isAsked && typeof item === 'string' && canBeSecret(item)) complain([...path, index], item, shape);
				else walk(item, [...path, index]);
			}
			return;
		}
		for (const [name, inner] of Object.entries(value)) {
			if (looksLikeSecret(name)) complain(path, name, 'a name within this mapping looks like a secret');
			else walk(inner, [...path, name]);
		}
	}
	walk(data, []);
	return findings;
}

/** Makes the function that takes what was found, and whatever else has the shape of a secret, out of a message. */
export function redactor(found: readonly SecretFinding[]): (text: string) => string {
	const secrets = new Set(found.map(({ secret }) => secret).filter((secret) => secret.length >= leastLength));
	return (text) => hideShapes([...secrets].reduce((left, secret) => left.replaceAll(secret, '[hidden]'), text));
}
