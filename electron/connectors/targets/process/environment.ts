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

/** The part of our environment that is handed on. */
export function inheritedEnvironment(): Record<string, string> {
	const found: Record<string, string> = {};
	for (const name of inheritedVariables) {
		const text = process.env[name];
		if (text !== undefined) found[name] = text;
	}
	return found;
}
