/** Reports made to hurt: each is refused, in words, and without its being held in memory or worked on for long. */
import { describe, expect, test } from 'vitest';
import { tally, createWatch } from './bytes.ts';
import { defaultLimits } from './limits.ts';
import { parseReport } from './parse-report.ts';
import { createStillClock, factsOf, pieces, readReport, refusalOf } from './test-kit.ts';

const mega = 1024 * 1024;

/** `text` again and again, without ever being in one place. */
async function* repeated(start: string, text: string, times: number, end = ''): AsyncGenerator<Uint8Array> {
	yield Buffer.from(start);
	const block = Buffer.from(text.repeat(1000));
	for (let nth = 0; nth < times / 1000; nth += 1) yield block;
	yield Buffer.from(end);
}

/** Yields without an end, and tells how much was asked for. */
function endless(
	start: string,
	text: string,
): { readonly bytes: AsyncGenerator<Uint8Array>; readonly read: () => number; readonly isClosed: () => boolean } {
	let read = 0;
	let isClosed = false;
	async function* flow(): AsyncGenerator<Uint8Array> {
		try {
			yield Buffer.from(start);
			const block = Buffer.from(text.repeat(Math.ceil(65_536 / text.length)));
			for (;;) {
				read += block.length;
				yield block;
			}
		} finally {
			isClosed = true;
		}
	}
	return { bytes: flow(), read: () => read, isClosed: () => isClosed };
}

describe('XML', () => {
	const bomb = `<?xml version="1.0"?>
<!DOCTYPE lolz [
 <!ENTITY lol "lol">
 ${Array.from({ length: 9 }, (_, nth) => `<!ENTITY lol${nth + 1} "${`&lol${nth === 0 ? '' : nth};`.repeat(10)}">`).join('\n ')}
]>
<testsuites name="&lol9;"/>`;
	test.each([
		['billion laughs', bomb, 'declares entities of its own'],
		[
			'quadratic blow-up',
			`<!DOCTYPE a [<!ENTITY a "${'a'.repeat(50_000)}">]><testsuites>${'&a;'.repeat(50_000)}</testsuites>`,
			'declares entities of its own',
		],
		[
			'external entity',
			'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><testsuites name="&x;"/>',
			'declares entities of its own',
		],
		[
			'parameter entity',
			'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]><testsuites/>',
			'declares entities of its own',
		],
		['an entity nobody declared', '<testsuites name="&nbsp;"/>', 'undefined entity'],
		[
			'an entity of an external type',
			'<!DOCTYPE a SYSTEM "http://127.0.0.1/x.dtd"><testsuites>&x;</testsuites>',
			'undefined entity',
		],
		['NUL', '<testsuites><testcase name="a\u0000"/></testsuites>', 'disallowed character'],
		['two roots', '<testsuites/><testsuites/>', 'not well-formed'],
		['unclosed', '<testsuites>\n<testcase name="a">', 'line 2, is cut off within <testcase>'],
		['crossed', '<testsuites><testcase></testsuites></testcase>', 'not well-formed'],
		['an attribute given twice', '<testsuites a="1" a="2"/>', 'not well-formed'],
		[
			'a case within a case',
			'<testsuite><testcase name="a"><testcase name="b"/></testcase></testsuite>',
			'test case within a test case',
		],
	])('%s', async (_name, xml, message) => {
		expect(await refusalOf(xml, { format: 'junit' })).toContain(message);
	});

	test('the line of a bomb is named', async () => {
		expect(await refusalOf(bomb, { format: 'junit' })).toMatch(/^report, line 13, declares entities/u);
	});

	test('a document type that declares nothing is tolerated and not fetched', async () => {
		const xml =
			'<!DOCTYPE testsuites SYSTEM "http://127.0.0.1:9/junit.dtd"><testsuites><testcase name="a"/></testsuites>';
		expect(await factsOf('tests', xml)).toMatchObject({ passed: 1 });
	});

	test('elements without an end are given up at the first too many', async () => {
		const { bytes, read, isClosed } = endless('', '<testsuite>');
		expect(await refusalOf(bytes, { format: 'junit' })).toContain('more than 200 elements within one another');
		expect(read()).toBeLessThan(mega);
		expect(isClosed()).toBe(true);
	});

	test('a huge attribute is refused', async () => {
		expect(
			await refusalOf(`<testsuite><testcase name="${'a'.repeat(mega + 1)}"/></testsuite>`, { pieceBytes: 65_536 }),
		).toContain('attribute name of more than 1 MB');
		const many = Array.from({ length: 1001 }, (_, nth) => `a${nth}="1"`).join(' ');
		expect(await refusalOf(`<testsuite ${many}/>`)).toContain('more than 1000 attributes');
	});

	test.each([
		['an attribute', '<testsuite name="'],
		['a comment', '<testsuite><!-- '],
		['CDATA', '<testsuite><system-out><![CDATA['],
		['a name', '<testsuite'],
		['a document type', '<!DOCTYPE '],
		['a processing instruction', '<?x '],
	])('%s without an end is not gathered', async (_name, start) => {
		const { bytes, read, isClosed } = endless(start, 'abcdefghij');
		expect(await refusalOf(bytes, { format: 'junit', limits: { tokenBytes: mega } })).toContain(
			'single text of more than 1 MB',
		);
		expect(read()).toBeLessThan(2 * mega);
		expect(isClosed()).toBe(true);
	});

	test('many elements are only counted', async () => {
		const facts = await factsOf('tests', repeated('<testsuite>', '<testcase name="a"/>', 50_000, '</testsuite>'));
		expect(facts).toMatchObject({ total: 50_000, passed: 50_000 });
	});
});

