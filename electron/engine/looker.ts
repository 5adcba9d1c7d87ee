/** The looks of one deployment: what is read, what is made of it, and what of that is worth writing down. */
import type { DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings, StoredLook, Verdict } from '../../shared/domain/health/model.ts';
import { isNewVerdict } from '../../shared/domain/health/target-facts.ts';
import { observedSplit, sameSplit, type TargetState } from '../../shared/domain/target/model.ts';
import type { Answers } from './ask-questions.ts';
import { createAsker } from './asker.ts';
import type { JudgeSession } from './judge-session.ts';
import { lookOf, type LookPorts, type Sighting, see } from './look.ts';
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
	const asker = createAsker({ ...ports, policy, signal: options.signal });
	let latest: Verdict | null = null;

	/** A target that lost the wanted split gets it again. Journalled, for it may have been somebody's hand. */
	async function mendSplit(deployment: Deployment, observed: TargetState | null): Promise<void> {
		if (observed === null || deployment.pending.length > 0) return;
		if (sameSplit(deployment.traffic.wanted, observedSplit(observed))) return;
		await commit({ type: 'split-drifted', stepIndex: deployment.stepIndex, observed });
	}

	/** Before the judge remembers: only harm is worth a word. */
	async function glance(seen: StoredLook, observed: TargetState | null): Promise<void> {
		const verdict = judge.glance(seen);
		if (verdict.outcome !== 'unhealthy') return;
		await commit({ type: 'verdict', stepIndex: seen.stepIndex, verdict, observed });
	}

	async function take(looked: Deployment, sighting: Sighting, answers: Answers | null, isStepOver: boolean) {
		const deployment = current();
		// What was read belongs to the step in which it was read, not to the next.
		if (!isWatched(deployment) || deployment.stepIndex !== looked.stepIndex) return;
		// The step was begun anew meanwhile, because nobody watched for a while.
		if (deployment.stepStartedAt !== looked.stepStartedAt) return;
		await mendSplit(deployment, sighting.observed);
		const progress = watchProgress(deployment, options.stepMs(), isStepOver);
		const seen = lookOf(deployment, sighting, answers, options.baselineBefore(), progress, ports.clock.now());
		if (!judge.isReady()) return glance(seen, sighting.observed);
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
			asker.forget();
		},
		async look(isStepOver = false) {
			// A release goes on by what is known of all of it; it is taken back by less.
			if (isStepOver) await judge.ready();
			const looked = current();
			if (!isWatched(looked) || options.signal.aborted) return;
			const longest = Math.min(policy.windowMs / looked.clockRate, options.watchedMs());
			const windowMs = Math.max(shortestWindowMs, longest);
			if (judge.isReady()) asker.ask(looked, windowMs, isStepOver);
			const sighting = await see(ports, windowMs, looked.observed, options.signal);
			const answers = await asker.take(isStepOver);
			if (!options.signal.aborted) await options.inTurn(() => take(looked, sighting, answers, isStepOver));
		},
	};
}
