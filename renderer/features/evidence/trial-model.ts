/** A trial on the axis of what really happened. Pure. */
import type { EvidencePoint, JudgeAnswer } from '../../../shared/domain/health/evidence/model.ts';
import type { PolicyTrial } from '../../../shared/rpc/views.ts';

/** A span of time over which an answer stood, as shares of the axis. */
export interface Segment {
	readonly at: number;
	readonly left: number;
	readonly width: number;
	readonly answer: JudgeAnswer;
}

export interface TrialAxis {
	readonly from: number;
	readonly to: number;
	position(at: number): number;
}

function finite(values: readonly (number | null | undefined)[]): readonly number[] {
	return values.filter((value): value is number => typeof value === 'number' && Number.isFinite(value));
}

/** The time that both lanes share: from the first look to the last, or to what came after it. */
export function trialAxis(trial: PolicyTrial, points: readonly EvidencePoint[]): TrialAxis {
	const { changes, actual, wouldRollBackAt } = trial;
	const own = trial.points;
	const all = finite([
		...[points[0]?.at, points.at(-1)?.at, own[0]?.at, own.at(-1)?.at],
		...changes.map((change) => change.at),
		...[actual.at, wouldRollBackAt],
	]);
	const from = all.length === 0 ? 0 : Math.min(...all);
	const to = Math.max(from + 1, ...all);
	return { from, to, position: (at) => Math.min(1, Math.max(0, (at - from) / (to - from))) };
}

/** Spans between changes of the answer; the last reaches the end. Neighbours of one answer become one. */
export function segmentsOf(
	changes: readonly { readonly at: number; readonly answer: JudgeAnswer }[],
	axis: TrialAxis,
	end: number = axis.to,
): readonly Segment[] {
	const kept = changes.filter((change, index) => change.answer !== changes[index - 1]?.answer && change.at <= end);
	return kept.map((change, index) => {
		const left = axis.position(change.at);
		const right = axis.position(Math.min(end, kept[index + 1]?.at ?? end));
		return { at: change.at, left, width: Math.max(0, right - left), answer: change.answer };
	});
}

/** How a deployment really ended, for the axis; null where it did not, or at an instant that nobody knows. */
export function endingOf({
	actual,
}: PolicyTrial): { readonly at: number; readonly word: string; readonly isBad: boolean } | null {
	if (actual.at === null) return null;
	if (actual.state === 'completed') return { at: actual.at, word: 'completed', isBad: false };
	const isBack = actual.state === 'rolled-back' || actual.state === 'rolling-back' || actual.state === 'needs-operator';
	return isBack ? { at: actual.at, word: 'rolled back', isBad: true } : null;
}
