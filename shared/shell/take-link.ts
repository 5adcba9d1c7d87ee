/** Finding the `signalbox://` link among the words of a start. */
import { looksLikeLink } from './links.ts';

export interface StartWords {
	/** The first word that is meant as a link, whatever stands in it; null when there is none. */
	readonly link: string | null;
	/** The words that are left for options. */
	readonly rest: readonly string[];
}

/**
 * Takes the link out of the words of a start. What comes behind a link is dropped: a system that quotes a hostile link
 * badly hands its rest over as words of their own (CVE-2018-1000006), and those must never become options.
 */
export function takeLink(words: readonly string[]): StartWords {
	const index = words.findIndex(looksLikeLink);
	const link = words[index];
	if (link === undefined) return { link: null, rest: words };
	const before = words.slice(0, index);
	// The lone dashes that we register in front of links, so that nothing else reads them as options.
	return { link, rest: before.at(-1) === '--' ? before.slice(0, -1) : before };
}
