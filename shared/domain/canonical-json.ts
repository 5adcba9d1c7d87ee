/** One text for one value, so that a hash over it means something. */

/**
 * JSON with the keys of every object sorted by code unit and without white space (the idea of RFC 8785).
 * Properties that are undefined are left out and numbers that JSON has no word for become null, as in `JSON.stringify`:
 * refusing them here could stand in the way of a rollback. Properties named in `without` are left out at any depth.
 */
export function canonicalJson(value: unknown, without: readonly string[] = []): string {
	if (Array.isArray(value)) return `[${value.map((member) => canonicalJson(member, without)).join(',')}]`;
	if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
	const members = Object.entries(value)
		.filter(([key, member]) => member !== undefined && !without.includes(key))
		.sort(([left], [right]) => (left < right ? -1 : 1))
		.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member, without)}`);
	return `{${members.join(',')}}`;
}
