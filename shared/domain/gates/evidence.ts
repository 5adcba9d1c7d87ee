/** Evidence: a report that a tool wrote, read into facts, with where it came from. Bounded: lists keep the first few. */

export const evidenceFormats = [
	'junit',
	'lcov',
	'cobertura',
	'jacoco',
	'istanbul',
	'sarif',
	'eslint',
	'gitleaks',
	'npm-audit',
	'osv',
	'pact',
	'k6',
	'autocannon',
	'axe',
] as const;
export type EvidenceFormat = (typeof evidenceFormats)[number];

/** Items kept of each list in a report; the counts are always of all. */
export const mostItemsKept = 50;

/** Covered of all. Never a rounded percentage: two reports of 79.96 % and 80.04 % are told apart. */
export interface Share {
	readonly covered: number;
	readonly total: number;
}

export const severities = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const;
export type Severity = (typeof severities)[number];

export interface Finding {
	readonly rule: string;
	readonly severity: Severity;
	readonly message: string;
	/** Path as the tool wrote it; never opened by us. */
	readonly file: string | null;
	readonly line: number | null;
	/** Marked as suppressed (accepted) in the report itself; shown, but not counted. */
	readonly isSuppressed: boolean;
}

/** A figure that a tool measured somewhere in the code. */
export interface Measure {
	readonly value: number;
	readonly name: string | null;
	readonly file: string | null;
	readonly line: number | null;
}

export interface TestFacts {
	readonly kind: 'tests';
	readonly total: number;
	readonly passed: number;
	/** Assertions that failed and errors alike. */
	readonly failed: number;
	readonly skipped: number;
	/** So many more failed than the report lists, as it says itself; left out: none. */
	readonly unlisted?: number;
	/** Sum over the cases as the tool wrote it, ms; null where it wrote none. */
	readonly durationMs: number | null;
	readonly failures: readonly {
		readonly name: string;
		readonly suite: string | null;
		readonly message: string | null;
		readonly file: string | null;
		/** What the test is called across runs, as quarantines name it; null for a suite that broke as a whole; left out: not known. */
		readonly test?: string | null;
	}[];
}

export interface CoverageFacts {
	readonly kind: 'coverage';
	/** Null where the report says nothing of it. */
	readonly lines: Share | null;
	readonly branches: Share | null;
	readonly functions: Share | null;
	readonly files: number;
}

/** What a scan found. `about` is what the scan was for; a SARIF report says it by its tool and rules. */
export interface FindingFacts {
	readonly kind: 'findings';
	readonly about: 'security' | 'secrets' | 'dependencies' | 'quality';
	/** Not suppressed. */
	readonly active: number;
	readonly suppressed: number;
	/** Of the active ones. */
	readonly bySeverity: Readonly<Partial<Record<Severity, number>>>;
	readonly items: readonly Finding[];
	/** What was looked at where the tool says it: 412 dependencies. */
	readonly scanned: { readonly count: number; readonly noun: string } | null;
	/** Why this scan proves nothing: no run, no results, an execution that failed. Null where it does. */
	readonly invalid: string | null;
}

/** From a linter: figures of functions, and messages in all. */
export interface LintFacts {
	readonly kind: 'lint';
	readonly files: number;
	readonly errors: number;
	readonly warnings: number;
	/** Highest cyclomatic complexity reported; null when no function was reported for it. */
	readonly complexity: LintMeasure | null;
	/** Longest function reported, in lines; null when none was reported for it. */
	readonly functionLength: LintMeasure | null;
	readonly items: readonly Finding[];
	/** Files that the linter could not read (fatal messages): the report is then no proof. */
	readonly fatal: number;
}

export interface LintMeasure extends Measure {
	/** How many functions were reported. */
	readonly count: number;
	/** The limit that the tool itself was set to; a report says nothing of functions below it. */
	readonly toolLimit: number | null;
	/** Highest first. */
	readonly worst: readonly Measure[];
}

export interface ContractFacts {
	readonly kind: 'contracts';
	readonly total: number;
	readonly passed: number;
	readonly failed: number;
	/** Not verified yet by the provider's own mark; neither passed nor failed. */
	readonly pending: number;
	readonly provider: string | null;
	readonly providerVersion: string | null;
	readonly consumers: readonly string[];
	readonly failures: readonly { readonly interaction: string; readonly message: string | null }[];
}

export const performanceMetrics = ['p50', 'p95', 'p99', 'mean', 'throughput', 'error-rate'] as const;
export type PerformanceMetric = (typeof performanceMetrics)[number];

export interface PerformanceFacts {
	readonly kind: 'performance';
	/** Latencies in ms, throughput in requests/s, error-rate 0..1; what the tool did not write is absent. */
	readonly metrics: Readonly<Partial<Record<PerformanceMetric, number>>>;
	readonly requests: number | null;
	readonly durationMs: number | null;
	/** Limits that the tool itself was given. */
	readonly thresholds: readonly { readonly name: string; readonly isPassed: boolean }[];
}

export const impacts = ['critical', 'serious', 'moderate', 'minor'] as const;
export type Impact = (typeof impacts)[number];

export interface AccessibilityFacts {
	readonly kind: 'accessibility';
	readonly pages: number;
	readonly passes: number;
	/** Rules violated, by impact; each rule counts once a page. */
	readonly violations: Readonly<Partial<Record<Impact, number>>>;
	/** What the tool could not decide and a person must. */
	readonly incomplete: number;
	readonly items: readonly {
		readonly rule: string;
		readonly impact: Impact | null;
		readonly help: string;
		readonly page: string | null;
		readonly nodes: number;
	}[];
}

export type EvidenceFacts =
	| TestFacts
	| CoverageFacts
	| FindingFacts
	| LintFacts
	| ContractFacts
	| PerformanceFacts
	| AccessibilityFacts;

export interface Evidence {
	/** Unique within the run: `<source name>:<file>`. */
	readonly id: string;
	/** Name of the configured source that it was found by. */
	readonly source: string;
	readonly format: EvidenceFormat;
	/** Path of the report below the run's folder or within the artifact. */
	readonly file: string;
	/** Artifact that held it; null where it lay in a folder. */
	readonly artifact: string | null;
	readonly sha256: string;
	readonly sizeBytes: number;
	/** Tool and version as the report says them: "CodeQL 2.18.1". Null where it says nothing. */
	readonly tool: string | null;
	/** When the tool wrote it, as the report says; null where it says nothing. */
	readonly writtenAt: number | null;
	/** When we read it. */
	readonly readAt: number;
	readonly facts: EvidenceFacts;
}

/** A report that was expected and could not be read: never a pass. */
export interface EvidenceProblem {
	readonly source: string;
	/** Null where no file was found at all. */
	readonly file: string | null;
	/** One sentence: what is wrong with it, with its line where there is one. */
	readonly message: string;
}

/** Everything collected for one try of a run. */
export interface CollectedEvidence {
	readonly evidence: readonly Evidence[];
	readonly problems: readonly EvidenceProblem[];
}
