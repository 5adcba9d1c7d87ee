/** For readers whose report turns out to be one of another kind. */
import { Refusal } from '../refusal.ts';
import type { XmlPlace } from './read-xml.ts';

/** The refusal of a root element that no report of this `kind` begins with. */
export function wrongRoot(name: string, kind: string, at: XmlPlace): Refusal {
	return new Refusal(
		`begins with <${name.slice(0, 40)}> and is no ${kind} report`,
		at.line,
		'Check `format` of the source.',
	);
}
