/** The looks of one deployment: what is read, what is made of it, and what of that is worth writing down. */
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { HealthPolicy, SlotReadings, Verdict } from '../../shared/domain/health/model.ts';
import { isNewVerdict } from '../../shared/domain/health/target-facts.ts';
import { observedSplit, sameSplit, type TargetState } from '../../shared/domain/target/model.ts';
import type { JudgeSession } from './judge-session.ts';
import { type LookPorts, type Sighting, see } from './look.ts';
import { isWatched } from './step-timers.ts';

export interface Looker {
	/** The newest verdict, written down or not; null before the first look of a step. */
	latest(): Verdict | null;
	/** A new step begins: what was seen belongs to the one before. */
	forget(): void;
	/** Reads and judges once. */
	look(): Promise<void>;
}

/** No window is shorter, however young the step: a rate needs something to be a rate of. */
const shortestWindowMs = 1_000;

export function createLooker(options: {
	readonly ports: LookPorts;
	readonly policy: HealthPolicy;
	readonly judge: JudgeSession;
	readonly baselineBefore: () => SlotReadings | null;
	readonly signal: AbortSignal;
	readonly current: () => Deployment;
	/** Real time since the step's traffic was set, ms. */
	readonly watchedMs: () => number;
	/** Runs `work` as one event of the deployment, after those before it. */
	readonly inTurn: (work: () => Promise<void>) => Promise<void>;
	/** Writes an event of the engine's own; called in turn only. */
	readonly commit: (event: DeploymentEvent) => Promise<unknown>;
	/** The numbers changed, but nothing worth writing down. */
	readonly onSeen: () => void;
}): Looker {
	const { ports, policy, current, commit } = options;
	let latest: Verdict | null = null;

	/** A target that lost the wanted split gets it again. Journalled, for it may have been somebody's hand. */
	async function mendSplit(deployment: Deployment, observed: TargetState | null): Promise<void> {
		if (observed === null || deployment.pending.length > 0) return;
		if (sameSplit(deployment.traffic.wanted, observedSplit(observed))) return;
		await commit({ type: 'split-drifted', stepIndex: deployment.stepIndex, observed });
	}

	async function take(looked: Deployment, sighting: Sighting): Promise<void> {
		const deployment = current();
		// What was read belongs to the step in which it was read, not to the next.
		if (!isWatched(deployment) || deployment.stepIndex !== looked.stepIndex) return;
		await mendSplit(deployment, sighting.observed);
		const verdict = options.judge.look(policy, deployment, sighting, options.baselineBefore(), ports.clock.now());
		latest = verdict;
		if (!isNewVerdict(deployment.verdict, verdict)) return options.onSeen();
		await commit({ type: 'verdict', stepIndex: deployment.stepIndex, verdict, observed: sighting.observed });
	}

	return {
		latest: () => latest,
		forget() {
			latest = null;
		},
		async look() {
			const looked = current();
			if (!isWatched(looked) || options.signal.aborted) return;
			const longest = Math.min(policy.windowMs / looked.clockRate, options.watchedMs());
			const sighting = await see(ports, Math.max(shortestWindowMs, longest), looked.observed, options.signal);
			if (!options.signal.aborted) await options.inTurn(() => take(looked, sighting));
		},
	};
}
