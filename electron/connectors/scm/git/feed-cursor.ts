/** Where a pull of commits goes on. */
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{40,64}$/);
const stateSchema = z.object({
	/** Everything that can be reached from these was told. */
	told: z.array(hash),
	/** What is under way: what can be reached from `tips`, told up to its commit `last`; once it ends `kept` is told. */
	under: z.object({ tips: z.array(hash), kept: z.array(hash), done: z.int().nonnegative(), last: hash }).nullable(),
	/** What is covered begins here, ms. */
	from: z.number().nullable(),
});
export type FeedState = z.output<typeof stateSchema>;
export type UnderWay = NonNullable<FeedState['under']>;

const envelope = z.object({ name: z.literal('git'), version: z.literal(1), about: z.string(), state: stateSchema });
const nothing: FeedState = { told: [], under: null, from: null };

/** `about` is what the facts depend on beside the history. */
export function writeCursor(state: FeedState, about: string): string {
	return JSON.stringify({ name: 'git', version: 1, about, state } satisfies z.input<typeof envelope>);
}

/** One that is not understood, or is about something else, begins anew. */
export function readCursor(text: string | null, about: string): FeedState {
	try {
		const parsed = envelope.safeParse(JSON.parse(text ?? 'null'));
		return parsed.success && parsed.data.about === about ? parsed.data.state : nothing;
	} catch {
		return nothing;
	}
}
