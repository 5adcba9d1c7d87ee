/** Reports and gates that tests start from. */
import type { GateQuestion } from './evaluate-gate.ts';
import type {
	AccessibilityFacts,
	CoverageFacts,
	Evidence,
	EvidenceFacts,
	FindingFacts,
	LintFacts,
	LintMeasure,
	PerformanceFacts,
	TestFacts,
} from './evidence.ts';
import type { Gate, GateRule, Waiver } from './model.ts';
import type { GateSource } from './source-fit.ts';

/** A report of source `unit`, unless said otherwise. */
export function makeEvidence<F extends EvidenceFacts>(facts: F, change: Partial<Evidence> = {}) {
	const source = change.source ?? 'unit';
	const file = change.file ?? `${source}.xml`;
	return {
		...{ id: `${source}:${file}`, source, format: 'junit' as const, file, artifact: null, sha256: 'ab', sizeBytes: 10 },
		...{ tool: null, writtenAt: null, readAt: 1_000 },
		...change,
		facts,
	};
}

export function testFacts(change: Partial<TestFacts> = {}): TestFacts {
	return { kind: 'tests', total: 10, passed: 10, failed: 0, skipped: 0, durationMs: 5, failures: [], ...change };
}

export function coverageFacts(covered: number, total: number, change: Partial<CoverageFacts> = {}): CoverageFacts {
	return { kind: 'coverage', lines: { covered, total }, branches: null, functions: null, files: 3, ...change };
}

export function findingFacts(change: Partial<FindingFacts> = {}): FindingFacts {
	return {
		...{ kind: 'findings', about: 'security', active: 0, suppressed: 0, bySeverity: {}, items: [] },
		...{ scanned: null, invalid: null },
		...change,
	};
}

export function lintFacts(change: Partial<LintFacts> = {}): LintFacts {
	return {
		...{ kind: 'lint', files: 12, errors: 0, warnings: 0, complexity: null, functionLength: null, items: [], fatal: 0 },
		...change,
	};
}

export function lintMeasure(value: number, toolLimit: number | null, count = 1): LintMeasure {
	const worst = { value, name: 'parse', file: 'src/parse.ts', line: 4 };
	return { ...worst, count, toolLimit, worst: [worst] };
}

export function performanceFacts(change: Partial<PerformanceFacts> = {}): PerformanceFacts {
	return { kind: 'performance', metrics: { p95: 200 }, requests: 1_000, durationMs: 30_000, thresholds: [], ...change };
}

export function accessibilityFacts(change: Partial<AccessibilityFacts> = {}): AccessibilityFacts {
	return { kind: 'accessibility', pages: 2, passes: 40, violations: {}, incomplete: 0, items: [], ...change };
}

export function makeGate(rule: GateRule, change: Partial<Gate> = {}): Gate {
	return { name: 'Gate', stage: 'commit', rule, sources: [], ...change };
}

export function makeSource(name: string, change: Partial<GateSource> = {}): GateSource {
	return { name, stage: 'commit', files: `${name}/*`, format: null, ...change };
}

export function makeQuestion(gate: Gate, change: Partial<GateQuestion> = {}): GateQuestion {
	return {
		...{ service: 'shop', runId: 'shop:7', gate, jobs: [], collected: null, sources: [], isStageOver: true },
		...{ baseline: null, earlier: [], waivers: [], quarantines: [], now: 10_000 },
		...change,
	};
}

export function makeWaiver(change: Partial<Waiver> = {}): Waiver {
	return {
		...{ id: 'w1', service: 'shop', gate: 'Gate', runId: null, by: { kind: 'person', name: 'Ada' } },
		...{ at: 5_000, until: 20_000, reason: 'The scanner is down' },
		...change,
	};
}
