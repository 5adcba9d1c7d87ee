/** Entries of a list one by one, so that an odd one does not cost the others. */
import type { z } from 'zod';
import type { LeftOut } from './left-out.ts';
import { notAnId } from './sound.ts';
import { isId } from './text.ts';

function idOf(entry: unknown): string {
	if (typeof entry !== 'object' || entry === null || !('id' in entry)) return 'without an id';
	return typeof entry.id === 'string' || typeof entry.id === 'number' ? String(entry.id) : 'without an id';
}

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
		const parsed = schema.safeParse(entry);
		const field = parsed.error?.issues[0]?.path.join('.') ?? '';
		const sound = isId(idOf(entry)) && parsed.success ? read(parsed.data) : null;
		const odd = isId(idOf(entry)) ? `its field ${field === '' ? '(all)' : field} is not as documented` : notAnId;
		const item = sound ?? odd;
		if (typeof item === 'string') leftOut.push({ what: `${noun} ${idOf(entry)}`, why: item });
		else items.push(item);
	}
	return { items, leftOut };
}
