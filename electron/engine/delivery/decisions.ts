/** What people decide about facts: checked in words, written down once for each click, then in force. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { fail } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import type { Clock } from '../ports.ts';
import { checkIncident, checkLink, checkMonth, checkQuarantine, checkScope, type KnownNames } from './checks.ts';
import type { DecisionDesk } from './decision-desk.ts';
import { createDecisionRecorder, type DecisionRecorder } from './decision-recorder.ts';

export type DeliveryDecisions = Pick<
	DeliveryApi,
	| 'noteIncident'
	| 'withdrawIncident'
	| 'link'
	| 'quarantine'
	| 'endQuarantine'
	| 'answerMaturity'
	| 'writeNotes'
	| 'takeAction'
>;
type Input<M extends keyof DeliveryDecisions> = Parameters<DeliveryDecisions[M]>[0];

export interface DecisionsOptions {
	readonly desk: Pick<DecisionDesk, 'record'>;
	readonly store: Pick<DeliveryStore, 'decisions' | 'quarantines'>;
	readonly clock: Clock;
	readonly known: () => KnownNames;
	/** Today in the reporting zone. */
	readonly today: () => string;
	/** Whether maturity has such an item. */
	readonly isMaturityItem: (item: string) => boolean;
}

export function createDeliveryDecisions(options: DecisionsOptions): DeliveryDecisions {
	const recorder = createDecisionRecorder(options);
	return {
		...aboutIncidents(options, recorder),
		...aboutTests(options, recorder),
		...aboutMonths(options, recorder),
		link(input, caller) {
			const refusal = checkLink(input, options.known());
			return recorder.decide({ caller, key: input.idempotencyKey, refusal }, decisionOf(input.link));
		},
	};
}

function aboutIncidents(
	{ known, clock }: DecisionsOptions,
	{ decide, decideAbout, refuseUnless }: DecisionRecorder,
): Pick<DeliveryDecisions, 'noteIncident' | 'withdrawIncident'> {
	return {
		async noteIncident({ idempotencyKey: key, id, ...said }: Input<'noteIncident'>, caller: Caller) {
			const refusal =
				checkIncident({ ...said, id, idempotencyKey: key }, known(), clock.now()) ??
				(await refuseUnless('incident-noted', id, 'incident'));
			return decideAbout({ caller, key, refusal }, { type: 'incident-noted', id: id ?? `noted-${key}`, ...said });
		},
		async withdrawIncident({ id, idempotencyKey: key }: Input<'withdrawIncident'>, caller: Caller) {
			const refusal = await refuseUnless('incident-noted', id, 'incident noted by hand');
			return decide({ caller, key, refusal }, { type: 'incident-withdrawn', id });
		},
	};
}

function aboutTests(
	{ store, known, clock }: DecisionsOptions,
	{ decide }: DecisionRecorder,
): Pick<DeliveryDecisions, 'quarantine' | 'endQuarantine'> {
	return {
		quarantine({ idempotencyKey: key, ...entry }: Input<'quarantine'>, caller: Caller) {
			const refusal = checkQuarantine({ ...entry, idempotencyKey: key }, known(), clock.now());
			return decide({ caller, key, refusal }, { type: 'test-quarantined', ...entry });
		},
		async endQuarantine(input: Input<'endQuarantine'>, caller: Caller) {
			const { service, test, reason, idempotencyKey: key } = input;
			const held = await store.quarantines(clock.now());
			if (!held.ok) return held;
			const isHeld = held.value.some((one) => one.service === service && one.test === test);
			const refusal = isHeld ? null : fail('not-found', 'This test is not in quarantine.', 'Reload the screen.');
			return decide({ caller, key, refusal }, { type: 'quarantine-ended', service, test, reason });
		},
	};
}

/** What a retrospective of a month is made of beside numbers. */
function aboutMonths(
	{ known, today, isMaturityItem }: DecisionsOptions,
	{ decide, decideAbout, refuseUnless }: DecisionRecorder,
): Pick<DeliveryDecisions, 'answerMaturity' | 'writeNotes' | 'takeAction'> {
	return {
		async answerMaturity({ idempotencyKey: key, ...answer }: Input<'answerMaturity'>, caller: Caller) {
			const unknown = fail('not-found', `Maturity has no item ${answer.item}.`, 'Reload the screen.');
			const refusal = checkScope(known(), answer.scope) ?? (isMaturityItem(answer.item) ? null : unknown);
			return decide({ caller, key, refusal }, { type: 'maturity-answered', ...answer });
		},
		writeNotes({ idempotencyKey: key, ...notes }: Input<'writeNotes'>, caller: Caller) {
			const refusal = checkScope(known(), notes.scope) ?? checkMonth(notes.month, today());
			return decide({ caller, key, refusal }, { type: 'notes-written', ...notes });
		},
		async takeAction({ idempotencyKey: key, id, ...action }: Input<'takeAction'>, caller: Caller) {
			const refusal =
				checkScope(known(), action.scope) ??
				checkMonth(action.month, today()) ??
				(await refuseUnless('action-taken', id, 'action'));
			return decideAbout({ caller, key, refusal }, { type: 'action-taken', id: id ?? `action-${key}`, ...action });
		},
	};
}

function decisionOf(link: Input<'link'>['link']): DeliveryDecision {
	switch (link.kind) {
		case 'incident-deployment':
			return { type: 'incident-linked', incident: link.incident, deployment: link.deployment };
		case 'incident-unlink':
			return { type: 'incident-unlinked', incident: link.incident };
		case 'incident-service':
			return { type: 'incident-assigned', incident: link.incident, service: link.service };
		case 'deployment-commit':
			return { type: 'deployment-linked', deployment: link.deployment, commit: link.commit };
		case 'deployment-hotfix':
			return { type: 'deployment-marked', deployment: link.deployment, isHotfix: link.isHotfix };
		case 'deployments-match':
			return { type: 'deployments-matched', one: link.one, other: link.other, isSame: link.isSame };
	}
}
