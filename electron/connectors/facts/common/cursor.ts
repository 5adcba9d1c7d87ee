/** Where a pull goes on: JSON with a name and a version, so that nothing is read as what it is not. */
import { z } from 'zod';

export interface CursorCodec<S> {
	write(state: S): string;
	/** Null for no cursor, and for one that is not understood: the pull then starts anew, which does no harm. */
	read(text: string | null): S | null;
}

/**
 * `name` tells the kind of source, `version` the shape of its state; `about` is what the state depends on (address, workflow,
 * labels): a cursor of another one is not understood, because its "read so far" would be untrue.
 */
export function versionedCursor<S>(
	name: string,
	version: number,
	schema: z.ZodType<S>,
	about: readonly (string | null)[] = [],
): CursorCodec<S> {
	const of = about.map((part) => part ?? '').join('\n');
	const envelope = z.object({ name: z.literal(name), version: z.literal(version), of: z.literal(of), state: schema });
	return {
		write: (state) => JSON.stringify({ name, version, of, state }),
		read(text) {
			if (text === null) return null;
			try {
				const parsed = envelope.safeParse(JSON.parse(text));
				return parsed.success ? parsed.data.state : null;
			} catch {
				return null;
			}
		},
	};
}
