/** Joins class names and leaves out those that do not apply. */
export function cx(...names: readonly (string | false | null | undefined)[]): string {
	return names.filter((name) => typeof name === 'string' && name !== '').join(' ');
}
