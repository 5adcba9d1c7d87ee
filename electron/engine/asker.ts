/** When the team's own queries are asked, and which look gets their answers: no look waits for long. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { stableSlot } from '../../shared/domain/deployment/steps.ts';
import type { HealthPolicy } from '../../shared/domain/health/model.ts';
import { askEveryMs, questionsOf } from '../../shared/domain/health/policy/questions.ts';
import { type Answers, askQuestions } from './ask-questions.ts';
import type { Clock, MetricSource } from './ports.ts';
import { pause } from './timed.ts';

export interface Asker {
	/** Asks what is due, unless answers are still waited for. Returns at once. `isStepOver` makes everything due. */
	ask(deployment: Deployment, windowMs: number, isStepOver: boolean): void;
	/**
	 * The answers that are there a moment from now; null where there are none. Later ones come with a later look, because
	 * a query that hangs must not delay a rollback. A patient look waits for them: only going forward follows from it.
	 */
	take(isPatient: boolean): Promise<Answers | null>;
	/** A new step begins: what was asked in the one before is not waited for. */
	forget(): void;
}

/** Answers hardly take longer than the readings, which were asked for at the same time. */
const graceMs = 500;
const answerTimeoutMs = 15_000;

export function createAsker(options: {
	readonly source: MetricSource | null;
	readonly clock: Clock;
	readonly policy: HealthPolicy;
	readonly signal: AbortSignal;
}): Asker {
	const { source, clock, policy, signal } = options;
	let askedAt = Number.NEGATIVE_INFINITY;
	let isAskingAgain = false;
	let waiting: Promise<void> | null = null;
	let arrived: Answers | null = null;

	/** The queries have a pace of their own, slower than that of the looks; what failed is asked again at once. */
	function isDue({ strategy, clockRate }: Deployment): boolean {
		const paceMs = askEveryMs(policy, strategy.analysisIntervalMs) / clockRate;
		// A timer that fires a little early is in time.
		return isAskingAgain || clock.monotonic() - askedAt >= 0.95 * paceMs;
	}

	return {
		ask(deployment, windowMs, isStepOver) {
			const { observed, canarySlot } = deployment;
			if (source === null || observed === null || waiting !== null) return;
			if (!isStepOver && !isDue(deployment)) return;
			const questions = questionsOf(policy, deployment.from !== null);
			if (questions.length === 0) return;
			askedAt = clock.monotonic();
			const { slots } = observed;
			const places = { canary: slots[canarySlot], stable: slots[stableSlot(deployment)] };
			const bounds = { windowMs, timeoutMs: answerTimeoutMs, outer: signal };
			const own = askQuestions({ source, clock, questions, places, ...bounds }).then((answers) => {
				if (waiting !== own) return;
				waiting = null;
				arrived = answers;
				isAskingAgain = Object.values(answers).some(({ state }) => state === 'failed');
			});
			waiting = own;
		},
		async take(isPatient) {
			if (waiting !== null) await (isPatient ? waiting : Promise.race([waiting, pause(clock, graceMs, signal)]));
			const answers = arrived;
			arrived = null;
			return answers;
		},
		forget() {
			isAskingAgain ||= waiting !== null || arrived !== null;
			waiting = null;
			arrived = null;
		},
	};
}
