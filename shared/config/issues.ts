/** From the schema library's findings to sentences with a place. */
import type { z } from 'zod';
import type { ConfigIssue } from '../rpc/views.ts';
import { nearest, readSaid, shown } from './said.ts';
import type { Path } from './source.ts';

/** Something that is not as expected, before its place in the text is looked up. */
export interface Finding {
	readonly path: Path;
	readonly message: string;
	readonly expected: string | null;
	readonly severity: 'error' | 'warning';
	/** True when the name of the field is meant, not its value. */
	readonly atKey?: boolean;
}

/** How a check tells what it found below the environment it looks at. */
export type Report = (path: Path, message: string, expected?: string | null, severity?: Finding['severity']) => void;

type ZodIssue = z.core.$ZodIssue;

/** Everything one finding of the schema library says, in our words. `base` is where the checked value stands. */
export function findingsOf(issue: ZodIssue, base: Path = [], given: unknown = issue.input): readonly Finding[] {
	const path = [...base, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
	const own = readSaid(issue.message);
	if (issue.code === 'unrecognized_keys') return unknownFields(issue.keys, path, own?.expected ?? '');
	if (issue.code === 'invalid_key') {
		const inner = readSaid(issue.issues[0]?.message ?? '');
		const message = inner?.message === '' || inner === null ? 'this name is not allowed here' : inner.message;
		return [{ path, message, expected: inner?.expected ?? null, severity: 'error', atKey: true }];
	}
	if (issue.code === 'invalid_union' && own === null && issue.errors.length > 0) {
		return nearestBranch(issue.errors).flatMap((inner) => findingsOf(inner, path, inputAt(given, inner.path)));
	}
	if (own !== null && own.message !== '') {
		return [{ path, message: own.message, expected: own.expected, severity: 'error' }];
	}
	const isKind = issue.code === 'invalid_union' && issue.discriminator !== undefined;
	// Within another union the kind itself is given, else the mapping that holds it.
	const input = isKind && typeof given === 'object' ? inputAt(given, [issue.discriminator ?? '']) : given;
	const message = input === undefined ? 'this field is missing' : `found ${shown(input)}`;
	return [{ path, message, expected: own?.expected ?? expectedOf(issue), severity: 'error' }];
}

function unknownFields(keys: readonly string[], path: Path, known: string): readonly Finding[] {
	const words = known === '' ? [] : known.split(', ');
	return keys.map((key) => {
		const meant = nearest(key, words);
		const hint = meant === null ? '' : `; did you mean "${meant}"?`;
		return {
			path: [...path, key],
			message: `${shown(key)} is not a field here${hint}`,
			expected: known === '' ? null : `one of ${known}`,
			severity: 'error',
			atKey: true,
		};
	});
}

/** Of the forms that a value may have, the one that was most likely meant: right in kind, fewest faults. */
function nearestBranch(branches: readonly (readonly ZodIssue[])[]): readonly ZodIssue[] {
	const faults = (branch: readonly ZodIssue[]) =>
		branch.reduce((sum, issue) => {
			if (issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
				return sum + 100;
			return sum + (issue.code === 'unrecognized_keys' ? 2 * issue.keys.length : 1);
		}, 0);
	return branches.reduce((best, branch) => (faults(branch) < faults(best) ? branch : best));
}

function inputAt(input: unknown, path: readonly PropertyKey[]): unknown {
	let value = input;
	for (const part of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = Object.entries(value).find(([key]) => key === String(part))?.[1];
	}
	return value;
}

function expectedOf(issue: ZodIssue): string | null {
	if (issue.code === 'invalid_value') return issue.values.map(String).join(' or ');
	if (issue.code === 'too_big') return `at most ${issue.maximum}`;
	if (issue.code === 'too_small') return `at least ${issue.minimum}`;
	if (issue.code !== 'invalid_type') return null;
	const names: Readonly<Record<string, string>> = {
		array: 'a list',
		object: 'a mapping of fields',
		record: 'a mapping of names',
		string: 'a text',
	};
	return names[issue.expected] ?? issue.expected;
}

/** One line for a terminal: `signalbox.yaml:14:9 services[0].name: found "A B"; expected a name of …`. */
export function formatIssue(issue: ConfigIssue): string {
	const place = issue.line === null ? issue.file : `${issue.file}:${issue.line}:${issue.column ?? 1}`;
	const field = issue.field === '' ? '' : ` ${issue.field}`;
	const warning = issue.severity === 'warning' ? 'warning: ' : '';
	return `${place}${field}: ${warning}${issue.message}${issue.expected === null ? '' : `; expected ${issue.expected}`}`;
}
