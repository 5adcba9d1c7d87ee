/** The looks of one deployment: what is read, what is made of it, and what of that is worth writing down. */
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { stableSlot } from '../../shared/domain/deployment/steps.ts';
import type { SlotReadings, StoredLook, Verdict } from '../../shared/domain/health/model.ts';
import { askEveryMs, questionsOf } from '../../shared/domain/health/policy/questions.ts';
import { isNewVerdict } from '../../shared/domain/health/target-facts.ts';
import { observedSplit, sameSplit, type TargetState } from '../../shared/domain/target/model.ts';
import type { JudgeSession } from './judge-session.ts';
import { type Asking, lookOf, type LookPorts, type Sighting, see } from './look.ts';
import { watchProgress } from './progress.ts';
import { isWatched } from './step-timers.ts';

export interface Looker {
	/** The newest verdict, written down or not; null before the first look of a step. */
	latest(): Verdict | null;
	/** A new step begins: what was seen belongs to the one before. */
	forget(): void;
	/** Reads and judges once. `isStepOver` is true at the look that comes when the time of the step has run out. */
	look(isStepOver?: boolean): Promise<void>;
}

/** No window is shorter, however young the step: a rate needs something to be a rate of. */
const shortestWindowMs = 1_000;

export function createLooker(options: {
	readonly ports: LookPorts;
	readonly judge: JudgeSession;
	readonly baselineBefore: () => SlotReadings | null;
	readonly signal: AbortSignal;
	readonly current: () => Deployment;
	/** Real time since the step's traffic was set, ms. */
	readonly watchedMs: () => number;
	/** Process time spent in the step, ms. */
	readonly stepMs: () => number;
	/** Keeps a look; losing one is no trouble. */
	readonly keep: (look: StoredLook) => void;
	/** Runs `work` as one event of the deployment, after those before it. */
	readonly inTurn: (work: () => Promise<void>) => Promise<void>;
	/** Writes an event of the engine's own; called in turn only. */
	readonly commit: (event: DeploymentEvent) => Promise<unknown>;
	/** The numbers changed, but nothing worth writing down. */
	readonly onSeen: () => void;
}): Looker {
	const { ports, current, commit, judge } = options;
	const { policy } = judge;
	let latest: Verdict | null = null;
	let askedAt = Number.NEGATIVE_INFINITY;
	let isAskingAgain = false;

	/** A target that lost the wanted split gets it again. Journalled, for it may have been somebody's hand. */
	async function mendSplit(deployment: Deployment, observed: TargetState | null): Promise<void> {
		if (observed === null || deployment.pending.length > 0) return;
		if (sameSplit(deployment.traffic.wanted, observedSplit(observed))) return;
		await commit({ type: 'split-drifted', stepIndex: deployment.stepIndex, observed });
	}

	/** The team's queries have a pace of their own, slower than that of the looks; what failed is asked again at once. */
	function asking(deployment: Deployment, isStepOver: boolean): Asking {
		const paceMs = askEveryMs(policy, deployment.strategy.analysisIntervalMs) / deployment.clockRate;
		const sinceMs = ports.clock.monotonic() - askedAt;
		// A timer that fires a little early is in time.
		const isDue = isStepOver || isAskingAgain || sinceMs >= 0.95 * paceMs;
		const hasStable = deployment.from !== null;
		const questions = isDue ? questionsOf(policy, hasStable) : [];
		if (isDue) askedAt = ports.clock.monotonic();
		return { questions, slots: { canary: deployment.canarySlot, stable: stableSlot(deployment) } };
	}

	async function take(looked: Deployment, sighting: Sighting, isStepOver: boolean): Promise<void> {
		const deployment = current();
		// What was read belongs to the step in which it was read, not to the next.
		if (!isWatched(deployment) || deployment.stepIndex !== looked.stepIndex) return;
		await mendSplit(deployment, sighting.observed);
		const progress = watchProgress(deployment, options.stepMs(), isStepOver);
		const seen = lookOf(deployment, sighting, options.baselineBefore(), progress, ports.clock.now());
		const { verdict, kept } = judge.look(seen);
		latest = verdict;
		if (isNewVerdict(deployment.verdict, verdict)) {
			await commit({ type: 'verdict', stepIndex: deployment.stepIndex, verdict, observed: sighting.observed });
		} else options.onSeen();
		// Behind the verdict: on the way back nobody waits for the memory of it.
		options.keep(kept);
	}

	return {
		latest: () => latest,
		forget() {
			latest = null;
		},
		async look(isStepOver = false) {
			await judge.ready();
			const looked = current();
			if (!isWatched(looked) || options.signal.aborted) return;
			const longest = Math.min(policy.windowMs / looked.clockRate, options.watchedMs());
			const wanted = asking(looked, isStepOver);
			const windowMs = Math.max(shortestWindowMs, longest);
			const sighting = await see(ports, windowMs, looked.observed, options.signal, wanted);
			isAskingAgain = Object.values(sighting.answers ?? {}).some(({ state }) => state === 'failed');
			if (!options.signal.aborted) await options.inTurn(() => take(looked, sighting, isStepOver));
		},
	};
}
