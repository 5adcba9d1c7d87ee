/** Strategies are data: a list of steps that the engine walks. */

export type StrategyKind = 'canary' | 'blue-green';

export type Step =
	/** Run the release in the canary slot and wait until the target calls it up. */
	| { readonly kind: 'deploy' }
	/** Ask the new slot directly, without users, before it gets traffic. */
	| { readonly kind: 'smoke' }
	/** Give the canary slot this share of traffic, per cent. */
	| { readonly kind: 'set-weight'; readonly weight: number }
	/** Watch for `durationMs`; may end early only for the worse. A hold that stays inconclusive for `patienceMs` rolls back. */
	| { readonly kind: 'analyse'; readonly durationMs: number; readonly patienceMs: number }
	/** Wait for `durationMs`, or for a person when it is null. */
	| { readonly kind: 'hold'; readonly durationMs: number | null }
	/** All traffic to the release; it becomes what stands. */
	| { readonly kind: 'promote' };

/** A strategy with every figure filled in. Durations are in ms. */
export interface Strategy {
	readonly kind: StrategyKind;
	readonly steps: readonly Step[];
	/** Time between two looks of the judge. */
	readonly analysisIntervalMs: number;
	/** How long the previous slot is kept warm after promotion, so that a rollback is a switch. */
	readonly rollbackWindowMs: number;
	/** How long a deploy or smoke effect may take before it counts as failed. */
	readonly deployTimeoutMs: number;
}

const minute = 60_000;

/** The default figures of domain.md "Default strategies" (CD). */
export const strategyDefaults = {
	analysisIntervalMs: 30_000,
	rollbackWindowMs: 60 * minute,
	deployTimeoutMs: 5 * minute,
	patienceMs: 10 * minute,
	canary: [
		{ weight: 5, durationMs: 15 * minute },
		{ weight: 25, durationMs: 30 * minute },
	],
	blueGreenWatchMs: 10 * minute,
} as const;

/** One weight of a canary and how long it is watched. */
export interface CanaryStage {
	readonly weight: number;
	readonly durationMs: number;
	/** True when a person must let it go on after the analysis. */
	readonly holdAfter?: boolean;
}

/** Canary: deploy, smoke, then each weight watched for its time, then everything. */
export function canarySteps(
	stages: readonly CanaryStage[] = strategyDefaults.canary,
	patienceMs: number = strategyDefaults.patienceMs,
): readonly Step[] {
	return [
		{ kind: 'deploy' },
		{ kind: 'smoke' },
		...stages.flatMap((stage): Step[] => [
			{ kind: 'set-weight', weight: stage.weight },
			{ kind: 'analyse', durationMs: stage.durationMs, patienceMs },
			...(stage.holdAfter === true ? [{ kind: 'hold', durationMs: null } as const] : []),
		]),
		{ kind: 'promote' },
	];
}

/** Blue-green: deploy to the idle colour, smoke, switch, watch, then call it done. */
export function blueGreenSteps(
	watchMs: number = strategyDefaults.blueGreenWatchMs,
	patienceMs: number = strategyDefaults.patienceMs,
): readonly Step[] {
	return [
		{ kind: 'deploy' },
		{ kind: 'smoke' },
		{ kind: 'set-weight', weight: 100 },
		{ kind: 'analyse', durationMs: watchMs, patienceMs },
		{ kind: 'promote' },
	];
}
