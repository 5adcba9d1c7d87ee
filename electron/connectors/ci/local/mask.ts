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
			const whole = hide(pending + text, hidden);
			const kept = beginningAtEnd(whole, hidden);
			pending = whole.slice(whole.length - kept);
			return whole.slice(0, whole.length - kept);
		},
		end() {
			const rest = pending;
			pending = '';
			return rest;
		},
	};
}

/** Longest first. Of a secret with many lines (a key), each line is one too: programs print them one by one. */
function hiddenTexts(secrets: readonly string[]): readonly string[] {
	const lines = secrets.flatMap((secret) => secret.split(/\r?\n/).filter((line) => line.length >= 2 * shortestSecret));
	const all = new Set([...secrets, ...secrets.map((secret) => secret.trim()), ...lines]);
	return [...all].filter((text) => text.length >= shortestSecret).toSorted((left, right) => right.length - left.length);
}

function hide(text: string, hidden: readonly string[]): string {
	return hidden.reduce((rest, secret) => rest.replaceAll(secret, mask), text);
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
