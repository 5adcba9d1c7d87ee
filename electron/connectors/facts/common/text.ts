/** Texts of others, made fit to be kept and shown: one limit for all sources. */

/** Titles of every host that has a limit fit in (255 or 256 at GitHub, GitLab and Statuspage, 130 at Opsgenie); letters. */
export const longestText = 300;

/** Control characters, and those that turn the direction of what is written after them. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu;

/** One line without control characters; what is longer than `most` letters is cut, and a … at its end says so. */
export function plainText(text: string, most: number = longestText): string {
	// Cut before it is looked through: a text may be megabytes long.
	const start = text.length > 4 * most ? text.slice(0, 4 * most) : text;
	const line = start.toWellFormed().replace(unprintable, ' ').replace(/\s+/g, ' ').trim();
	if (line.length <= most && start.length === text.length) return line;
	// Half a letter at the cut would be a question mark.
	const cut = line.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
	return `${cut.trimEnd()}…`;
}

const longestId = 500;

/** Ids stand in addresses, in cursors and in the store: one with control characters or of kilobytes is none. */
export function isId(id: string): boolean {
	return id.length > 0 && id.length <= longestId && id.isWellFormed() && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(id);
}

/** Only what a person can open in a browser. */
export function webAddress(text: string | null | undefined): string | null {
	return text != null && text.length <= 2000 && /^https?:\/\/[^\s\p{Cc}]+$/iu.test(text) ? text : null;
}
