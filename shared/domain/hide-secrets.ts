/**
 * Takes secrets out of text that others wrote, before it is kept or shown.
 * The text may be long and hostile: every pattern takes time in proportion to the text. A run of characters is entered
 * at its start only, or ends where the next one can begin, or is bounded.
 */

/** Shapes of well-known tokens, as published by those who issue them. */
const tokenShapes: readonly RegExp[] = [
	/\bgh[pousr]_[A-Za-z0-9]{16,}/g,
	/\bgithub_pat_[A-Za-z0-9_]{16,}/g,
	/\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{10,}/g,
	/\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
	/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
	/\bAIza[A-Za-z0-9_-]{30,}/g,
	/\bsk-[A-Za-z0-9_-]{20,}/g,
	/\bsk_(?:live|test)_[A-Za-z0-9]{16,}/g,
	/\bnpm_[A-Za-z0-9]{30,}/g,
	/\bglsa_[A-Za-z0-9_]{20,}/g,
	/\bhvs\.[A-Za-z0-9_-]{20,}/g,
	/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
	/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*/g,
];

/** A secret after words that tell what it is; the words, which are the first group, stay. */
const introduced: readonly RegExp[] = [
	/(:\/\/)[^\s/?#@:]*:[^\s/?#{}]+(?=@)/g,
	/(:\/\/)[^\s/?#@:{}]{16,}(?=@)/g,
	/(\b(?:bearer|basic)\s{1,8})[A-Za-z0-9+/_.~=-]{16,}/gi,
	/((?<![\w-])--?(?:password|passwd|token|secret|api-?key)[= ])[^\s{}$"'\\]+/gi,
];

/** What is too often no secret to refuse a file over it, and often enough one to hide it from a log. */
const suspected: readonly RegExp[] = [
	/(\bbearer\s{1,8}|signalbox\.token\.)[\w.~+/=-]+/gi,
	/(https?:\/\/127\.0\.0\.1:\d{1,5}\/#)[\w-]{20,}/g,
	// NAME=value, NAME="value" and "name": "value", with or without the backslashes of JSON within a text.
	/((?:secret|token|passw(?:or)?d|passphrase|pwd|credentials?|key)\w{0,40}=)[^\s"'\\,;&{}]+/gi,
	/((?:secret|token|passw(?:or)?d|passphrase|pwd|credentials?|key)\w{0,40}=\\{0,2}["'])[^"'\\\n]+/gi,
	/((?:secret|token|passw(?:or)?d|passphrase|api[-_]?key|access[-_]?key|private[-_]?key)(?:\\{0,2}["'])?:\s{0,4}\\{0,2}["'])[^"'\\\n]+/gi,
	/((?:secret|token|passw(?:or)?d|passphrase|api[-_]?key|access[-_]?key|private[-_]?key):\s{0,4})[^\s"'\\,;&{}[\]]+/gi,
];

/** True for a text that has the shape of a secret. */
export function looksLikeSecret(text: string): boolean {
	// `search` starts at the beginning whatever a global pattern found last.
	return [...tokenShapes, ...introduced].some((shape) => text.search(shape) >= 0);
}

/** What is shown in the place of a secret. */
export type Mask = (secret: string) => string;
const hidden: Mask = () => '[hidden]';

/** Hides what has the shape of a secret, and nothing that only stands beside a suspicious name. */
export function hideShapes(text: string, mask: Mask = hidden): string {
	return hide(hideTokens(text, mask), introduced, mask);
}

/** Hides everything in a text that is, or may be, a secret: tokens, passwords in addresses, `TOKEN=…`, bearer headers. */
export function hideSecrets(text: string, mask: Mask = hidden): string {
	return hide(hideShapes(text, mask), suspected, mask);
}

/** Shorter ones stand by chance in every text. */
const leastKnownLength = 4;

/** Hides one secret that is known, also as JSON, addresses and Basic authentication write it. */
export function hideKnown(text: string, secret: string, mask: Mask = hidden): string {
	if (secret.length < leastKnownLength) return text;
	return formsOf(secret).reduce((left, form) => left.replaceAll(form, mask), text);
}

/** Longest first, so that no form leaves a piece of another behind. */
function formsOf(secret: string): readonly string[] {
	const base64 = btoa(String.fromCodePoint(...new TextEncoder().encode(secret)));
	const open = base64.replace(/=+$/, '');
	const forms = [
		secret,
		JSON.stringify(secret).slice(1, -1),
		encodeURIComponent(secret.toWellFormed()),
		new URLSearchParams([['', secret]]).toString().slice(1),
		base64,
		open,
		open.replaceAll('+', '-').replaceAll('/', '_'),
	];
	return [...new Set(forms)].toSorted((one, other) => other.length - one.length);
}

function hideTokens(text: string, mask: Mask): string {
	return tokenShapes.reduce((left, shape) => left.replace(shape, (found) => mask(found)), text);
}

function hide(text: string, patterns: readonly RegExp[], mask: Mask): string {
	return patterns.reduce(
		(left, pattern) => left.replace(pattern, (found, words: string) => `${words}${mask(found.slice(words.length))}`),
		text,
	);
}
