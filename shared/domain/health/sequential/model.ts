/** The policy of the sequential judge: which metrics it watches, what harm is, and what becomes of "keep looking". */
import type { Criticality, EvidenceUnit } from '../evidence/model.ts';

/** `share`: of the stable slot's value (0.1 is 10 %). `units`: in the metric's own unit. */
export type Margin =
	| { readonly in: 'share'; readonly value: number }
	| { readonly in: 'units'; readonly value: number };

/** Which way is worse. */
export type Direction = 'increase' | 'decrease' | 'either';

/** How a metric is measured and therefore tested. */
export type MetricKind =
	/** Events among requests, counted: errors, refused payments. `from` names the total. */
	| { readonly kind: 'events'; readonly from: string }
	/** A quantile of latency from the histogram, 0..1. */
	| { readonly kind: 'latency'; readonly quantile: number }
	/** A value of the instant: memory, queue length. `from` names the gauge. */
	| { readonly kind: 'gauge'; readonly from: string };

export interface SequentialMetric {
	readonly name: string;
	readonly label: string;
	readonly unit: EvidenceUnit;
	readonly measured: MetricKind;
	readonly direction: Direction;
	/** Harm is called only when it is shown to be beyond this. */
	readonly harmMargin: Margin;
	/** A worsening of this size must be excluded before "no worse" is said. */
	readonly promoteMargin: Margin;
	readonly criticality: Criticality;
	/** Observations in the canary before any answer: requests, or samples of a gauge. */
	readonly minimumSamples: number;
}

export interface SequentialPolicy {
	/** Chance of a false alarm in a whole deployment over all metrics, steps and looks, 0..1. Spent once. */
	readonly alpha: number;
	/** Chance of calling "no worse" something that is worse by the whole margin, 0..1. */
	readonly beta: number;
	readonly metrics: readonly SequentialMetric[];
	/** What an undecided answer means when the time of a step before the last one is over. */
	readonly undecidedAtStep: 'go-on' | 'hold';
	/** What an undecided answer means at the end of the last step. */
	readonly undecidedAtEnd: 'promote' | 'hold' | 'roll-back';
	/** What a wrong split of the traffic leads to, which voids every comparison; absent is `hold`. */
	readonly trafficSplit?: 'hold' | 'inform' | 'off';
	/** Length of the blocks whose differences are compared, ms of process time. */
	readonly blockMs: number;
	/** Slow swings of the slots against each other that are no harm: size of the log ratio and how long they last. */
	readonly drift: { readonly sd: number; readonly memoryMs: number };
}
