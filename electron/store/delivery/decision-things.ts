/** What a decision is about: a later one about the same thing takes the place of the earlier one. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { FactRef } from '../../../shared/domain/delivery/facts.ts';
import { compareText } from '../../../shared/domain/order.ts';

export const thingOf = {
	incident: (id: string) => `incident ${id}`,
	cause: (incident: FactRef) => `cause ${incident}`,
	assignment: (incident: FactRef) => `assignment ${incident}`,
	commit: (deployment: FactRef) => `commit ${deployment}`,
	hotfix: (deployment: FactRef) => `hotfix ${deployment}`,
	/** The same whichever is named first. */
	match: (one: FactRef, other: FactRef) => `match ${JSON.stringify([one, other].sort(compareText))}`,
	quarantine: (service: string, test: string) => `quarantine ${JSON.stringify([service, test])}`,
	answer: (scope: string, item: string) => `answer ${JSON.stringify([scope, item])}`,
	notes: (scope: string, month: string) => `notes ${JSON.stringify([scope, month])}`,
	action: (id: string) => `action ${id}`,
	report: (scope: string, month: string) => `report ${JSON.stringify([scope, month])}`,
	written: (scope: string, month: string) => `written ${JSON.stringify([scope, month])}`,
} as const;

/** Name of the thing. */
export function thingOfDecision(decision: DeliveryDecision): string {
	switch (decision.type) {
		case 'incident-noted':
		case 'incident-withdrawn':
			return thingOf.incident(decision.id);
		case 'incident-linked':
		case 'incident-unlinked':
			return thingOf.cause(decision.incident);
		case 'incident-assigned':
			return thingOf.assignment(decision.incident);
		case 'deployment-linked':
			return thingOf.commit(decision.deployment);
		case 'deployment-marked':
			return thingOf.hotfix(decision.deployment);
		case 'deployments-matched':
			return thingOf.match(decision.one, decision.other);
		case 'test-quarantined':
		case 'quarantine-ended':
			return thingOf.quarantine(decision.service, decision.test);
		case 'maturity-answered':
			return thingOf.answer(decision.scope, decision.item);
		case 'notes-written':
			return thingOf.notes(decision.scope, decision.month);
		case 'action-taken':
			return thingOf.action(decision.id);
		case 'report-frozen':
			return thingOf.report(decision.scope, decision.month);
		case 'report-written':
			return thingOf.written(decision.scope, decision.month);
	}
}
