/** How a decision that was checked is written down, and whether the thing that it is about is there. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { mayOnlyLook, person } from '../pipelines/commands.ts';
import type { DecisionDesk } from './decision-desk.ts';

export type Said = { readonly duplicate: boolean };

/** Who decides, with the key of the click, and why it cannot be. */
export interface DecisionRequest {
	readonly caller: Caller;
	readonly key: string;
	readonly refusal: Failure | null;
}

export interface DecisionRecorder {
	decide(request: DecisionRequest, decision: DeliveryDecision): Promise<Result<Said>>;
	/** Ids follow from the click, so that a click that arrives twice makes one thing. */
	decideAbout(
		request: DecisionRequest,
		decision: DeliveryDecision & { readonly id: string },
	): Promise<Result<Said & { readonly id: string }>>;
	/** Null where the newest decision about the thing with this id is of the type: it is there, and was not withdrawn. */
	refuseUnless(type: 'incident-noted' | 'action-taken', id: string | null, what: string): Promise<Failure | null>;
}

export function createDecisionRecorder({
	desk,
	store,
}: {
	readonly desk: Pick<DecisionDesk, 'record'>;
	readonly store: Pick<DeliveryStore, 'decisions'>;
}): DecisionRecorder {
	async function decide({ caller, key, refusal }: DecisionRequest, decision: DeliveryDecision): Promise<Result<Said>> {
		if (!caller.mayAct) return mayOnlyLook();
		return refusal ?? desk.record(decision, person(caller), key);
	}

	return {
		decide,
		async decideAbout(request, decision) {
			const said = await decide(request, decision);
			return said.ok ? ok({ ...said.value, id: decision.id }) : said;
		},
		async refuseUnless(type, id, what) {
			if (id === null) return null;
			const known = await store.decisions({ types: [type] });
			if (!known.ok) return known;
			const isThere = known.value.some(({ decision }) => decision.type === type && decision.id === id);
			return isThere ? null : fail('not-found', `There is no such ${what} any more.`, 'Reload the screen.');
		},
	};
}
