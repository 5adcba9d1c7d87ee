/** The id of an entry of a host's list, as the host wrote it; null where it has none. */
export function idOf(entry: unknown): string | null {
	if (typeof entry !== 'object' || entry === null || !('id' in entry)) return null;
	return typeof entry.id === 'string' || typeof entry.id === 'number' ? String(entry.id) : null;
}
