/** How far the watching of a deployment has come, as its judges want to know it. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { WatchProgress } from '../../shared/domain/health/model.ts';

/**
 * Process time over all analysing steps. `stepMs` is what the step under way has had so far; `isStepOver` is true at the
 * look that comes when its time has just run out.
 */
export function watchProgress(deployment: Deployment, stepMs: number, isStepOver: boolean): WatchProgress {
	const { stepIndex, strategy, clockRate } = deployment;
	const durations = strategy.steps.map((step) => (step.kind === 'analyse' ? step.durationMs : 0));
	const sum = (part: readonly number[]): number => part.reduce((total, duration) => total + duration, 0);
	const own = durations[stepIndex] ?? 0;
	const isAnalysis = strategy.steps[stepIndex]?.kind === 'analyse';
	const isOver = isAnalysis && (isStepOver || deployment.stepElapsed);
	return {
		stepIndex,
		elapsedMs: Math.round(sum(durations.slice(0, stepIndex)) + (isOver ? own : Math.min(own, stepMs))),
		plannedMs: sum(durations),
		isLastStep: sum(durations.slice(stepIndex + 1)) === 0,
		stepElapsed: isOver,
		clockRate,
	};
}
