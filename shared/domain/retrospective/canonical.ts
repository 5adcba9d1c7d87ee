/** One text for one value, so that a hash over it means something. */

/**
 * JSON with the keys of every object sorted by code unit, without white space; properties that are undefined, and those named
 * in `without` at any depth, are left out.
 */
export function canonicalText(value: unknown, without: readonly string[] = []): string {
	const replace = (_: string, member: unknown) => (isPlain(member) ? sorted(member, without) : member);
	return JSON.stringify(value, replace) ?? 'null';
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Readonly<Record<string, unknown>>, without: readonly string[]): Record<string, unknown> {
	// Without a prototype, so that a key called `__proto__` stays a key.
	const copy: Record<string, unknown> = Object.create(null);
	for (const key of Object.keys(value).toSorted()) if (!without.includes(key)) copy[key] = value[key];
	return copy;
}
