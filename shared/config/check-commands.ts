/** Placeholders in commands: `{slot}`, `{version}` and `{port}`, each where it means something. */
import type { FileCommand } from './file/commands.ts';
import type { Report } from './issues.ts';
import { either } from './said.ts';
import type { Path } from './source.ts';

/** Everything a command consists of, for a look at what it mentions. */
export function textsOf(command: FileCommand): string {
	return ('run' in command ? [...command.run, ...Object.values(command.env)] : command).join('\n');
}

/** Checks a short or long command. */
export function checkCommand(
	command: FileCommand | undefined,
	path: Path,
	allowed: readonly string[],
	report: Report,
): void {
	if (command === undefined) return;
	if (!('run' in command)) return checkTexts(command, path, allowed, report);
	checkTexts(command.run, [...path, 'run'], allowed, report);
	checkTexts(command.env, [...path, 'env'], allowed, report);
}

/** Checks arguments or variables; `allowed` are the placeholders that are filled in there. */
export function checkTexts(
	texts: readonly string[] | Readonly<Record<string, string>>,
	path: Path,
	allowed: readonly string[],
	report: Report,
): void {
	const entries: readonly (readonly [string | number, string])[] = Array.isArray(texts)
		? texts.map((text, index) => [index, text] as const)
		: Object.entries(texts);
	for (const [key, text] of entries) {
		for (const [, dollar, name = ''] of text.matchAll(/(\$?)\{([A-Za-z][A-Za-z0-9_]*)\}/g)) {
			if (dollar === '$') {
				report(
					[...path, key],
					`\${${name}} stays as it is: there is no shell that fills it in`,
					either(allowed.map((word) => `{${word}}`)),
				);
			} else if (!allowed.includes(name)) {
				report([...path, key], `{${name}} is not a placeholder here`, either(allowed.map((word) => `{${word}}`)));
			}
		}
	}
}
