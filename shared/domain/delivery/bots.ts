/** Which authors are programs. */

/**
 * Makes the check of a list of globs over names and addresses: `*` is anything, `?` one character, everything else itself
 * (`*[bot]` means the brackets), case ignored. Answers are remembered: few authors write many commits.
 */
export function createBotCheck(globs: readonly string[]): (name: string, email: string | null) => boolean {
	const checks = globs.map(asPattern);
	const known = new Map<string, Map<string | null, boolean>>();
	const fits = (text: string) => checks.some((check) => check.test(text));
	return (name, email) => {
		const ofName = known.get(name) ?? new Map<string | null, boolean>();
		const before = ofName.get(email);
		if (before !== undefined) return before;
		const isBot = fits(name) || (email !== null && fits(email));
		ofName.set(email, isBot);
		known.set(name, ofName);
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
