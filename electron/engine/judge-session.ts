/** A judge together with its memory for one deployment, so that the engine need not know what it remembers. */
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { HealthPolicy, Judge, SlotReadings, Verdict } from '../../shared/domain/health/model.ts';
import { type Sighting, decide } from './look.ts';

export interface JudgeSession {
	look(
		policy: HealthPolicy,
		deployment: Deployment,
		sighting: Sighting,
		baselineBefore: SlotReadings | null,
		at: number,
	): Verdict;
}

export function createJudgeSession<Memory>(judge: Judge<Memory>): JudgeSession {
	let memory = judge.start();
	return {
		look(policy, deployment, sighting, baselineBefore, at) {
			const decided = decide(judge, memory, policy, deployment, sighting, baselineBefore, at);
			memory = decided.memory;
			return decided.verdict;
		},
	};
}
