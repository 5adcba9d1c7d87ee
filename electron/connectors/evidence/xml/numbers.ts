/** Numbers in attributes. */
import { Refusal } from '../refusal.ts';
import type { Attributes, XmlPlace } from './read-xml.ts';

/** A whole number that is not negative; refused when it is missing or something else. */
export function wholeNumber(attributes: Attributes, name: string, at: XmlPlace): number {
	const text = attributes[name];
	if (text !== undefined && /^\d{1,15}$/u.test(text)) return Number(text);
	throw new Refusal(
		text === undefined ? `lacks ${name}` : `has ${name}="${text.slice(0, 40)}", which is no count`,
		at.line,
	);
}
