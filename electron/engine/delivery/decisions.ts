/** What people decide about facts: checked in words, written down once for each click, then in force. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { mayOnlyLook, person } from '../pipelines/commands.ts';
import type { Clock } from '../ports.ts';
import { checkIncident, checkLink, checkMonth, checkQuarantine, checkScope, type KnownNames } from './checks.ts';
import type { DecisionDesk } from './decision-desk.ts';

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
type Said = { readonly duplicate: boolean };

export function createDeliveryDecisions(options: {
	readonly desk: DecisionDesk;
	readonly store: Pick<DeliveryStore, 'decisions' | 'quarantines'>;
	readonly clock: Clock;
	readonly known: () => KnownNames;
	/** Today in the reporting zone. */
	readonly today: () => string;
	/** Whether maturity has such an item. */
	readonly isMaturityItem: (item: string) => boolean;
}): DeliveryDecisions {
	const { desk, store, clock, known, today } = options;

	async function decide(
		request: { readonly caller: Caller; readonly key: string; readonly refusal: Failure | null },
		decision: DeliveryDecision,
	): Promise<Result<Said>> {
		if (!request.caller.mayAct) return mayOnlyLook();
		if (request.refusal !== null) return request.refusal;
		return desk.record(decision, person(request.caller), request.key);
	}

	/** Ids follow from the click, so that a click that arrives twice makes one thing. */
	async function decideAbout<D extends DeliveryDecision & { readonly id: string }>(
		request: Parameters<typeof decide>[0],
		decision: D,
	): Promise<Result<Said & { readonly id: string }>> {
		const said = await decide(request, decision);
		return said.ok ? ok({ ...said.value, id: decision.id }) : said;
	}

	/** Whether the newest decision about the thing with this id is of the type: it is there, and was not withdrawn. */
	async function refuseUnless(
		type: 'incident-noted' | 'action-taken',
		id: string | null,
		what: string,
	): Promise<Failure | null> {
		if (id === null) return null;
		const known = await store.decisions({ types: [type] });
		if (!known.ok) return known;
		const isThere = known.value.some(({ decision }) => decision.type === type && decision.id === id);
		return isThere ? null : fail('not-found', `There is no such ${what} any more.`, 'Reload the screen.');
	}

	async function noteIncident({ idempotencyKey: key, id, ...said }: Input<'noteIncident'>, caller: Caller) {
		const refusal =
			checkIncident({ ...said, id, idempotencyKey: key }, known(), clock.now()) ??
			(await refuseUnless('incident-noted', id, 'incident'));
		return decideAbout({ caller, key, refusal }, { type: 'incident-noted', id: id ?? `noted-${key}`, ...said });
	}

	async function withdrawIncident({ id, idempotencyKey: key }: Input<'withdrawIncident'>, caller: Caller) {
		const refusal = await refuseUnless('incident-noted', id, 'incident noted by hand');
		return decide({ caller, key, refusal }, { type: 'incident-withdrawn', id });
	}

	async function endQuarantine(input: Input<'endQuarantine'>, caller: Caller) {
		const { service, test, reason, idempotencyKey: key } = input;
		const held = await store.quarantines(clock.now());
		if (!held.ok) return held;
		const isHeld = held.value.some((one) => one.service === service && one.test === test);
		const refusal = isHeld ? null : fail('not-found', 'This test is not in quarantine.', 'Reload the screen.');
		return decide({ caller, key, refusal }, { type: 'quarantine-ended', service, test, reason });
	}

	async function answerMaturity({ idempotencyKey: key, ...answer }: Input<'answerMaturity'>, caller: Caller) {
		const unknown = fail('not-found', `Maturity has no item ${answer.item}.`, 'Reload the screen.');
		const refusal = checkScope(known(), answer.scope) ?? (options.isMaturityItem(answer.item) ? null : unknown);
		return decide({ caller, key, refusal }, { type: 'maturity-answered', ...answer });
	}

	async function takeAction({ idempotencyKey: key, id, ...action }: Input<'takeAction'>, caller: Caller) {
		const refusal =
			checkScope(known(), action.scope) ??
			checkMonth(action.month, today()) ??
			(await refuseUnless('action-taken', id, 'action'));
		return decideAbout({ caller, key, refusal }, { type: 'action-taken', id: id ?? `action-${key}`, ...action });
	}

	return {
		noteIncident,
		withdrawIncident,
		link(input, caller) {
			const refusal = checkLink(input, known());
			return decide({ caller, key: input.idempotencyKey, refusal }, decisionOf(input.link));
		},
		quarantine({ idempotencyKey: key, ...entry }, caller) {
			const refusal = checkQuarantine({ ...entry, idempotencyKey: key }, known(), clock.now());
			return decide({ caller, key, refusal }, { type: 'test-quarantined', ...entry });
		},
		endQuarantine,
		answerMaturity,
		writeNotes({ idempotencyKey: key, ...notes }, caller) {
			const refusal = checkScope(known(), notes.scope) ?? checkMonth(notes.month, today());
			return decide({ caller, key, refusal }, { type: 'notes-written', ...notes });
		},
		takeAction,
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
