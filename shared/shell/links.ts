/**
 * `signalbox://` links: they name a place in the room and never do anything there. A link is `signalbox://` and the screen's
 * own address (`/deployments/x`), and nothing else is let through: links come from chats, mails and web pages.
 */
import { fail, ok, type Result } from '../domain/result.ts';

export const linkScheme = 'signalbox';
const maxLength = 1_000;

/** One part of an address, as `encodeURIComponent` writes it. */
const part = String.raw`(?:[A-Za-z0-9_.~!*'()-]|%[0-9A-Fa-f]{2}){1,300}`;
/** What is asked of the delivery metrics or the timeline, in one part: several services make it long. */
const query = part.replace('{1,300}', '{1,900}');
const places = [
	'',
	'in-flight',
	'history',
	'connections',
	'settings',
	'wall',
	`deployments/${part}`,
	`services/${part}`,
	`services/${part}/runs/${part}`,
	`services/${part}/releases/${part}`,
	`connections/${part}`,
	'delivery',
	`delivery/${part}`,
	`delivery/${part}/${query}`,
	'timeline',
	`timeline/${query}`,
	'tests',
	'retrospective',
	`retrospective/${part}`,
	`retrospective/${part}/${part}`,
	'facts',
];
const pattern = new RegExp(`^${linkScheme}://(?:open/)?(${places.join('|')})/?$`);

/** True for something that is meant as a link of ours, whatever stands in it: how a start's words are told apart. */
export function looksLikeLink(text: string): boolean {
	return text.toLowerCase().startsWith(`${linkScheme}:`);
}

/** The address below the hash that a link names: `/deployments/shop-production-1`. */
export function parseLink(text: string): Result<string> {
	const place = text.length <= maxLength ? pattern.exec(text)?.[1] : undefined;
	if (place === undefined || !canBeDecoded(place)) {
		return fail(
			'invalid-input',
			'The link does not name a place in Signalbox, so nothing was opened.',
			'Ask for the link again; it may have been cut, or come from another version.',
		);
	}
	return ok(`/${place}`);
}

function canBeDecoded(place: string): boolean {
	try {
		const words = place.split('/').map(decodeURIComponent);
		return words.every((word) => word !== '.' && word !== '..' && !/\p{Cc}/u.test(word));
	} catch {
		return false;
	}
}

/** The link to a screen. `address`: below the hash, as `parseLink` gives it. */
export function linkTo(address: string): string {
	return `${linkScheme}://${address.replace(/^#?\//, '')}`;
}
