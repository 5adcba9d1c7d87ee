import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonElements } from './json-elements.ts';
import { FileRefusal } from './refusal.ts';
import { importText, lines } from './test-imports.ts';

const at = '2026-11-28T10:00:00Z';
const one = { kind: 'deployment', service: 'shop', version: '1', at };
const two = { kind: 'incident', id: 'I-1', title: 'Down "again" {', startedAt: at };

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let begin = 0; begin < bytes.length; begin += size) yield bytes.subarray(begin, begin + size);
}

async function elementsOf(text: string, size = 7) {
	const all: unknown[] = [];
	for await (const { value, line } of jsonElements(pieces(Buffer.from(text), size))) all.push([line, value]);
	return all;
}

test.each([
	['an array', JSON.stringify([one, two])],
	['an array over lines', JSON.stringify([one, two], null, '\t')],
	['lines', lines(one, two)],
	['lines with an end and empty ones', `${lines(one, '', two)}\r\n\n`],
	['a header before', lines({ format: 'signalbox-facts', version: 1 }, one, two)],
	['a mark at the start', `\uFEFF${lines(one, two)}`],
])('reads %s', async (_, text) => {
	const { facts, leftOut, failure } = await importText('json', text);
	expect([failure, leftOut]).toEqual([null, []]);
	expect(facts).toMatchObject([
		{ kind: 'deployment', service: 'shop', finishedAt: Date.parse(at) },
		{ kind: 'incident', nativeId: 'I-1', title: 'Down "again" {' },
	]);
});

test('finds every object, wherever the pieces of a file end', async () => {
	const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { minLength: 1, maxLength: 5 });
	await fc.assert(
		fc.asyncProperty(objects, fc.integer({ min: 1, max: 20 }), fc.boolean(), async (all, size, isArray) => {
			const text = isArray ? JSON.stringify(all, null, 2) : lines(...all);
			const found = await elementsOf(text, size);
			expect(found.map((entry) => (Array.isArray(entry) ? entry[1] : null))).toEqual(JSON.parse(JSON.stringify(all)));
		}),
		{ numRuns: 60 },
	);
});

test('whatever the bytes are, it ends with objects or a refusal in words', async () => {
	await fc.assert(
		fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 9 }), async (bytes, size) => {
			try {
				for await (const { value } of jsonElements(pieces(bytes, size))) expect(value).toBeTypeOf('object');
			} catch (error) {
				expect(error).toBeInstanceOf(FileRefusal);
			}
		}),
	);
});

test('says where an object begins', async () => {
	expect(await elementsOf('[\n{"a":1},\n\n{"b":\n2}]')).toEqual([
		[2, { a: 1 }],
		[4, { b: 2 }],
	]);
});

test.each([
	['[{"a":1}', /line 1, is cut off/],
	['{"kind":', /line 1, is cut off/],
	['[{"a":1} {"b":2}]', /line 1, is neither an array/],
	['{"a":1}\n17', /line 2, is neither an array/],
	['[]]', /is neither an array/],
	['"text"', /is neither an array/],
	['{"a":1}\n{"b" 2}', /line 2, is not well-formed JSON/],
	['', /is empty/],
	[lines({ format: 'signalbox-facts', version: 2 }, one), /is of version 2 of signalbox-facts/],
	[lines({ format: 'other', version: 1 }, one), /is of the format other/],
])('%s is refused whole', async (text, words) => {
	const { facts, failure } = await importText('json', text);
	expect(facts).toEqual([]);
	expect(failure?.code).toBe('facts-rejected');
	expect(failure?.message).toMatch(words);
});

test.each([
	[{ ...one, finshedAt: at }, 'it has fields that are not known: finshedAt'],
	[{ ...one, kind: 'deploy' }, 'kind is none of deployment, commit, change, incident, timeline-event, pipeline-run'],
	[{ ...one, version: 7 }, 'version is not of the right type (invalid type)'],
	[{ ...one, version: undefined }, 'version is missing, and there is no commit either'],
	[{ ...one, at: undefined }, 'startedAt is missing, and there is neither at nor finishedAt'],
	[{ ...one, hotfix: 'maybe' }, 'hotfix is not of the right type (invalid type)'],
	[{ ...two, causedBy: [''] }, 'causedBy.0 is empty'],
	[{ kind: 'change', repository: 'r', title: 't', createdAt: at }, 'number is missing'],
])('%j is left out: %s', async (bad, why) => {
	const { facts, leftOut } = await importText('json', lines(one, bad));
	expect(facts).toHaveLength(1);
	expect(leftOut).toEqual([{ what: 'Line 2', why }]);
});

test('bytes that are no UTF-8, and UTF-16, are refused with the line', async () => {
	const broken = Buffer.concat([Buffer.from('{"a":1}\n{"b":"'), Buffer.from([0xff]), Buffer.from('"}')]);
	const read = async (bytes: Uint8Array) => {
		for await (const { line } of jsonElements(pieces(bytes, 100))) expect(line).toBe(1);
	};
	await expect(read(broken)).rejects.toMatchObject({ message: 'holds bytes that are no UTF-8', line: 2 });
	await expect(read(Buffer.from('{"a":1}', 'utf16le'))).rejects.toMatchObject({ message: /UTF-16/ });
});
