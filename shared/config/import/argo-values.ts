/** Values of Argo Rollouts' templates: arguments, Go durations, and numbers that may be texts. */
import { shown } from '../said.ts';
import { at, type Field, itemsOf, refuse, type Telling, textOf } from './fields.ts';

/** Arguments by name; null has no value in the file. */
export type Arguments = ReadonlyMap<string, string | null>;

const argument = /\{\{\s*args\.([A-Za-z0-9_.-]+)\s*\}\}/g;

/** The arguments of a template with their default values. Secrets have none here, and never will. */
export function readArguments(spec: Field): Arguments {
	return new Map(
		itemsOf(at(spec, 'args')).map((item): [string, string | null] => {
			const name = textOf(at(item, 'name'));
			return [name ?? refuse(item, 'an argument has no name', 'name'), textOf(at(item, 'value'))];
		}),
	);
}

/** Puts default values in; what has none stays and is named in `missing`. */
export function fillArguments(
	text: string,
	known: Arguments,
): { readonly text: string; readonly missing: readonly string[] } {
	const missing = new Set<string>();
	const filled = text.replace(argument, (whole, name: string) => {
		const value = known.get(name);
		if (value !== undefined && value !== null) return value;
		missing.add(name);
		return whole;
	});
	return { text: filled, missing: [...missing] };
}

const goUnits: Readonly<Record<string, number>> = {
	ns: 1e-6,
	us: 1e-3,
	µs: 1e-3,
	μs: 1e-3,
	ms: 1,
	s: 1_000,
	m: 60_000,
	h: 3_600_000,
};

/** A duration as Go writes it ("1h30m", "1.5h", "300ms") in ms; null for anything else. */
export function parseGoDuration(text: string): number | null {
	if (text === '0') return 0;
	if (!/^((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text)) return null;
	let total = 0;
	for (const [, amount = '', unit = ''] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) {
		total += Number(amount) * (goUnits[unit] ?? Number.NaN);
	}
	const rounded = Math.round(total);
	return Number.isSafeInteger(rounded) ? rounded : null;
}

/** Reads fields of one metric; an argument without a value is told once and read as if the field were not there. */
export function createReader(known: Arguments, metric: string, telling: Telling) {
	function plain(field: Field): string | null {
		const given = textOf(field);
		if (given === null) return null;
		const { text, missing } = fillArguments(given, known);
		if (missing.length === 0) return text;
		const what = `${String(field.path.at(-1))} of ${metric}`;
		telling.lose(
			what,
			`It is the argument ${missing.join(', ')}, which has no value in the file.`,
			`Write the ${what} down.`,
		);
		return null;
	}
	return {
		/** A duration in ms. */
		duration(field: Field): number | null {
			const text = plain(field);
			if (text === null || text === '') return null;
			const ms = parseGoDuration(text);
			if (ms !== null) return ms;
			if (!/^\d{1,9}$/.test(text)) return refuse(field, `found ${shown(text)}`, 'a duration such as 30s, 5m or 1h30m');
			const what = `${String(field.path.at(-1))} of ${metric}`;
			telling.lose(what, `${text} has no unit, and was read as seconds.`, `Write the ${what} with its unit.`);
			return Number(text) * 1_000;
		},
		/** A whole number, written as one or as a text. */
		integer(field: Field, least: number): number | null {
			const text = plain(field);
			if (text === null || text === '') return null;
			const number = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
			return number >= least ? number : refuse(field, `found ${shown(text)}`, `a whole number from ${least}`);
		},
	};
}
