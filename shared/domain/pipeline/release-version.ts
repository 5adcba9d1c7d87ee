/** The version of a release: from a template, or from a file of its commit. */
import { type Failure, fail, ok, type Result } from '../result.ts';
import type { PipelineRun } from './model.ts';

/** As in `signalbox.yaml` (shared/config/file/schema.ts): a version must not read as an option of a command. */
const versionPattern = /^[A-Za-z0-9][A-Za-z0-9._+-]*$/;
const longestVersion = 100;

function checked(version: string, from: string): Result<string> {
	if (version.length <= longestVersion && versionPattern.test(version)) return ok(version);
	const shown = version.length > 60 ? `${version.slice(0, 60)}…` : version;
	return fail(
		'invalid-input',
		`${from} gives the version ${JSON.stringify(shown)}, which is none, so no release can be made.`,
		`A version begins with a letter or digit; letters, digits, dots, hyphens, _ and + follow, ${longestVersion} at most.`,
	);
}

type Versioned = Pick<PipelineRun, 'number' | 'nativeId' | 'attempt' | 'commit' | 'createdAt'>;

/** UTC day, `2026.11.28`. */
function dayText(instant: number): string {
	return new Date(instant).toISOString().slice(0, 10).replaceAll('-', '.');
}

/** Null where the run does not tell it; undefined for a name that stands for nothing. */
function placeholder(
	name: string,
	{ number, nativeId, attempt, commit, createdAt }: Versioned,
): string | null | undefined {
	// Many hosts tell no time of the commit; a run keeps the time at which it was made, also when it is run again.
	const instant = commit.committedAt ?? commit.authoredAt ?? createdAt;
	switch (name) {
		case 'run':
			return number === null ? nativeId : String(number);
		case 'attempt':
			return String(attempt);
		case 'sha':
			return commit.sha === '' ? null : commit.sha.slice(0, 7);
		case 'date':
			return dayText(instant);
		default:
			return undefined;
	}
}

/**
 * Fills `{run}`, `{attempt}`, `{sha}` (7 digits) and `{date}` (UTC day of the commit, or of the run where the host does not tell it). Fails with `invalid-input` for an unknown
 * name, for what the run does not tell, and for a result that is no version.
 */
export function versionFromTemplate(template: string, run: Versioned): Result<string> {
	const problems: Failure[] = [];
	const version = template.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
		const value = placeholder(name, run);
		if (typeof value === 'string') return value;
		problems.push(unfilled(whole, value === null));
		return '';
	});
	return problems[0] ?? checked(version, `The template ${template}`);
}

function unfilled(name: string, isKnown: boolean): Failure {
	return isKnown
		? fail(
				'invalid-input',
				`The run does not tell ${name}, so its release has no version.`,
				'Leave it out of the template.',
			)
		: fail('invalid-input', `${name} stands for nothing in a version.`, 'Use {run}, {attempt}, {sha} and {date}.');
}

/**
 * Reads the version from a file's text: the first line where `field` is null; else a field of JSON (`a.b` for one within
 * another), or of a text with `key: value` or `key = value` lines, the first that fits. Fails with `invalid-input`.
 */
export function versionFromFile(file: {
	readonly path: string;
	readonly text: string;
	readonly field: string | null;
}): Result<string> {
	const text = file.text.replace(/^\uFEFF/, '');
	const found = file.field === null ? text.split(/\r?\n/, 1)[0]?.trim() : fieldOf(text, file.field);
	if (found !== undefined && found !== '') return checked(found, file.path);
	const what = file.field === null ? 'is empty in its first line' : `has no field ${file.field}`;
	return fail(
		'invalid-input',
		`${file.path} ${what}, so the release has no version.`,
		'Look at `version:` in signalbox.yaml.',
	);
}

function fieldOf(text: string, field: string): string | undefined {
	const json = parsed(text);
	return json === undefined ? fieldOfLines(text, field) : fieldOfJson(json, field);
}

/** Undefined for what is no JSON object. */
function parsed(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : undefined;
	} catch {
		return undefined;
	}
}

function fieldOfJson(json: unknown, field: string): string | undefined {
	const value = field.split('.').reduce<unknown>((at, key) => own(at, key), json);
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : undefined;
}

function own(value: unknown, key: string): unknown {
	return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}

/** Quotes go, and so does a comment behind a blank. */
function fieldOfLines(text: string, field: string): string | undefined {
	for (const line of text.split(/\r?\n/)) {
		const [, key, value] = /^\s*["']?([^"':=\s]+)["']?\s*[:=]\s*(.*)$/.exec(line) ?? [];
		if (key === field && value !== undefined) return unquoted(value);
	}
	return undefined;
}

function unquoted(value: string): string {
	const quoted = /^(["'])(.*?)\1/.exec(value);
	return quoted?.[2] ?? value.replace(/\s+#.*$/, '').trim();
}
