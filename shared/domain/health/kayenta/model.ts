/** Configuration and result of the Kayenta-compatible judge (github.com/spinnaker/kayenta, NetflixACAJudge). */

export type KayentaDirection = 'increase' | 'decrease' | 'either';

export interface KayentaMetric {
	readonly name: string;
	/** Groups it is scored in; a metric without any has a group of its own name `ungrouped`. */
	readonly groups: readonly string[];
	readonly direction: KayentaDirection;
	/** A critical metric that does not pass fails the whole canary. */
	readonly critical: boolean;
	/** Muted metrics are classified but not scored. */
	readonly muted: boolean;
	/** What becomes of a metric without data: `nodata` counts for the share of missing metrics, `fail` is a failure, and `pass` must be written out. */
	readonly whenNoData: 'nodata' | 'fail' | 'pass';
	/** What becomes of NaN: dropped, or read as 0 (for counts where silence means none). */
	readonly nanStrategy: 'remove' | 'replace';
	readonly outliers: { readonly strategy: 'keep' | 'remove'; readonly factor: number };
	/** Effect that must be reached before High or Low is said, as a ratio or CLES; null is Kayenta's default: 1 for a ratio, 0.5 for CLES. */
	readonly effectSize: {
		readonly measure: 'mean-ratio' | 'cles';
		readonly allowedIncrease: number | null;
		readonly allowedDecrease: number | null;
		readonly criticalIncrease: number | null;
		readonly criticalDecrease: number | null;
	};
	/** PromQL for each slot; null or absent where the metric is one that Signalbox reads anyway, by its name. */
	readonly query?: string | null;
}

export interface KayentaPolicy {
	readonly metrics: readonly KayentaMetric[];
	/** Weights of groups, in per cent of 100; what is left is split evenly over the others. */
	readonly groupWeights: Readonly<Record<string, number>>;
	/** Score from which it passes, and from which it is only marginal; 0..100, inclusive. */
	readonly thresholds: { readonly pass: number; readonly marginal: number };
	/** Share of the shift that the interval must clear; Kayenta: 0.25. */
	readonly tolerance: number;
	/** What the tolerance is a share of: Kayenta takes the estimated shift itself; the baseline's location is the practical choice. */
	readonly toleranceOf: 'shift' | 'baseline';
	/** Confidence of the interval; Kayenta: 0.98. */
	readonly confidence: number;
	/** Points in each slot before a metric is classified at all; fewer is no data. Kayenta asks for none; 5 is the least at which 98 % exists. */
	readonly minimumPoints: number;
}

export type KayentaLabel = 'Pass' | 'High' | 'Low' | 'Nodata' | 'NodataFailMetric' | 'Error';

/** One metric's points; `null` and NaN are gaps. Paired by nothing: the test is unpaired. */
export interface KayentaSeries {
	readonly metric: string;
	readonly canary: readonly (number | null)[];
	readonly baseline: readonly (number | null)[];
}

export interface KayentaMetricResult {
	readonly metric: string;
	readonly groups: readonly string[];
	readonly label: KayentaLabel;
	/** True when this result alone fails the canary: a critical metric that did not pass. Kayenta's field of that name. */
	readonly critical: boolean;
	readonly muted: boolean;
	/** Why, in words. */
	readonly reason: string;
	readonly points: { readonly canary: number; readonly baseline: number };
	readonly mean: { readonly canary: number | null; readonly baseline: number | null };
	/** Two-sided p of Mann-Whitney; null when it was not tested: no data, or the same points on both sides. */
	readonly pValue: number | null;
	/** Hodges-Lehmann shift canary minus baseline with its interval. */
	readonly shift: { readonly value: number; readonly low: number; readonly high: number } | null;
	/** What the interval of the shift had to clear, in the metric's unit; null when it was not tested. */
	readonly margin: number | null;
	readonly meanRatio: number | null;
	/** Chance that a canary point is above a baseline point, ties half; 0..1. */
	readonly cles: number | null;
}

export interface KayentaResult {
	/** 0..100, two decimals. */
	readonly score: number;
	readonly classification: 'Pass' | 'Marginal' | 'Fail' | 'Nodata';
	readonly reason: string;
	readonly groups: readonly { readonly name: string; readonly score: number; readonly weight: number }[];
	readonly metrics: readonly KayentaMetricResult[];
}
