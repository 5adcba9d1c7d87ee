/** The times of a deployment: end of a step, end of patience, end of the rollback window, the next look. */
import { machineHold } from '../../shared/domain/deployment/machine.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { stepAt } from '../../shared/domain/deployment/model.ts';
import type { StepTiming } from '../../shared/rpc/views.ts';
import { lookPaceMs } from './look-pace.ts';
import type { Clock } from './ports.ts';
import { createStopwatch } from './stopwatch.ts';

export interface StepTimers {
	/** Sets all timers to what the state asks for; call after every event. */
	follow(deployment: Deployment): void;
	timing(deployment: Deployment): StepTiming;
	/** Process time spent in the step, ms. */
	stepMs(): number;
	/** Real time since traffic was set for this step, ms; bounds the window that a look may read. */
	watchedMs(): number;
	/** Nobody watched meanwhile: the step counts from zero with the next `follow`. */
	restart(): void;
	stop(): void;
}

/** True while a judge has something to look at: the release has users and may still be taken back by itself. */
export function isWatched(deployment: Deployment): boolean {
	const hasTraffic = deployment.traffic.wanted[deployment.canarySlot] > 0;
	return hasTraffic && (deployment.state === 'analysing' || deployment.state === 'paused');
}

function durationOf(deployment: Deployment): number | null {
	const step = stepAt(deployment);
	return step?.kind === 'analyse' || step?.kind === 'hold' ? step.durationMs : null;
}

function isTimed(deployment: Deployment): boolean {
	if (durationOf(deployment) === null || deployment.stepElapsed || machineHold(deployment) !== null) return false;
	return deployment.state === 'analysing' || (deployment.state === 'paused' && deployment.pause?.reason === 'hold');
}

function patienceOf(deployment: Deployment): number | null {
	const step = stepAt(deployment);
	const isHeld = deployment.state === 'paused' && deployment.pause?.reason === 'inconclusive';
	return isHeld && step?.kind === 'analyse' && machineHold(deployment) === null ? step.patienceMs : null;
}

export function createStepTimers(options: {
	readonly clock: Clock;
	readonly clockRate: number;
	/** Pace of the samples for a judge that gains from more looks, ms of wall time; null for the strategy's pace. */
	readonly sampleIntervalMs: number | null;
	readonly onStepElapsed: (stepIndex: number) => void;
	readonly onPatienceEnded: (stepIndex: number) => void;
	readonly onWindowEnded: () => void;
	readonly onLook: () => void;
}): StepTimers {
	const { clock, clockRate } = options;
	const step = createStopwatch(clock, clockRate);
	const patience = createStopwatch(clock, clockRate);
	const watched = createStopwatch(clock, 1);
	let entered = '';
	let cancels: (() => void)[] = [];
	let cancelLook: (() => void) | null = null;
	let nextLook: number | null = null;

	function due(inProcessMs: number, run: () => void): void {
		cancels.push(clock.after(Math.max(0, inProcessMs / clockRate), run));
	}

	function scheduleLook(delayMs: number): void {
		if (cancelLook !== null) return;
		nextLook = clock.monotonic() + delayMs;
		cancelLook = clock.after(delayMs, () => {
			cancelLook = null;
			nextLook = null;
			options.onLook();
		});
	}

	function stopLooks(): void {
		cancelLook?.();
		cancelLook = null;
		nextLook = null;
	}

	function followStep(deployment: Deployment): void {
		// A step that is entered again (after a restart, "watch again") counts from zero: its start is another one.
		const mark = `${deployment.stepIndex}@${deployment.stepStartedAt}`;
		if (mark !== entered) {
			entered = mark;
			step.reset();
			watched.reset();
			stopLooks();
		}
		if (isTimed(deployment)) step.run();
		else step.hold();
		const durationMs = durationOf(deployment);
		if (isTimed(deployment) && durationMs !== null) {
			due(durationMs - step.elapsedMs(), () => options.onStepElapsed(deployment.stepIndex));
		}
	}

	function followPatience(deployment: Deployment): void {
		const patienceMs = patienceOf(deployment);
		if (patienceMs === null) return patience.reset();
		patience.run();
		due(patienceMs - patience.elapsedMs(), () => options.onPatienceEnded(deployment.stepIndex));
	}

	function followWindow(deployment: Deployment): void {
		if (deployment.state !== 'completed' || deployment.warmUntil === null || deployment.pending.length > 0) return;
		// The window was promised in wall time; a clock that jumped back may not make it endless.
		const longest = deployment.strategy.rollbackWindowMs / clockRate;
		const left = Math.min(longest, Math.max(0, deployment.warmUntil - clock.now()));
		cancels.push(clock.after(left, options.onWindowEnded));
	}

	return {
		follow(deployment) {
			for (const cancel of cancels) cancel();
			cancels = [];
			followStep(deployment);
			followPatience(deployment);
			followWindow(deployment);
			if (isWatched(deployment)) {
				watched.run();
				scheduleLook(lookPaceMs(deployment, options.sampleIntervalMs));
			} else {
				watched.hold();
				stopLooks();
			}
		},
		timing(deployment) {
			const patienceMs = patienceOf(deployment);
			const now = clock.now();
			return {
				elapsedMs: Math.round(step.elapsedMs()),
				durationMs: durationOf(deployment),
				asOf: now,
				running: step.isRunning(),
				nextLookAt: nextLook === null ? null : Math.round(now + nextLook - clock.monotonic()),
				patienceEndsAt: patienceMs === null ? null : Math.round(now + (patienceMs - patience.elapsedMs()) / clockRate),
			};
		},
		stepMs: () => step.elapsedMs(),
		watchedMs: () => watched.elapsedMs(),
		restart() {
			entered = '';
			patience.reset();
		},
		stop() {
			for (const cancel of cancels) cancel();
			cancels = [];
			stopLooks();
			for (const watch of [step, patience, watched]) watch.hold();
		},
	};
}
