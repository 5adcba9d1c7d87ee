/** Which authors are programs. */

/**
 * Makes the check of a list of globs over names and addresses: `*` is anything, `?` one character, everything else itself
 * (`*[bot]` means the brackets), case ignored. Answers are remembered: few authors write many commits.
 */
export function createBotCheck(globs: readonly string[]): (name: string, email: string | null) => boolean {
	const checks = globs.map(asPattern);
	const known = new Map<string, boolean>();
	const fits = (text: string) => checks.some((check) => check.test(text));
	return (name, email) => {
		const key = `${name}\n${email ?? ''}`;
		const before = known.get(key);
		if (before !== undefined) return before;
		const isBot = fits(name) || (email !== null && fits(email));
		known.set(key, isBot);
		return isBot;
	};
}

function asPattern(glob: string): RegExp {
	const source = glob
		.replaceAll(/[\\^$+.()|[\]{}]/g, String.raw`\$&`)
		.replaceAll('*', '.*')
		.replaceAll('?', '.');
	return new RegExp(`^${source}$`, 'is');
}
