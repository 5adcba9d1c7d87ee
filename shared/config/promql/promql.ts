/** PromQL as a language: templates filled in safely, syntax checked with Prometheus' own grammar, selectors found. */
import { parser } from '@prometheus-io/lezer-promql';
import { fail, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';

const placeholders = ['slot', 'version', 'service', 'environment', 'window'] as const;
export type Placeholder = (typeof placeholders)[number];
export type TemplateValues = Readonly<Record<Exclude<Placeholder, 'window'>, string>> & { readonly windowMs: number };

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g;
const isPlaceholder = (name: string): name is Placeholder => placeholders.some((one) => one === name);

/**
 * Text for inside a quoted PromQL string. Hex escapes are understood in single and double quotes alike, so that no
 * version name ever ends the string that it stands in.
 */
export function escapeLabelValue(value: string): string {
	return value.replace(/["'\\\n\r`]/g, (character) => {
		return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
	});
}

/** A PromQL duration: whole seconds where it can, else milliseconds; at least a millisecond. */
export function promqlDuration(ms: number): string {
	const whole = Math.max(1, Math.round(ms));
	return whole % 1000 === 0 ? `${whole / 1000}s` : `${whole}ms`;
}

/** Fills in a template. A name that is unknown stays as it is, which Prometheus then refuses; `checkPromql` finds it before. */
export function fillTemplate(template: string, values: TemplateValues): string {
	return template.replace(placeholder, (whole, name: string) => {
		if (!isPlaceholder(name)) return whole;
		return name === 'window' ? promqlDuration(values.windowMs) : escapeLabelValue(values[name]);
	});
}

function refuse(text: string, at: number, what: string): Result<never> {
	const before = text.slice(0, at).split('\n');
	const line = before.length;
	const column = (before.at(-1)?.length ?? 0) + 1;
	return fail(
		'invalid-config',
		`This PromQL cannot be read: ${what} at line ${line}, column ${column}. Without it the release cannot be judged.`,
		'Try the query in Prometheus, then correct it in signalbox.yaml.',
		{ details: { line, column, offset: at } },
	);
}

/** Stand-ins of the same length keep positions true. */
const withStandIns = (text: string): string =>
	text.replace(placeholder, (whole, name: string) =>
		name === 'window' ? `1${'0'.repeat(whole.length - 2)}s` : 'x'.repeat(whole.length),
	);

/**
 * Checks the syntax of a query or of a template for one, before anything is asked of Prometheus.
 * Fails with `invalid-config`; `details` hold line, column and offset (from 1, 1 and 0).
 */
export function checkPromql(text: string): Result<void> {
	for (const found of text.matchAll(placeholder)) {
		const name = found[1] ?? '';
		if (isPlaceholder(name)) continue;
		const known = placeholders.map((one) => `{{${one}}}`).join(', ');
		return refuse(text, found.index, `{{${name}}} is not one of ${known}`);
	}
	if (text.trim() === '') return refuse(text, 0, 'the query is empty');
	const filled = withStandIns(text);
	let wrong: { from: number; to: number } | null = null;
	parser.parse(filled).iterate({
		enter(node) {
			if (node.type.isError && wrong === null) wrong = { from: node.from, to: node.to };
		},
	});
	if (wrong === null) return ok(undefined);
	const { from, to }: { from: number; to: number } = wrong;
	const unexpected = text.slice(from, to).trim();
	const next = text.slice(from).trim().slice(0, 12);
	const gap = next === '' ? 'something is missing at the end,' : `something is missing before ${JSON.stringify(next)}`;
	return refuse(text, from, unexpected === '' ? gap : `unexpected ${JSON.stringify(unexpected)}`);
}

/** The selectors in a query (`http_requests_total{slot="green"}`), each once: the raw series that it reads. */
export function selectorsOf(query: string): readonly string[] {
	const found = new Set<string>();
	parser.parse(query).iterate({
		enter(node) {
			if (node.name === 'VectorSelector') found.add(query.slice(node.from, node.to));
		},
	});
	return [...found];
}

/**
 * Checks that a text or template is the selector of one counter and nothing more: raw samples are asked for by it.
 * Fails with `invalid-config` as `checkPromql` does.
 */
export function checkSelector(text: string): Result<void> {
	const checked = checkPromql(text);
	if (!checked.ok) return checked;
	const start = text.length - text.trimStart().length;
	const partsOf = describeSelector(text);
	if (partsOf === null) return refuse(text, start, 'a selector without functions, ranges and offsets is expected');
	return partsOf.series === null
		? refuse(text, start, 'the name of one counter is expected before the braces')
		: ok(undefined);
}

/** The name and the labels that a selector matches by; null when the text is not one selector alone. */
export function describeSelector(
	text: string,
): { readonly series: string | null; readonly labels: readonly string[] } | null {
	const query = withStandIns(text).trim();
	if (selectorsOf(query)[0] !== query) return null;
	let series: string | null = null;
	const labels = new Set<string>();
	parser.parse(query).iterate({
		enter({ name, from, to }) {
			if (name === 'Identifier') series = query.slice(from, to);
			if (name === 'LabelName') labels.add(query.slice(from, to));
		},
	});
	return { series, labels: [...labels] };
}
