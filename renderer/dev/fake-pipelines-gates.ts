/** Gates with reports whose numbers could be real. Deterministic; never part of the product. */
import type { Evidence, EvidenceFacts, EvidenceFormat } from '../../shared/domain/gates/evidence.ts';
import type { GateOutcome, GateResult, GateTrend, Waiver } from '../../shared/domain/gates/model.ts';
import type { StageName } from '../../shared/domain/pipeline/model.ts';

const minute = 60_000;
const day = 86_400_000;

function report(
	now: number,
	of: {
		readonly source: string;
		readonly format: EvidenceFormat;
		readonly file: string;
		readonly tool: string | null;
		readonly facts: EvidenceFacts;
		readonly artifact?: string;
	},
): Evidence {
	const hash = Array.from(of.file).reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 0xffffffff, 7);
	return {
		...of,
		id: `${of.source}:${of.file}`,
		artifact: of.artifact ?? null,
		sha256: hash.toString(16).padStart(8, '0').repeat(8),
		sizeBytes: 1_200 + (hash % 900_000),
		writtenAt: now - 4 * minute,
		readAt: now - 3 * minute,
	};
}

/** Reports that are the same in every run. */
function figures(now: number): readonly Evidence[] {
	return [
		report(now, {
			...{ source: 'lint', format: 'eslint', file: 'reports/eslint.json', tool: 'eslint 10.2.0', artifact: 'reports' },
			facts: {
				...{ kind: 'lint', files: 212, errors: 0, warnings: 3, items: [], fatal: 0, functionLength: null },
				complexity: {
					...{ value: 12, name: 'taxOf', file: 'src/tax/tax.ts', line: 41, count: 3, toolLimit: 8 },
					worst: [
						{ value: 12, name: 'taxOf', file: 'src/tax/tax.ts', line: 41 },
						{ value: 9, name: 'mergeLines', file: 'src/invoice/lines.ts', line: 17 },
					],
				},
			},
		}),
		report(now, {
			...{ source: 'load', format: 'k6', file: 'load/summary.json', tool: 'k6 1.4.0', artifact: 'load' },
			facts: {
				...{ kind: 'performance', requests: 42_100, durationMs: 120_000 },
				metrics: { p50: 41, p95: 184, p99: 402, throughput: 351, 'error-rate': 0.0004 },
				thresholds: [{ name: 'http_req_duration p(95)<200', isPassed: true }],
			},
		}),
	];
}

/** Reports of one run; `isGood` false is one whose coverage fell and whose scan found something. */
export function fakeEvidence(now: number, isGood: boolean): readonly Evidence[] {
	return [
		report(now, {
			...{ source: 'unit', format: 'junit', file: 'reports/unit.xml', tool: 'vitest 5.1.1', artifact: 'reports' },
			facts: {
				...{ kind: 'tests', total: 2_184, passed: isGood ? 2_184 : 2_182, failed: isGood ? 0 : 2, skipped: 0 },
				durationMs: 109_400,
				failures: isGood
					? []
					: [
							{
								name: 'rounds to the cent for three currencies',
								suite: 'tax / rounding',
								message: 'expected 12.34 to be 12.35',
								file: 'src/tax/rounding.test.ts',
							},
							{
								name: 'keeps the order of lines',
								suite: 'invoice',
								message: 'expected [ 3, 1, 2 ] to equal [ 1, 2, 3 ]',
								file: 'src/invoice/lines.test.ts',
							},
						],
			},
		}),
		report(now, {
			...{ source: 'coverage', format: 'lcov', file: 'coverage/lcov.info', tool: null, artifact: 'reports' },
			facts: {
				kind: 'coverage',
				lines: { covered: isGood ? 4_120 : 3_880, total: 4_899 },
				branches: { covered: 1_204, total: 1_611 },
				functions: { covered: 802, total: 871 },
				files: 212,
			},
		}),
		report(now, {
			...{ source: 'scan', format: 'sarif', file: 'scan/codeql.sarif', tool: 'CodeQL 2.18.1', artifact: 'scan' },
			facts: {
				...{ kind: 'findings', about: 'security', active: isGood ? 0 : 1, suppressed: 2, invalid: null },
				bySeverity: isGood ? {} : { high: 1 },
				items: [
					{
						...{ rule: 'js/sql-injection', severity: 'high', isSuppressed: isGood },
						message: 'This query depends on a user-provided value.',
						...{ file: 'src/orders/search.ts', line: 88 },
					},
					{
						...{ rule: 'js/weak-hash', severity: 'medium', isSuppressed: true },
						message: 'A weak hash is used for a cache key.',
						...{ file: 'src/cache/key.ts', line: 12 },
					},
				],
				scanned: { count: 212, noun: 'files' },
			},
		}),
		...figures(now),
	];
}

function trend(unit: GateTrend['unit'], values: readonly (number | null)[], higherIsBetter: boolean): GateTrend {
	const value = values.at(-1) ?? null;
	const before = values.at(-2) ?? null;
	return {
		...{ unit, higherIsBetter, value, values },
		before: before === null ? null : { version: '2.4.0', value: before },
	};
}

