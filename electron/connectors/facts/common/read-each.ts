/** Entries of a list one by one, so that an odd one does not cost the others. */
import type { z } from 'zod';
import { idOf } from './entry-id.ts';
import type { LeftOut } from './left-out.ts';
import { notAnId } from './sound.ts';
import { isId } from './text.ts';

/** `read` gives the reason as a text where an entry cannot be understood. `noun`: "incident". */
export function readEach<S, T extends object>(
	entries: readonly unknown[],
	schema: z.ZodType<S>,
	read: (entry: S) => T | string,
	noun: string,
): { readonly items: readonly T[]; readonly leftOut: readonly LeftOut[] } {
	const items: T[] = [];
	const leftOut: LeftOut[] = [];
	for (const entry of entries) {
		const id = idOf(entry) ?? 'without an id';
		const item = isId(id) ? readOne(entry, schema, read) : notAnId;
		if (typeof item === 'string') leftOut.push({ what: `${noun} ${id}`, why: item });
		else items.push(item);
	}
	return { items, leftOut };
}

function readOne<S, T>(entry: unknown, schema: z.ZodType<S>, read: (entry: S) => T | string): T | string {
	const parsed = schema.safeParse(entry);
	if (parsed.success) return read(parsed.data);
	const field = parsed.error.issues[0]?.path.join('.') ?? '';
	return `its field ${field === '' ? '(all)' : field} is not as documented`;
}