describe('JSON', () => {
	test('values within one another are given up at the first too many', async () => {
		const { bytes, read } = endless('', '[');
		expect(await refusalOf(bytes, { format: 'eslint' })).toContain('more than 200 values within one another');
		expect(read()).toBeLessThan(mega);
		// Also where nothing is kept.
		const skipped = endless('{"version":"2.1.0","properties":', '{"a":');
		expect(await refusalOf(skipped.bytes, { format: 'sarif' })).toContain('more than 200 values within one another');
	});

	test.each([
		['text', '{"version":"', 'abcdefghij'],
		['text of escapes', '{"version":"', '\\u0041\\n'],
		['number', '{"version":1', '1234567890'],
		['space', '{"version":', ' \n'],
	])('%s without an end is not gathered', async (_name, start, text) => {
		const { bytes, read, isClosed } = endless(start, text);
		expect(await refusalOf(bytes, { format: 'sarif', limits: { tokenBytes: mega } })).toContain(
			'single text of more than 1 MB',
		);
		expect(read()).toBeLessThan(2 * mega);
		expect(isClosed()).toBe(true);
	});

	test('many small values are given up, whatever the size of the file', async () => {
		const limits = { values: 10_000 };
		expect(await refusalOf(endless('[', '[],').bytes, { format: 'eslint', limits })).toContain(
			'more than 10000 values',
		);
		expect(await refusalOf(endless('{"a":{"s":[', '1,').bytes, { format: 'istanbul', limits })).toContain(
			'more than 10000 values',
		);
	});

	test('a small kind of report is not read when it is large', async () => {
		const { bytes, read } = endless('[', '"0123456789",');
		expect(await refusalOf(bytes, { format: 'eslint', limits: { wholeBytes: mega } })).toContain(
			'larger than 1 MB, the most',
		);
		expect(read()).toBeLessThan(2 * mega);
	});

	test('a field given twice is refused, not guessed', async () => {
		const text =
			'{"version":"2.1.0","runs":[{"tool":{"driver":{"name":"T"}},"results":[{"ruleId":"a"}],"results":[]}]}';
		expect(await refusalOf(text, { format: 'sarif' })).toContain('names "results" twice');
	});
});

