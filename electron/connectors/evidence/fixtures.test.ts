import { expect, test } from 'vitest';
import type { EvidenceFormat } from '../../../shared/domain/gates/evidence.ts';
import { fixture, readReport, refusalOf } from './test-kit.ts';

/** What a report says in short: format, tool, when it was written, and its counts. */
interface Expected {
	readonly format: EvidenceFormat;
	readonly tool: string | null;
	readonly writtenAt: string | null;
	readonly facts: object;
}

const half = '2026-11-20T09:30:00.000Z';
/** Of the same tests, whichever of its reports is kept. */
const istanbul: Expected = {
	format: 'istanbul',
	tool: 'Istanbul',
	writtenAt: null,
	facts: {
		lines: { covered: 3, total: 4 },
		branches: { covered: 1, total: 2 },
		functions: { covered: 1, total: 2 },
		files: 2,
	},
};
/** Of the same contract, whichever library checked it. */
const pact: Expected = {
	format: 'pact',
	tool: null,
	writtenAt: null,
	facts: { total: 3, passed: 1, failed: 1, pending: 1 },
};
const table: Readonly<Record<string, Expected>> = {
	'junit-node.xml': {
		format: 'junit',
		tool: 'Node',
		writtenAt: '2026-11-28T17:45:01.138Z',
		facts: { total: 5, passed: 2, failed: 1, skipped: 2, durationMs: 49.449 },
	},
	'junit-vitest.xml': {
		format: 'junit',
		tool: 'Vitest',
		writtenAt: '2026-11-28T17:45:10.512Z',
		facts: { total: 6, passed: 2, failed: 2, skipped: 2 },
	},
	'junit-pytest.xml': {
		format: 'junit',
		tool: 'pytest',
		writtenAt: '2026-11-20T08:30:00.123Z',
		facts: { total: 4, passed: 1, failed: 2, skipped: 1, durationMs: 3 },
	},
	'junit-surefire.xml': {
		format: 'junit',
		tool: 'Maven Surefire',
		writtenAt: null,
		facts: { total: 4, passed: 2, failed: 1, skipped: 1, durationMs: 1_002_500 },
	},
	'junit-go.xml': {
		format: 'junit',
		tool: 'go 1.22.1 linux/amd64',
		writtenAt: half,
		facts: { total: 3, passed: 1, failed: 1, skipped: 1 },
	},
	'junit-gotestsum.xml': {
		format: 'junit',
		tool: 'go 1.19.8 linux/amd64',
		writtenAt: half,
		// A package that did not build is in the count of all alone.
		facts: { total: 4, passed: 2, failed: 2, skipped: 0, unlisted: 1 },
	},
	'junit-gradle.xml': {
		format: 'junit',
		tool: null,
		writtenAt: null,
		facts: { total: 4, passed: 1, failed: 2, skipped: 1, durationMs: 17 },
	},
	'junit-jest.xml': {
		format: 'junit',
		tool: 'Jest',
		writtenAt: null,
		facts: { total: 3, passed: 1, failed: 2, skipped: 0 },
	},
	'lcov-node.info': {
		format: 'lcov',
		tool: null,
		writtenAt: null,
		facts: {
			lines: { covered: 5, total: 5 },
			branches: { covered: 4, total: 5 },
			functions: { covered: 1, total: 2 },
			files: 1,
		},
	},
	'lcov-c8.info': {
		format: 'lcov',
		tool: null,
		writtenAt: null,
		facts: {
			lines: { covered: 4, total: 6 },
			branches: { covered: 2, total: 2 },
			functions: { covered: 3, total: 3 },
			files: 2,
		},
	},
	'cobertura-coverage-py.xml': {
		format: 'cobertura',
		tool: 'Cobertura format 7.6.1',
		writtenAt: new Date(1764000000123).toISOString(),
		facts: { lines: { covered: 4, total: 6 }, branches: { covered: 1, total: 4 }, functions: null, files: 2 },
	},
	'cobertura-coverlet.xml': {
		format: 'cobertura',
		tool: 'Cobertura format 1.9',
		writtenAt: new Date(1764000000000).toISOString(),
		facts: { lines: { covered: 2, total: 3 }, branches: null, functions: { covered: 1, total: 2 }, files: 1 },
	},
	'jacoco.xml': {
		format: 'jacoco',
		tool: 'JaCoCo',
		writtenAt: new Date(1764000000000).toISOString(),
		facts: {
			lines: { covered: 2, total: 3 },
			branches: { covered: 1, total: 4 },
			functions: { covered: 1, total: 2 },
			files: 1,
		},
	},
	'jacoco-no-lines.xml': {
		format: 'jacoco',
		tool: 'JaCoCo',
		writtenAt: null,
		facts: { lines: { covered: 7, total: 10 }, branches: null, functions: { covered: 1, total: 1 }, files: 0 },
	},
	'istanbul-final.json': istanbul,
	'istanbul-summary.json': istanbul,
	'sarif-codeql.sarif': {
		format: 'sarif',
		tool: 'CodeQL 2.18.1',
		writtenAt: half,
		facts: {
			about: 'security',
			active: 5,
			suppressed: 2,
			bySeverity: { high: 1, low: 1, critical: 2, unknown: 1 },
			invalid: null,
		},
	},
	'sarif-trivy.sarif': {
		format: 'sarif',
		tool: 'Trivy 0.50.0',
		writtenAt: null,
		facts: { about: 'dependencies', active: 1, suppressed: 0, bySeverity: { critical: 1 }, invalid: null },
	},
	'eslint.json': {
		format: 'eslint',
		tool: 'ESLint',
		writtenAt: null,
		facts: { files: 3, errors: 3, warnings: 2, fatal: 1 },
	},
	'gitleaks.json': {
		format: 'gitleaks',
		tool: 'gitleaks',
		writtenAt: null,
		facts: { about: 'secrets', active: 1, bySeverity: { unknown: 1 }, invalid: null },
	},
	'npm-audit-2.json': {
		format: 'npm-audit',
		tool: 'npm audit',
		writtenAt: null,
		facts: {
			about: 'dependencies',
			active: 2,
			bySeverity: { critical: 1, medium: 1 },
			scanned: { count: 412, noun: 'dependencies' },
			invalid: null,
		},
	},
	'npm-audit-1.json': {
		format: 'npm-audit',
		tool: 'npm audit',
		writtenAt: null,
		facts: { active: 1, bySeverity: { low: 1 }, scanned: { count: 12, noun: 'dependencies' }, invalid: null },
	},
	'npm-audit-error.json': {
		format: 'npm-audit',
		tool: 'npm audit',
		writtenAt: null,
		facts: { active: 0, invalid: 'npm audit could not finish: This command requires an existing lockfile.' },
	},
	'osv.json': {
		format: 'osv',
		tool: 'OSV-Scanner',
		writtenAt: null,
		facts: { active: 4, bySeverity: { critical: 1, medium: 2, unknown: 1 }, invalid: null },
	},
	'pact-broker.json': {
		format: 'pact',
		tool: 'Pact-Rust 1.2.3',
		writtenAt: half,
		facts: { total: 2, passed: 1, failed: 1, pending: 0, provider: 'Stock', providerVersion: '2.4.0' },
	},
	'pact-rust.json': pact,
	'pact-ruby.json': pact,
	'k6-export.json': {
		format: 'k6',
		tool: 'k6',
		writtenAt: null,
		facts: {
			metrics: { p50: 10.5, p95: 31.5, mean: 12.5, throughput: 40.5, 'error-rate': 0.01 },
			requests: 1200,
			durationMs: null,
			thresholds: [
				{ name: 'http_req_duration: p(99)<10', isPassed: false },
				{ name: 'http_req_duration: p(95)<500', isPassed: true },
			],
		},
	},
	'k6-handle.json': {
		format: 'k6',
		tool: 'k6',
		writtenAt: null,
		facts: {
			metrics: { p50: 10.5, p95: 31.5, p99: 60.25, mean: 12.5, throughput: 40.5, 'error-rate': 0.01 },
			durationMs: 30_012.5,
			thresholds: [
				{ name: 'http_req_failed: rate<0.001', isPassed: false },
				{ name: 'http_req_duration: p(95)<500', isPassed: true },
			],
		},
	},
	'autocannon.json': {
		format: 'autocannon',
		tool: 'autocannon',
		writtenAt: '2026-11-20T09:30:10.050Z',
		facts: {
			metrics: { p50: 4, p99: 12, mean: 4.6, throughput: 199.5, 'error-rate': 25 / 2000 },
			requests: 1995,
			durationMs: 10_050,
		},
	},
	'axe.json': {
		format: 'axe',
		tool: 'axe-core 4.14.1',
		writtenAt: '2026-11-20T09:30:01.000Z',
		facts: { pages: 2, passes: 3, violations: { critical: 2, moderate: 1 }, incomplete: 1 },
	},
};

