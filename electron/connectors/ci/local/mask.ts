/** Taking the secrets of a job out of what it writes, also where one comes in two pieces. */

/** What stands in the log instead. */
const mask = '***';
/** Shorter ones are no secrets, and hiding them would tear every other word apart. */
const shortestSecret = 4;

export interface Mask {
	/** What of the text so far can be shown; the beginning of something that may become a secret waits. */
	push(text: string): string;
	/** The rest. */
	end(): string;
}

export function createMask(secrets: readonly string[]): Mask {
	const hidden = hiddenTexts(secrets);
	let pending = '';
	return {
		push(text) {
			const { shown, rest } = hideSure(pending + text, hidden);
			pending = rest;
			return shown;
		},
		end() {
			const rest = hide(pending, hidden);
			pending = '';
			return rest;
		},
	};
}

/** Hides what is certain. A secret may be the beginning of a longer one, so where one may have begun the text waits unhidden. */
function hideSure(text: string, hidden: readonly string[]): { readonly shown: string; readonly rest: string } {
	// Before here nothing can have begun that is not over.
	const earliest = text.length - (hidden[0]?.length ?? 0);
	let from = 0;
	let shown = '';
	for (const { at, end } of secretsIn(text, hidden)) {
		if (at > earliest && at >= text.length - beginningAtEnd(text.slice(from), hidden)) break;
		shown += text.slice(from, at) + mask;
		from = end;
	}
	const waits = text.length - beginningAtEnd(text.slice(from), hidden);
	return { shown: shown + text.slice(from, waits), rest: text.slice(waits) };
}

/** Where secrets stand, one after the other; of several at one place the longest. */
function* secretsIn(text: string, hidden: readonly string[]): Generator<{ readonly at: number; readonly end: number }> {
	const next = hidden.map((secret) => ({ secret, at: text.indexOf(secret) }));
	for (;;) {
		const there = next.filter(({ at }) => at >= 0);
		const at = Math.min(...there.map((one) => one.at));
		const first = there.find((one) => one.at === at);
		if (first === undefined) return;
		const end = at + first.secret.length;
		yield { at, end };
		for (const one of there) if (one.at < end) one.at = text.indexOf(one.secret, end);
	}
}

/** Longest first. Of a secret with many lines (a key), each line is one too: programs print them one by one. */
function hiddenTexts(secrets: readonly string[]): readonly string[] {
	const lines = secrets.flatMap((secret) => secret.split(/\r?\n/).filter((line) => line.length >= 2 * shortestSecret));
	const all = new Set([...secrets, ...secrets.map((secret) => secret.trim()), ...lines]);
	return [...all].filter((text) => text.length >= shortestSecret).toSorted((left, right) => right.length - left.length);
}

function hide(text: string, hidden: readonly string[]): string {
	let from = 0;
	let shown = '';
	for (const { at, end } of secretsIn(text, hidden)) {
		shown += text.slice(from, at) + mask;
		from = end;
	}
	return shown + text.slice(from);
}

/** Length of the longest end of the text with which a secret begins. */
function beginningAtEnd(text: string, hidden: readonly string[]): number {
	let longest = 0;
	for (const secret of hidden) {
		for (let length = Math.min(secret.length - 1, text.length); length > longest; length -= 1) {
			if (text.endsWith(secret.slice(0, length))) longest = length;
		}
	}
	return longest;
}
