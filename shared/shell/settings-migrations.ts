/** The file of the settings: its versions, the steps from one to the next, and what to make of one that does not fit. */
import { z } from 'zod';
import type { JsonValue } from '../domain/result.ts';
import { shellSettings } from './settings.ts';

/** More projects than this are not remembered; the oldest go. */
export const maxProjects = 20;

/** What the file holds, in the version of today. */
const settingsFile = z.strictObject({
	version: z.int().positive(),
	projects: z.array(z.string()).default([]),
	shell: shellSettings.prefault({}),
	/** The desktop's memory of its windows, which only the desktop can read. Comes out of JSON, so it is JSON. */
	windows: z.custom<JsonValue>().default(null),
});

export interface SettingsFile {
	readonly version: number;
	readonly projects: readonly string[];
	readonly shell: z.output<typeof shellSettings>;
	readonly windows: JsonValue;
}

type Fields = Readonly<Record<string, unknown>>;

/** `steps[n]` makes version n + 1 of version n. A step that was released is never changed: files of its age still come. */
const steps: readonly ((file: Fields) => Fields)[] = [
	// The first releases kept only the open projects, and no version.
	({ projects }) => ({ version: 1, projects, shell: {}, windows: null }),
];

export const settingsVersion = steps.length;

export type SettingsReading =
	/** `dropped`: fields that did not fit and are at their defaults, as `shell.zoom`. */
	| { readonly kind: 'read'; readonly file: SettingsFile; readonly dropped: readonly string[] }
	/** Written by a newer Signalbox: what is understood of it, which must not be written back. */
	| { readonly kind: 'newer'; readonly file: SettingsFile; readonly version: number }
	| { readonly kind: 'broken' };

/** What a person starts with. */
export function freshSettings(): SettingsFile {
	return settingsFile.parse({ version: settingsVersion });
}

/** Reads the text of a file of any age. Never throws. */
export function readSettings(text: string): SettingsReading {
	const fields = parseFields(text);
	const version = fields === null ? null : versionOf(fields);
	if (fields === null || version === null) return { kind: 'broken' };
	const today = steps.slice(version).reduce((file, step) => step(file), fields);
	const { file, dropped } = keepWhatFits(today);
	return version > settingsVersion ? { kind: 'newer', file, version } : { kind: 'read', file, dropped };
}

function parseFields(text: string): Fields | null {
	try {
		const fields = z.record(z.string(), z.unknown()).safeParse(JSON.parse(text));
		return fields.success ? fields.data : null;
	} catch {
		return null;
	}
}

/** Null for a version that no Signalbox writes: nothing in such a file can be trusted. */
function versionOf(fields: Fields): number | null {
	const version = z.int().nonnegative().default(0).safeParse(fields['version']);
	return version.success ? version.data : null;
}

/** Takes out what does not fit, field by field, until the rest does. */
function keepWhatFits(given: Fields): { readonly file: SettingsFile; readonly dropped: readonly string[] } {
	const dropped: string[] = [];
	let left: Fields = withFittingProjects({ ...given, version: settingsVersion });
	for (;;) {
		const read = settingsFile.safeParse(left);
		if (read.success) return { file: read.data, dropped };
		const places = read.error.issues.map(placeOf).filter((place) => place.length > 0);
		// Every issue stands at a field that is there, so each round leaves fewer of them.
		if (places.length === 0) return { file: freshSettings(), dropped: ['everything'] };
		for (const place of places) left = without(left, place);
		dropped.push(...places.map((place) => place.join('.')).filter((name) => !dropped.includes(name)));
	}
}

/** One path that is none must not cost the others. */
function withFittingProjects(fields: Fields): Fields {
	const { projects } = fields;
	if (!Array.isArray(projects)) return fields;
	const paths = projects.filter((each) => typeof each === 'string');
	return { ...fields, projects: rememberedProjects(paths) };
}

/** The projects that are worth remembering: each once, the newest last. */
export function rememberedProjects(paths: readonly string[]): readonly string[] {
	return [...new Set(paths)].slice(-maxProjects);
}

/** The field that an issue is about; lists and deeper things are fields as a whole. */
function placeOf(issue: z.core.$ZodIssue): readonly string[] {
	const named = issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path;
	const place = named.slice(0, named[0] === 'shell' ? 3 : 1);
	const list = place.findIndex((part) => typeof part === 'number');
	return (list < 0 ? place : place.slice(0, list)).map(String);
}

function without(fields: Fields, [first, ...rest]: readonly string[]): Fields {
	if (first === undefined) return fields;
	const { [first]: inner, ...others } = fields;
	const deeper = z.record(z.string(), z.unknown()).safeParse(inner);
	return rest.length === 0 || !deeper.success ? others : { ...others, [first]: without(deeper.data, rest) };
}