function gate(
	name: string,
	stage: StageName,
	outcome: GateOutcome,
	rest: Partial<GateResult> & Pick<GateResult, 'found' | 'limit' | 'reason' | 'kind'>,
): GateResult {
	const unwaived = outcome === 'waived' ? 'failed' : outcome;
	return { gate: name, stage, outcome, evidence: [], trend: null, waiver: null, unwaived, ...rest };
}

export function fakeWaiver(now: number, gateName: string): Waiver {
	return {
		...{ id: 'w1', service: 'checkout', gate: gateName, runId: null },
		by: { kind: 'person', name: 'Grace' },
		...{ at: now - day, until: now + 2 * day },
		reason: 'Tax rules of 2027 land in one piece; the split into tables is planned for next week (SHOP-412).',
	};
}

/** Gates of the commit stage. */
export function commitGates(now: number, isGood: boolean): readonly GateResult[] {
	return [
		gate('Unit tests', 'commit', isGood ? 'passed' : 'failed', {
			...{
				kind: 'tests',
				found: isGood ? '2\u202f184 of 2\u202f184 passed' : '2 of 2\u202f184 failed',
				limit: 'all pass',
			},
			reason: isGood
				? 'All tests passed, and more than 2\u202f000 ran.'
				: '2 tests failed, so the release would ship a known fault.',
			evidence: ['unit:reports/unit.xml'],
			trend: trend('count', [2_011, 2_040, 2_077, 2_120, 2_160, 2_184], true),
		}),
		gate('Coverage', 'commit', isGood ? 'passed' : 'failed', {
			kind: 'coverage',
			found: isGood ? '84.1 %, 4\u202f120 of 4\u202f899 lines' : '79.2 %, 3\u202f880 of 4\u202f899 lines',
			limit: '80 %, not below 83.9 % of 2.4.0',
			reason: isGood ? 'Above the limit and not below the last release.' : 'Below 80 %, and below 83.9 % of 2.4.0.',
			evidence: ['coverage:coverage/lcov.info'],
			trend: trend('share', [0.812, 0.818, null, 0.826, 0.831, 0.839, isGood ? 0.841 : 0.792], true),
		}),
		gate('Security', 'commit', isGood ? 'passed' : 'failed', {
			...{ kind: 'findings', limit: '0', evidence: ['scan:scan/codeql.sarif'] },
			found: isGood ? '0 findings, 2 suppressed' : '1 finding (high), 1 suppressed',
			reason: isGood
				? 'CodeQL looked at 212 files and found nothing.'
				: 'One finding of severity high is not suppressed.',
			trend: trend('count', [3, 2, 0, 0, 0, isGood ? 0 : 1], false),
		}),
		gate('Complexity', 'commit', 'waived', {
			...{ kind: 'complexity', found: '12 in taxOf', limit: '10', evidence: ['lint:reports/eslint.json'] },
			reason: 'taxOf in src/tax/tax.ts is above the limit; the waiver lets it pass.',
			trend: trend('count', [8, 8, 9, 9, 12], false),
			waiver: fakeWaiver(now, 'Complexity'),
		}),
	];
}

/** Gates of the acceptance stage. */
export function acceptanceGates(outcome: 'waiting' | 'missing' | 'passed'): readonly GateResult[] {
	return [
		gate('Contract tests', 'acceptance', outcome, {
			...{ kind: 'contracts', limit: 'all pass' },
			found: outcome === 'passed' ? '52 of 52 interactions' : outcome === 'waiting' ? 'no report yet' : 'no report',
			reason:
				outcome === 'passed'
					? 'Every interaction was verified.'
					: outcome === 'waiting'
						? 'Its evidence comes when the stage has ended.'
						: 'No report matches pact/*.json in the artifacts of this run. Missing evidence never counts as passed.',
		}),
		gate('Performance', 'acceptance', outcome === 'missing' ? 'passed' : outcome, {
			...{
				kind: 'performance',
				found: outcome === 'waiting' ? 'no report yet' : 'p95 184 ms',
				limit: 'p95 at most 200 ms',
			},
			reason: outcome === 'waiting' ? 'Its evidence comes when the stage has ended.' : 'Within every limit.',
			evidence: outcome === 'waiting' ? [] : ['load:load/summary.json'],
			trend: outcome === 'waiting' ? null : trend('ms', [171, 169, 188, 176, 184], false),
		}),
	];
}

/** Forty gates in two stages. */
export function manyGates(now: number): readonly GateResult[] {
	const good = commitGates(now, true);
	return Array.from({ length: 38 }, (_, index) => {
		const base = good[index % good.length];
		const outcome = (['passed', 'passed', 'passed', 'failed', 'passed', 'missing'] as const)[index % 6] ?? 'passed';
		return gate(`${base?.gate ?? 'Gate'} of package ${index + 1}`, index < 30 ? 'commit' : 'acceptance', outcome, {
			...{ kind: 'tests', found: `${120 + index} of ${120 + index} passed`, limit: 'all pass', reason: 'Fake.' },
			evidence: ['unit:reports/unit.xml'],
		});
	});
}
