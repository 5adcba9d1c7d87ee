/** One `Polled` out of the answers that it was made from. */
import type { Polled } from '../../engine/pipeline-ports.ts';
import type { ReplyFacts } from './host.ts';

/** As old as the oldest answer, unchanged when all are; the budget is that of the last one. `facts` is not empty. */
export function polledOf<T>(value: T, facts: readonly (ReplyFacts & { readonly isUnchanged: boolean })[]): Polled<T> {
	const last = facts.at(-1);
	const pauses = facts.flatMap((fact) => fact.notBefore ?? []);
	return {
		value,
		isUnchanged: facts.every((fact) => fact.isUnchanged),
		asOf: Math.min(...facts.map((fact) => fact.asOf)),
		clockSkewMs: last?.clockSkewMs ?? null,
		budget: last?.budget ?? null,
		notBefore: pauses.length === 0 ? null : Math.max(...pauses),
	};
}
