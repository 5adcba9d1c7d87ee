/** A trial on the axis of what really happened. Pure. */
import { formatDuration } from '../../../shared/domain/format.ts';
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

const wasRolledBack = (trial: PolicyTrial): boolean =>
	trial.actual.state === 'rolled-back' || trial.actual.state === 'rolling-back';

/** The difference between trial and truth in a few words. */
export function differenceWords(trial: PolicyTrial): string {
	const { wouldRollBackAt, actual } = trial;
	if (wouldRollBackAt === null) {
		return wasRolledBack(trial)
			? 'This policy would not have rolled back; really it was.'
			: 'No rollback, as it really was.';
	}
	if (!wasRolledBack(trial)) return 'This policy would have rolled back; really it was not.';
	if (actual.at === null) return 'A rollback, as it really was.';
	const apart = actual.at - wouldRollBackAt;
	if (Math.abs(apart) < 1_000) return 'A rollback at the same time as it really was.';
	return `A rollback ${formatDuration(Math.abs(apart))} ${apart > 0 ? 'earlier' : 'later'} than it really was.`;
}