test('lcov: a line without an end, and lines without an end', async () => {
	expect(await refusalOf(endless('SF:', 'a').bytes, { format: 'lcov' })).toContain(
		'line of more than 1048576 characters',
	);
	const files = endless('', 'SF:a\nend_of_record\n');
	expect(await refusalOf(files.bytes, { format: 'lcov', limits: { streamBytes: mega } })).toContain('larger than 1 MB');
});

test('names are remembered up to a limit', async () => {
	async function* names(): AsyncGenerator<Uint8Array> {
		for (let nth = 0; ; nth += 1) yield Buffer.from(`SF:file-${nth}\nDA:1,1\nend_of_record\n`);
	}
	expect(await refusalOf(names(), { format: 'lcov', limits: { names: 500 } })).toContain('names more than 500 files');
});

describe('time', () => {
	test('a source that never answers is left when the time is over', async () => {
		const clock = createStillClock();
		const asked = Promise.withResolvers<undefined>();
		const bytes: AsyncIterable<Uint8Array> = {
			[Symbol.asyncIterator]: () => ({
				next() {
					asked.resolve(undefined);
					return new Promise(() => undefined);
				},
			}),
		};
		const reading = parseReport(
			{ file: 'slow.xml', bytes, format: null, about: null },
			{ clock, limits: { ...defaultLimits, timeMs: 30_000 } },
		);
		await asked.promise;
		clock.move(30_001);
		expect(await reading).toMatchObject({
			ok: false,
			problem: { code: 'report-invalid', message: 'slow.xml took longer than 30 s to read, so it proves nothing.' },
		});
		expect(clock.timers()).toBe(0);
	});

	test('a parser that works without a pause is stopped between two pieces', async () => {
		const clock = createStillClock();
		async function* slow(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('<testsuite>');
			for (;;) {
				clock.move(1000);
				yield Buffer.from('<testcase name="a"/>');
			}
		}
		const reading = await parseReport(
			{ file: 'a', bytes: slow(), format: null, about: null },
			{ clock, limits: defaultLimits },
		);
		expect(reading).toMatchObject({ ok: false, problem: { code: 'report-invalid' } });
	});

	test('reading ends when it is cancelled, and lets go of its source', async () => {
		const stop = new AbortController();
		const { bytes, isClosed } = endless('<testsuite>', '<testcase name="a"/>');
		async function* stopping(): AsyncGenerator<Uint8Array> {
			let nth = 0;
			for await (const piece of bytes) {
				nth += 1;
				if (nth === 5) stop.abort();
				yield piece;
			}
		}
		const deps = { clock: createStillClock(), limits: defaultLimits };
		const reading = await parseReport({ file: 'a', bytes: stopping(), format: null, about: null }, deps, stop.signal);
		expect(reading).toMatchObject({ ok: false, problem: { code: 'cancelled', retryable: true } });
		await expect.poll(isClosed).toBe(true);
	});

	test('a source that fails is a report that cannot be read', async () => {
		async function* broken(): AsyncGenerator<Uint8Array> {
			yield Buffer.from('<testsuite>');
			throw new Error('EIO: /home/somebody/secret');
		}
		const report = await readReport(broken());
		expect(report).toMatchObject({ ok: false, problem: { code: 'report-invalid' } });
		expect(JSON.stringify(!report.ok && report.problem)).not.toContain('somebody');
	});
});

test('size and hash are of what was really read', async () => {
	const watch = createWatch(createStillClock(), 1000);
	const counted = tally(pieces('abc'.repeat(100_000), 200_000), watch, mega);
	let largest = 0;
	for await (const piece of counted.bytes) largest = Math.max(largest, piece.length);
	watch.stop();
	expect(largest).toBe(65_536);
	expect(counted.size()).toBe(300_000);
	expect(counted.sha256()).toMatch(/^[0-9a-f]{64}$/u);
});
