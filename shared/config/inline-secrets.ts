/** Finds what looks like a secret written into the file. What it finds is never repeated in a message. */
import type { Finding } from './issues.ts';
import { isList, type Path, type Plain } from './source.ts';

const telltaleName =
	/(^|[-_.a-z0-9])(token|passw(or)?d|pwd|passphrase|secret|bearer|credentials?|api[-_]?key|private[-_]?key|access[-_]?key|secret[-_]?key)$/i;

/** Shapes of well-known tokens, as published by those who issue them. */
const telltaleShapes: readonly RegExp[] = [
	/\bgh[pousr]_[A-Za-z0-9]{16,}/,
	/\bgithub_pat_[A-Za-z0-9_]{16,}/,
	/\bgl(pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{10,}/,
	/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/,
	/\b(AKIA|ASIA)[A-Z0-9]{16}\b/,
	/\bAIza[A-Za-z0-9_-]{30,}/,
	/\bsk-[A-Za-z0-9_-]{20,}/,
	/\bsk_(live|test)_[A-Za-z0-9]{16,}/,
	/\bnpm_[A-Za-z0-9]{30,}/,
	/\bglsa_[A-Za-z0-9_]{20,}/,
	/\bhvs\.[A-Za-z0-9_-]{20,}/,
	/\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./,
	/-----BEGIN [A-Z ]*PRIVATE KEY-----/,
	/[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:[^\s/@{}]+@/i,
	/\b(bearer|basic) +[A-Za-z0-9+/_.=-]{16,}/i,
	/--?(password|passwd|token|secret|api-?key)[= ][^\s{}$]+/i,
];

const hint = 'the place where it is found: {env: NAME}, {file: PATH} or {keychain: {service: NAME, account: NAME}}';

/** True for a text that has the shape of a secret. */
export function looksLikeSecret(text: string): boolean {
	return telltaleShapes.some((shape) => shape.test(text));
}

/** Every value, and every name, that looks like a secret. */
export function findInlineSecrets(data: Plain): readonly Finding[] {
	const findings: Finding[] = [];
	const complain = (path: Path, message: string, atKey = false) =>
		findings.push({ path, message, expected: hint, severity: 'error', atKey });
	function walk(value: Plain, path: Path): void {
		const last = path.at(-1);
		if (typeof value === 'string') {
			const named = typeof last === 'string' && telltaleName.test(last) && value.trim() !== '';
			if (named)
				complain(
					path,
					`the value of "${last}" is a secret written into the file; anyone who can read the file can use it`,
				);
			else if (looksLikeSecret(value))
				complain(path, 'this looks like a secret written into the file; anyone who can read the file can use it');
			return;
		}
		if (value === null) return;
		if (isList(value)) {
			for (const [index, item] of value.entries()) walk(item, [...path, index]);
			return;
		}
		for (const [name, inner] of Object.entries(value)) {
			if (looksLikeSecret(name)) complain(path, 'a name within this mapping looks like a secret');
			else walk(inner, [...path, name]);
		}
	}
	walk(data, []);
	return findings;
}
