/** What people decided about one service, as far as it may still matter. */
import type { Waiver } from '../../../shared/domain/gates/model.ts';
import type { Approval, FreezeLift } from '../../../shared/domain/pipeline/decisions.ts';
import type { Problem } from '../../../shared/domain/result.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';

export interface DecisionBook {
	/** Reads the decisions on these runs, and all waivers and lifts: another control room may have written some. */
	loadDecisions(runIds: readonly string[]): Promise<void>;
	/** True once the decisions on this run were read. */
	hasDecisions(runId: string): boolean;
	forgetDecisions(runId: string): void;
	/** Of one run, in order of time. */
	approvals(runId: string): readonly Approval[];
	waivers(): readonly Waiver[];
	lifts(): readonly FreezeLift[];
	addApproval(approval: Approval): void;
	addWaiver(waiver: Waiver): void;
	endWaiver(waiverId: string): void;
	addLift(lift: FreezeLift): void;
}

export function createDecisionBook(options: {
	readonly service: string;
	readonly store: Pick<PipelineStore, 'pipelineDecisions'>;
	readonly clock: Clock;
	readonly onProblem: (problem: Problem) => void;
}): DecisionBook {
	const { service, store, clock } = options;
	const approvals = new Map<string, readonly Approval[]>();
	let waivers: readonly Waiver[] = [];
	let lifts: readonly FreezeLift[] = [];
	/** Ended here while the store was being read. */
	const ended = new Set<string>();

	return {
		async loadDecisions(runIds) {
			const askedAt = clock.now();
			const decided = await store.pipelineDecisions({ service, runIds, now: askedAt });
			if (!decided.ok) return options.onProblem(decided.problem);
			for (const runId of runIds) {
				const read = decided.value.approvals.filter((approval) => approval.runId === runId);
				approvals.set(runId, merged(read, approvals.get(runId) ?? []));
			}
			// What was decided here while the store was read is in memory alone; what another room ended is in neither.
			const isFresh = ({ at }: { readonly at: number }): boolean => at >= askedAt;
			waivers = merged(decided.value.waivers, waivers.filter(isFresh)).filter(({ id }) => !ended.has(id));
			lifts = merged(decided.value.lifts, lifts.filter(isFresh));
		},
		hasDecisions: (runId) => approvals.has(runId),
		forgetDecisions: (runId) => void approvals.delete(runId),
		approvals: (runId) => approvals.get(runId) ?? [],
		waivers: () => waivers,
		lifts: () => lifts,
		addApproval(approval) {
			approvals.set(approval.runId, merged([approval], approvals.get(approval.runId) ?? []));
		},
		addWaiver(waiver) {
			waivers = merged([waiver], waivers);
		},
		endWaiver(waiverId) {
			ended.add(waiverId);
			waivers = waivers.filter(({ id }) => id !== waiverId);
		},
		addLift(lift) {
			lifts = merged([lift], lifts);
		},
	};
}

/** Each once, in order of time; of the same instant the later read or given is the later. */
function merged<T extends { readonly id: string; readonly at: number }>(
	some: readonly T[],
	more: readonly T[],
): readonly T[] {
	const all = new Map([...more, ...some].map((one) => [one.id, one]));
	return [...all.values()].sort((a, b) => a.at - b.at);
}
