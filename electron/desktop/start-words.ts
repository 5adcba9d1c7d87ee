/**
 * Words of a start that are not ours to understand: installers and Chromium have their own. One that takes protection away,
 * as an AppImage adds it where user namespaces are closed, is not among them: with it the app does not start.
 */

/** Passed over, whatever is assigned to them. */
const foreign: ReadonlySet<string> = new Set([
	// The Windows installer starts what it has just updated with it (app-builder-lib, common.nsh).
	'--updated',
	// What people write into a desktop entry so that Chromium can draw, or finds the keyring, on their system.
	'--disable-gpu',
	'--enable-features',
	'--disable-features',
	'--force-device-scale-factor',
	'--ozone-platform',
	'--ozone-platform-hint',
	'--password-store',
]);

/** The words that are left for our own options. */
export function ownWords(words: readonly string[]): readonly string[] {
	return words.filter((word) => !foreign.has(word.split('=', 1)[0] ?? ''));
}
