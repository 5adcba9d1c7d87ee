/** What a started program inherits of our environment: enough to run, none of our secrets. */
const inheritedVariables = [
	'PATH',
	'HOME',
	'USER',
	'LOGNAME',
	'LANG',
	'LC_ALL',
	'TZ',
	'TMPDIR',
	'TEMP',
	'TMP',
	'SystemRoot',
	'ComSpec',
	'PATHEXT',
	'USERPROFILE',
	'APPDATA',
	'LOCALAPPDATA',
	'ProgramFiles',
] as const;

/** The part of our environment, or of the one that a login shell told, that is handed on. */
export function inheritedEnvironment(
	environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
	const found: Record<string, string> = {};
	for (const name of inheritedVariables) {
		const text = environment[name];
		if (text !== undefined) found[name] = text;
	}
	return found;
}
