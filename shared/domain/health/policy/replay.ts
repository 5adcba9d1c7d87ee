/** Judging stored looks again: by the policy that was in force, or by another. */
import type { EvidencePoint, JudgeAnswer } from '../evidence/model.ts';
import type { HealthPolicy, Judge, StoredLook, Verdict, VerdictOutcome } from '../model.ts';
import { withTargetReasons } from '../target-facts.ts';

/** A change of mind: the first look at which a policy said this. */
export interface ReplayChange {
	readonly at: number;
	readonly stepIndex: number;
	readonly outcome: VerdictOutcome;
	readonly answer: JudgeAnswer;
	readonly summary: string;
}

export interface ReplayResult<Memory> {
	/** In order; thinned evenly where `mostPoints` asked for it, the last always there. */
	readonly points: readonly EvidencePoint[];
	readonly changes: readonly ReplayChange[];
	readonly verdict: Verdict | null;
	readonly memory: Memory;
	readonly looks: number;
}

/** The answer of a verdict, also of one from before there were answers. */
export function answerIn({ answer, outcome }: Verdict): JudgeAnswer {
	return answer ?? (outcome === 'unhealthy' ? 'roll-back' : 'keep-looking');
}

/** What the chart over time draws of a verdict. */
export function pointOf(stepIndex: number, verdict: Verdict): EvidencePoint {
	return {
		at: verdict.at,
		stepIndex,
		answer: answerIn(verdict),
		metrics: (verdict.evidence ?? []).map(({ metric, judge, answer, samples, harm, nonInferior, estimate }) => ({
			metric,
			judge,
			answer,
			samples: samples.canary,
			harm: harm?.value ?? null,
			nonInferior: nonInferior?.value ?? null,
			value: estimate?.value ?? null,
			low: estimate?.low ?? null,
			high: estimate?.high ?? null,
		})),
	};
}

/** Collects points over time; memory stays bounded however many looks there are. */
export interface Trail {
	add(stepIndex: number, verdict: Verdict): void;
	points(): readonly EvidencePoint[];
	looks(): number;
}

/** Keeps every look until there are twice `most`, then every second one, and so on; the last is always there. */
export function createTrail(most: number): Trail {
	let kept: EvidencePoint[] = [];
	let stride = 1;
	let count = 0;
	let last: EvidencePoint | null = null;
	return {
		add(stepIndex, verdict) {
			last = pointOf(stepIndex, verdict);
			if (count % stride === 0) kept.push(last);
			count += 1;
			if (kept.length < 2 * most) return;
			stride *= 2;
			kept = kept.filter((_, index) => index % 2 === 0);
		},
		points() {
			const every = Math.ceil(kept.length / Math.max(1, most - 1));
			const thinned = every <= 1 ? kept : kept.filter((_, index) => index % every === 0);
			return last === null || thinned.at(-1) === last ? [...thinned] : [...thinned, last];
		},
		looks: () => count,
	};
}

/** A replay that takes one look at a time, so that whoever replays a month can let others have their turn. */
export interface Replay<Memory> {
	add(look: StoredLook): Verdict;
	result(): ReplayResult<Memory>;
}

/** Begins a replay with a judge that remembers nothing yet. */
export function beginReplay<Memory>(
	judge: Judge<Memory>,
	policy: HealthPolicy,
	mostPoints = Number.POSITIVE_INFINITY,
): Replay<Memory> {
	const trail = createTrail(mostPoints);
	const changes: ReplayChange[] = [];
	let memory = judge.start();
	let verdict: Verdict | null = null;
	return {
		add(look) {
			const looked = judge.look(policy, look.input, memory);
			memory = looked.memory;
			const said = withTargetReasons(looked.verdict, look.targetReasons);
			trail.add(look.stepIndex, said);
			const answer = answerIn(said);
			const before = changes.at(-1);
			if (before?.outcome !== said.outcome || before.answer !== answer) {
				const { at, outcome, summary } = said;
				changes.push({ at, stepIndex: look.stepIndex, outcome, answer, summary });
			}
			verdict = said;
			return said;
		},
		result: () => ({ points: trail.points(), changes: [...changes], verdict, memory, looks: trail.looks() }),
	};
}

/** Judges all `looks` in their order. */
export function replayLooks<Memory>(
	judge: Judge<Memory>,
	policy: HealthPolicy,
	looks: readonly StoredLook[],
): ReplayResult<Memory> {
	const replay = beginReplay(judge, policy);
	for (const look of looks) replay.add(look);
	return replay.result();
}