const cases = Object.entries(table).map(([name, expected]) => ({ name, expected }));

test.each(cases)('$name is read, its format told by what is in it', async ({ name, expected }) => {
	const content = await fixture(name);
	const report = await readReport(content);
	if (!report.ok) throw new Error(report.problem.message);
	const { format, tool, writtenAt, sizeBytes, facts } = report.value;
	expect({
		format,
		tool,
		sizeBytes,
		writtenAt: writtenAt === null ? null : new Date(writtenAt).toISOString(),
	}).toStrictEqual({
		format: expected.format,
		tool: expected.tool,
		sizeBytes: content.length,
		writtenAt: expected.writtenAt,
	});
	expect(facts).toMatchObject(expected.facts);
	// Named by the configuration, in one piece, with a mark in front: the same.
	const marked = Buffer.concat([Buffer.from('\u{FEFF}'), content]);
	const again = await readReport(marked, { format: expected.format, pieceBytes: 1_000_000 });
	expect(again.ok && again.value.facts).toStrictEqual(facts);
});

test.each(cases)('$name with lines that end in CR LF says the same', async ({ name, expected }) => {
	const text = (await fixture(name)).toString();
	const [plain, dos] = [await readReport(text), await readReport(text.replace(/\r?\n/gu, '\r\n'))];
	expect(expected.format).toBe(dos.ok && dos.value.format);
	expect(dos.ok && dos.value.facts).toStrictEqual(plain.ok && plain.value.facts);
});

test.each(cases)('$name in UTF-16 is refused with words', async ({ name, expected }) => {
	const wide = Buffer.from(`\u{FEFF}${(await fixture(name)).toString()}`, 'utf16le');
	expect(await refusalOf(wide)).toContain('UTF-16');
	expect(await refusalOf(wide.subarray(2), { format: expected.format })).toContain('UTF-16');
});
