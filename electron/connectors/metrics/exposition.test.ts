import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createExpositionParser, parseExposition } from './exposition.ts';
import type { Sample } from './exposition.ts';

function samplesOf(text: string, openMetrics = false): readonly Sample[] {
	const parsed = parseExposition(text, { openMetrics });
	if (!parsed.ok) throw new Error(parsed.problem.message);
	return parsed.value.samples;
}

describe('the text format', () => {
	it.each<[string, Partial<Sample>]>([
		['up 1\n', { name: 'up', value: 1, timestampMs: null }],
		[
			'a{x="1",y="two"} 2.5 1700000000000\n',
			{ labels: { x: '1', y: 'two' }, value: 2.5, timestampMs: 1_700_000_000_000 },
		],
		['a { x = "1" , } 1e3\n', { labels: { x: '1' }, value: 1000 }],
		['a{x="q\\"b\\\\n\\n"} 1\n', { labels: { x: 'q"b\\n\n' } }],
		['a{x="\\d}, #"} 1\n', { labels: { x: '\\d}, #' } }],
		['{"http.requests",x="1"} 4\r\n', { name: 'http.requests', labels: { x: '1' }, value: 4 }],
		[
			'h_bucket{le="+Inf"} 7 # {trace_id="ab"} 0.67 1.5\n',
			{ value: 7, exemplar: { labels: { trace_id: 'ab' }, value: 0.67, timestampMs: 1.5 } },
		],
		['a NaN\n', { value: Number.NaN }],
		['a +Inf\n', { value: Number.POSITIVE_INFINITY }],
		['a -Inf -5\n', { value: Number.NEGATIVE_INFINITY, timestampMs: -5 }],
	])('%j', (text, expected) => {
		const [sample] = samplesOf(text);
		expect({ ...sample, labels: { ...sample?.labels } }).toMatchObject(expected);
	});

	it('reads OpenMetrics: seconds, and an end that must be there', () => {
		expect(samplesOf('a_total 1 1700000000.25\n# EOF\n', true)[0]?.timestampMs).toBe(1_700_000_000_250);
		expect(parseExposition('a_total 1\n', { openMetrics: true })).toMatchObject({ ok: false });
	});

	it('knows what was declared without a sample', () => {
		const parsed = parseExposition('# HELP a Says.\n# TYPE a counter\n# HELP b Says.\n# just words\n\n');
		expect(parsed.ok && [...parsed.value.declared]).toEqual([
			['a', 'counter'],
			['b', null],
		]);
	});

	it.each([
		['cut off within a number', 'a 1\na 12', /cut off in line 2/],
		['no value', 'a\n', /line 1: a value is missing/],
		['words for a value', 'a one\n', /line 1: one is not a number/],
		['hexadecimal', 'a 0x10\n', /not a number/],
		['an open label', 'b 1\na{x="1 2\n', /line 2: a quoted text is not closed/],
		['a label twice', 'a{x="1",x="2"} 1\n', /label x appears twice/],
		['a label without a value', 'a{x} 1\n', /label x has no value/],
		['an HTML page', '<html>\n', /a metric name expected/],
		['something behind', 'a 1 2 3\n', /nothing more expected/],
	])('refuses %s', (_name, text, words) => {
		const parsed = parseExposition(text);
		expect(parsed.ok ? '' : parsed.problem.message).toMatch(words);
	});

	it.each([
		['length', 'a 1\n'.repeat(10), /more than 32 characters/],
		['a line', `a{x="${'y'.repeat(20)}"} 1\n`, /line 1 is too long/],
		['a line that never ends', 'y'.repeat(30), /too long/],
		['samples', 'a 1\nb 1\nc 1\n', /more than 2 samples/],
	])('limits %s', (_name, text, words) => {
		const parsed = parseExposition(text, { limits: { maxLength: 32, maxLineLength: 16, maxSamples: 2 } });
		expect(parsed.ok ? '' : parsed.problem.message).toMatch(words);
	});
});

const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,8}$/);
const labelName = fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/);
const anySample = fc.record({
	name,
	labels: fc.dictionary(labelName, fc.string({ unit: 'grapheme', maxLength: 12 }), { maxKeys: 4 }),
	value: fc.double(),
	timestampMs: fc.option(fc.integer()),
});

const printValue = (value: number): string =>
	Number.isNaN(value)
		? 'NaN'
		: value === Infinity
			? '+Inf'
			: value === -Infinity
				? '-Inf'
				: Object.is(value, -0)
					? '-0'
					: String(value);
const printLabel = ([key, value]: [string, string]): string =>
	`${key}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

describe('properties', () => {
	test.prop([fc.array(anySample, { maxLength: 12 }), fc.infiniteStream(fc.integer({ min: 1, max: 9 }))])(
		'what is printed is read again, in whatever pieces it comes',
		(samples, sizes) => {
			const text = samples
				.map((one) => {
					const labels = Object.entries(one.labels).map(printLabel).join(',');
					const at = one.timestampMs === null ? '' : ` ${one.timestampMs}`;
					return `${one.name}${labels === '' ? '' : `{${labels}}`} ${printValue(one.value)}${at}\n`;
				})
				.join('');
			const parser = createExpositionParser();
			for (let at = 0; at < text.length; ) {
				const size = sizes.next().value ?? 1;
				parser.push(text.slice(at, at + size));
				at += size;
			}
			const parsed = parser.end();
			const read = parsed.ok ? parsed.value.samples : [];
			expect(read.map((one) => ({ ...one, labels: { ...one.labels } }))).toEqual(
				samples.map((one) => ({ ...one, labels: { ...one.labels }, exemplar: null })),
			);
		},
	);

	test.prop([fc.string({ unit: 'binary', maxLength: 200 })])('garbage is an answer, never an exception', (text) => {
		expect(typeof parseExposition(text).ok).toBe('boolean');
	});
});
