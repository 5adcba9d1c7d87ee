/** Whatever the bytes are: a report is taken or refused in words, and what is broken never passes. */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { evidenceFormats } from '../../../shared/domain/gates/evidence.ts';
import { fixture, readReport } from './test-kit.ts';

/** Reports that end with a closing mark: cut anywhere before it, they are broken. */
const closed = {
	'junit-vitest.xml': 'junit',
	'junit-node.xml': 'junit',
	'cobertura-coverage-py.xml': 'cobertura',
	'jacoco.xml': 'jacoco',
	'istanbul-final.json': 'istanbul',
	'sarif-codeql.sarif': 'sarif',
	'eslint.json': 'eslint',
	'gitleaks.json': 'gitleaks',
	'npm-audit-2.json': 'npm-audit',
	'osv.json': 'osv',
	'pact-rust.json': 'pact',
	'k6-handle.json': 'k6',
	'autocannon.json': 'autocannon',
	'axe.json': 'axe',
} as const;
type Name = keyof typeof closed;
const names = Object.keys(closed).filter((name): name is Name => name in closed);
const contents = new Map(await Promise.all(names.map(async (name) => [name, await fixture(name)] as const)));
const anyName = fc.constantFrom(...names);
const anyFormat = fc.constantFrom(null, ...evidenceFormats);

function contentOf(name: Name): Buffer {
	const content = contents.get(name);
	if (content === undefined) throw new Error(`No fixture ${name}`);
	return content;
}

/** Refused means: with a code and words, not with an error that nobody foresaw. */
async function isRefusedInWords(content: Uint8Array, format: Parameters<typeof readReport>[1]): Promise<boolean> {
	const report = await readReport(content, format);
	return !report.ok && report.problem.code === 'report-invalid' && report.cause === undefined;
}

test.prop([fc.uint8Array({ maxLength: 300 }), anyFormat])(
	'any bytes are refused or read, never thrown over',
	async (bytes, format) => {
		const report = await readReport(bytes, { format });
		if (!report.ok) expect(report.cause).toBeUndefined();
	},
);

test.prop([
	fc.string({
		unit: fc.constantFrom(
			...Array.from('<>&;"\'=/!?[]{}:,-abc0 \n\\u'),
			'<testcase>',
			'</testcase>',
			'{"runs":[',
			'null',
		),
	}),
	anyFormat,
])('any text of the signs that parsers look for is refused or read', async (text, format) => {
	const report = await readReport(text, { format, pieceBytes: 3 });
	if (!report.ok) expect(report.cause).toBeUndefined();
});

test.prop([anyName, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 4096 })])(
	'a report that is cut off never passes',
	async (name, where, pieceBytes) => {
		const content = contentOf(name);
		const end = content.toString().trimEnd().length;
		const whole = Buffer.from(content.toString().trimEnd());
		const cut = whole.subarray(0, Math.min(whole.length - 1, Math.floor(where * end)));
		expect(await isRefusedInWords(cut, { format: closed[name], pieceBytes })).toBe(true);
	},
);

test.prop([anyName, fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ minLength: 1, maxLength: 4 })])(
	'a report with other bytes in its midst is refused or read, and never finds less than nothing',
	async (name, where, other) => {
		const content = Buffer.from(contentOf(name));
		content.set(other, Math.floor(where * (content.length - other.length)));
		const report = await readReport(content, { format: closed[name] });
		if (!report.ok) expect(report.cause).toBeUndefined();
		else expect(JSON.stringify(report.value.facts)).not.toMatch(/NaN|:-\d/u);
	},
);

test.prop([anyName, fc.integer({ min: 1, max: 200 })])(
	'how a report comes in pieces does not matter',
	async (name, pieceBytes) => {
		const [one, other] = [
			await readReport(contentOf(name), { pieceBytes }),
			await readReport(contentOf(name), { pieceBytes: 1e6 }),
		];
		expect(one.ok && one.value).toStrictEqual(other.ok && other.value);
	},
);
