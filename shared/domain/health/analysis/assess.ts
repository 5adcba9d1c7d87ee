/**
 * What counts of measurements mean for a metric, and metrics for the run, as Argo Rollouts v1.8 has it (argoproj/argo-rollouts,
 * analysis/analysis.go, utils/analysis/helpers.go).
 */
import type { AssessedMeasurement, MeasuredPhase } from './measurement.ts';
import type { AnalysisLimits, AnalysisMetric, AnalysisPhase } from './model.ts';

/** Counts of a metric's measurements. Errors are not part of `count`. */
export interface MetricResult {
	readonly phase: AnalysisPhase;
	readonly successful: number;
	readonly failed: number;
	readonly inconclusive: number;
	readonly error: number;
	readonly count: number;
	readonly consecutiveError: number;
	readonly consecutiveSuccess: number;
	/** Phase of the newest measurement; null before the first. */
	readonly last: MeasuredPhase | null;
	/** Message of the newest measurement. */
	readonly message: string;
}

export const emptyResult: MetricResult = {
	phase: 'Pending',
	successful: 0,
	failed: 0,
	inconclusive: 0,
	error: 0,
	count: 0,
	consecutiveError: 0,
	consecutiveSuccess: 0,
	last: null,
	message: '',
};

/** Counts one more measurement; the phase is for `assessMetric` to say. */
export function addMeasurement(result: MetricResult, { phase, message }: AssessedMeasurement): MetricResult {
	const isError = phase === 'Error';
	return {
		...result,
		successful: result.successful + (phase === 'Successful' ? 1 : 0),
		failed: result.failed + (phase === 'Failed' ? 1 : 0),
		inconclusive: result.inconclusive + (phase === 'Inconclusive' ? 1 : 0),
		error: result.error + (isError ? 1 : 0),
		count: result.count + (isError ? 0 : 1),
		consecutiveError: isError ? result.consecutiveError + 1 : 0,
		consecutiveSuccess: phase === 'Successful' ? result.consecutiveSuccess + 1 : 0,
		last: phase,
		message,
	};
}

/** The limit that counts have passed, if any. Where several are, the last one named here speaks: that is Argo's order. */
export function passedLimit(
	limits: Pick<AnalysisLimits, 'failureLimit' | 'inconclusiveLimit' | 'consecutiveErrorLimit'>,
	counts: Pick<MetricResult, 'failed' | 'inconclusive' | 'consecutiveError'>,
): { readonly phase: MeasuredPhase; readonly message: string } | null {
	const checks = [
		['Error', 'consecutiveErrors', counts.consecutiveError, 'consecutiveErrorLimit', limits.consecutiveErrorLimit],
		['Inconclusive', 'inconclusive', counts.inconclusive, 'inconclusiveLimit', limits.inconclusiveLimit],
		['Failed', 'failed', counts.failed, 'failureLimit', limits.failureLimit],
	] as const;
	for (const [phase, name, count, limitName, limit] of checks) {
		if (limit >= 0 && count > limit) return { phase, message: `${name} (${count}) > ${limitName} (${limit})` };
	}
	return null;
}

/** Measurements to take: one without an interval, else as many as are asked for; null has no end. */
export function effectiveCount({ count, intervalMs }: Pick<AnalysisMetric, 'count' | 'intervalMs'>): number | null {
	return count !== null && count > 0 ? count : intervalMs === null ? 1 : null;
}

export function isCompleted(phase: AnalysisPhase): boolean {
	return phase !== 'Pending' && phase !== 'Running';
}

/** Phase of a metric after what was measured. `isTerminating`: the run ends, because of a sibling or from outside. */
export function assessMetric(
	metric: Pick<AnalysisMetric, 'limits' | 'count' | 'intervalMs'>,
	result: MetricResult,
	isTerminating: boolean,
): AnalysisPhase {
	if (isCompleted(result.phase)) return result.phase;
	if (result.last === null) return isTerminating ? 'Successful' : 'Pending';
	const passed = passedLimit(metric.limits, result);
	if (passed !== null) return passed.phase;
	const { consecutiveSuccessLimit } = metric.limits;
	if (consecutiveSuccessLimit > 0 && result.consecutiveSuccess >= consecutiveSuccessLimit) return 'Successful';
	const wanted = effectiveCount(metric);
	if (wanted !== null && result.count >= wanted) return consecutiveSuccessLimit > 0 ? 'Inconclusive' : 'Successful';
	return isTerminating ? 'Successful' : 'Running';
}

const phaseOrder: readonly AnalysisPhase[] = ['Successful', 'Running', 'Pending', 'Inconclusive', 'Error', 'Failed'];

/** The worse of two phases across metrics; another order than inside one metric. */
export function worsePhase(left: AnalysisPhase, right: AnalysisPhase): AnalysisPhase {
	return phaseOrder.indexOf(right) > phaseOrder.indexOf(left) ? right : left;
}

export interface AssessedMetric {
	readonly metric: Pick<AnalysisMetric, 'name' | 'limits' | 'dryRun'>;
	readonly result: MetricResult;
}

/** True once a metric that decides has ended badly: its siblings take no further measurements. */
export function isTerminating(metrics: readonly AssessedMetric[]): boolean {
	return metrics.some(
		({ metric, result }) => !metric.dryRun && isCompleted(result.phase) && result.phase !== 'Successful',
	);
}

/** Argo's sentence about a metric that ended badly. */
export function metricMessage({ metric, result }: AssessedMetric): string {
	const passed = passedLimit(metric.limits, result);
	if (passed === null) return '';
	const error = result.message === '' ? '' : `: "Error Message: ${result.message}"`;
	return `Metric "${metric.name}" assessed ${result.phase} due to ${passed.message}${error}`;
}

/**
 * Phase of the run with its message. While a metric that decides is not done, the run goes on; then the worst decides.
 * Dry-run metrics never decide, and are not waited for either (Argo waits for them).
 */
export function assessRun(metrics: readonly AssessedMetric[]): {
	readonly phase: AnalysisPhase;
	readonly message: string;
} {
	const deciding = metrics.filter(({ metric }) => !metric.dryRun);
	const completed = deciding.filter(({ result }) => isCompleted(result.phase));
	if (!isTerminating(metrics) && completed.length < deciding.length) return { phase: 'Running', message: '' };
	const phase = completed.reduce<AnalysisPhase>((worst, { result }) => worsePhase(worst, result.phase), 'Successful');
	const worst = completed.find(({ result }) => result.phase === phase);
	return { phase, message: worst === undefined ? '' : metricMessage(worst) };
}
