/** Cursors of our own sources, which are JSON: one of an earlier version, or a damaged one, is none. */
import type { z } from 'zod';

/** Null: the source tells from the beginning again, which does no harm. */
export function readOwnCursor<T>(shape: z.ZodType<T>, text: string | null): T | null {
	if (text === null) return null;
	try {
		return shape.safeParse(JSON.parse(text)).data ?? null;
	} catch {
		return null;
	}
}
