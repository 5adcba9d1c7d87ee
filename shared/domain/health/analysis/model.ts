/** Analyses as Argo Rollouts defines them: a query, conditions on its result, and limits on how often it may go wrong. */

/** Argo's words for one measurement, one metric and the whole run. */
export type AnalysisPhase = 'Pending' | 'Running' | 'Successful' | 'Failed' | 'Inconclusive' | 'Error';

export interface AnalysisLimits {
	/** More failed measurements than this fail the metric; -1 is no limit. Argo: 0. */
	readonly failureLimit: number;
	/** More inconclusive measurements than this make the metric inconclusive; -1 is no limit. Argo: 0. */
	readonly inconclusiveLimit: number;
	/** More errors in a row than this end the metric in error; -1 is no limit. Argo: 4. */
	readonly consecutiveErrorLimit: number;
	/** This many successes in a row end the metric well; 0 is off. */
	readonly consecutiveSuccessLimit: number;
}

export interface AnalysisMetric {
	readonly name: string;
	/** PromQL with `{{slot}}`, `{{service}}`, `{{environment}}`, `{{version}}`, `{{window}}` filled in by Signalbox. */
	readonly query: string;
	/** Conditions in Argo's expression language; null where absent. */
	readonly successCondition: string | null;
	readonly failureCondition: string | null;
	/** Time between two measurements, ms; null is one measurement only. */
	readonly intervalMs: number | null;
	readonly initialDelayMs: number;
	/** Measurements to take; null goes on until the end. */
	readonly count: number | null;
	readonly limits: AnalysisLimits;
	/** Measured and shown, never decides. */
	readonly dryRun: boolean;
}

export interface AnalysisPolicy {
	readonly metrics: readonly AnalysisMetric[];
}
