/**
 * The judges of one deployment with what they remember. Memory is never stored: it is made again from the stored looks,
 * so that the chance of a false alarm is spent once for the whole deployment, whatever restarts in between.
 */
import type { EvidencePoint } from '../../shared/domain/health/evidence/model.ts';
import type { HealthPolicy, StoredLook, Verdict } from '../../shared/domain/health/model.ts';
import { createPolicyJudge } from '../../shared/domain/health/policy/policy-judge.ts';
import { baselineYields, withYieldedBaseline } from '../../shared/domain/health/policy/yielding.ts';
import { beginReplay } from '../../shared/domain/health/policy/replay.ts';
import { type Result, ok } from '../../shared/domain/result.ts';
import type { Clock, Logger } from './ports.ts';
import { replayGently } from './replay-gently.ts';

export interface JudgeSession {
	readonly policy: HealthPolicy;
	/** Resolves once what was seen before a restart is remembered; at once for a deployment that has just begun. */
	ready(): Promise<void>;
	isReady(): boolean;
	/**
	 * Judges what was seen by the limits alone, for as long as the judge is not ready: a week of looks takes seconds, and
	 * a release that harms must not live as long. It is not remembered: totals grow, so nothing of it is lost.
	 */
	glance(seen: StoredLook): Verdict;
	/** Judges what was seen. The look comes back as it is to be kept. */
	look(seen: StoredLook): { readonly verdict: Verdict; readonly kept: StoredLook };
	/** How the evidence grew, thinned, and the looks behind it. */
	trail(): { readonly points: readonly EvidencePoint[]; readonly looks: number };
}

/** Points of a trail that a screen gets at most. */
export const mostTrailPoints = 600;

/** The limits as they decide beside the sequential judge, without anything that has to remember a whole deployment. */
function limitsOf(policy: HealthPolicy): HealthPolicy {
	const { sequential, kayenta, analysis } = policy;
	return {
		...(baselineYields(policy) ? withYieldedBaseline(policy) : policy),
		sequential: { ...sequential, role: 'off' },
		kayenta: { ...kayenta, role: 'off' },
		analysis: { ...analysis, role: 'off' },
	};
}

/** `recall` reads the looks from before a restart. */
export function createJudgeSession(options: {
	readonly policy: HealthPolicy;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly recall?: () => Promise<Result<readonly StoredLook[]>>;
}): JudgeSession {
	const { policy, clock, logger, recall = async () => ok([]) } = options;
	const replay = beginReplay(createPolicyJudge(policy), policy, mostTrailPoints);
	const limits = limitsOf(policy);
	const glances = beginReplay(createPolicyJudge(limits), limits, 1);
	let isPolicyKept = false;
	let isReady = false;

	async function remember(): Promise<void> {
		try {
			const looks = await recall();
			if (!looks.ok) return logger.warn({ problem: looks.problem }, 'the judge begins anew: its looks were not read');
			await replayGently(clock, looks.value, (look) => replay.add(look));
		} catch (err) {
			logger.error({ err }, 'the judge begins anew: its looks could not be judged again');
		} finally {
			isReady = true;
		}
	}

	const remembered = remember();
	return {
		policy,
		ready: () => remembered,
		isReady: () => isReady,
		glance: (seen) => glances.add(seen),
		look(seen) {
			const kept = isPolicyKept ? seen : { ...seen, policy };
			isPolicyKept = true;
			return { verdict: replay.add(seen), kept };
		},
		trail() {
			const { points, looks } = replay.result();
			return { points, looks };
		},
	};
}
