/** What people decide: approvals, waivers, freezes lifted. Held against the rules, written down, then in force. */
import { checkLift, mayLift } from '../../../shared/domain/pipeline/freeze-lifts.ts';
import { freezesFor, nextFreeze } from '../../../shared/domain/pipeline/freezes.ts';
import type { Approval } from '../../../shared/domain/pipeline/decisions.ts';
import { checkWaive } from '../../../shared/domain/gates/waivers.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { Done, PipelinesApi } from '../../../shared/rpc/pipeline-api.ts';
import type { PipelineFact, PipelineStore } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { refuseApproval } from './approval-rules.ts';
import { mayOnlyLook, noRun, person, readyService } from './commands.ts';
import { createOnce } from './once.ts';
import type { FindService, OpenService } from './open-service.ts';

type Decisions = Pick<PipelinesApi, 'approve' | 'waive' | 'endWaiver' | 'liftFreeze'>;
type Input<M extends keyof Decisions> = Parameters<Decisions[M]>[0];

export function createDecisions(options: {
	readonly find: FindService;
	readonly store: PipelineStore;
	readonly clock: Clock;
	/** A decision is in force: what it held back may go on. */
	readonly onDecided: (service: OpenService) => void;
}): Decisions {
	const { find, store, clock, onDecided } = options;
	const once = createOnce<Done>();

	/** Writes it down; only then it counts. */
	async function decide(
		service: OpenService,
		request: { readonly fact: PipelineFact; readonly key: string; readonly caller: Caller },
		apply: () => void,
	): Promise<Result<Done>> {
		const written = await store.recordPipelineFact({
			service: service.setup.service,
			fact: request.fact,
			actor: person(request.caller),
			at: clock.now(),
			idempotencyKey: request.key,
		});
		if (!written.ok) return written;
		if (written.value.duplicate) return ok({ duplicate: true });
		apply();
		onDecided(service);
		return ok({ duplicate: false });
	}

	async function approve(input: Input<'approve'>, caller: Caller): Promise<Result<Done>> {
		const ready = readyService(find, input.service);
		if (!ready.ok) return ready;
		const tracked = await ready.value.book.find(input.runId);
		if (tracked === null) return noRun();
		const refusal = refuseApproval(ready.value, tracked, input, caller, clock.now());
		if (refusal !== null) return refusal;
		const { service, book } = ready.value;
		// The newest decision of a person counts, also where the clock was set back since the one before.
		const lastAt = Math.max(0, ...book.approvals(input.runId).map(({ at }) => at));
		const approval: Approval = {
			id: `approval-${input.idempotencyKey}`,
			service: input.service,
			runId: input.runId,
			stage: input.stage,
			attempt: input.attempt,
			decision: input.decision,
			by: person(caller),
			at: Math.max(clock.now(), lastAt),
			reason: input.reason,
			answers: input.answers,
		};
		const request = { fact: { type: 'approval', approval } as const, key: input.idempotencyKey, caller };
		return decide(service, request, () => book.addApproval(approval));
	}

	async function waive(input: Input<'waive'>, caller: Caller): Promise<Result<Done>> {
		const ready = readyService(find, input.service);
		if (!ready.ok) return ready;
		const { service, book, pipeline } = ready.value;
		if (!caller.mayAct) return mayOnlyLook();
		const { gate, runId, reason, until, idempotencyKey: key } = input;
		if (!pipeline.config.stages.some(({ gates }) => gates.some(({ name }) => name === gate))) {
			return fail(
				'not-found',
				`This pipeline has no gate "${gate}".`,
				'Reload the screen; signalbox.yaml may have changed.',
			);
		}
		if (runId !== null && (await book.find(runId)) === null) return noRun();
		const refusal = checkWaive({ until, reason }, clock.now());
		if (refusal !== null) return refusal;
		const waiver = {
			id: `waiver-${key}`,
			service: input.service,
			gate,
			runId,
			by: person(caller),
			at: clock.now(),
			until,
			reason,
		};
		return decide(service, { fact: { type: 'waiver', waiver }, key, caller }, () => book.addWaiver(waiver));
	}

	async function endWaiver(input: Input<'endWaiver'>, caller: Caller): Promise<Result<Done>> {
		const ready = readyService(find, input.service);
		if (!ready.ok) return ready;
		const { service, book } = ready.value;
		if (!caller.mayAct) return mayOnlyLook();
		const { waiverId, reason, idempotencyKey: key } = input;
		const known = book.waivers().find(({ id, until }) => id === waiverId && until > clock.now());
		if (known === undefined) return fail('not-found', 'This waiver is not in force any more.', 'Reload the screen.');
		const fact = { type: 'waiver-ended', waiverId, reason } as const;
		return decide(service, { fact, key, caller }, () => book.endWaiver(waiverId));
	}

	async function liftFreeze(input: Input<'liftFreeze'>, caller: Caller): Promise<Result<Done>> {
		const service = find(input.service);
		if (service === undefined) {
			return fail('not-found', `No open project has the service ${input.service}.`, 'Open its project first.');
		}
		const { environment, reason, until, idempotencyKey: key } = input;
		const now = clock.now();
		const freeze = freezeNamed(service, environment, input.freeze, now);
		if (freeze === null) {
			return fail('not-found', `No freeze "${input.freeze}" concerns ${environment}.`, 'Reload the screen.');
		}
		const held = mayLift({ caller, freeze, people: service.setup.people });
		if (held !== null) return fail('not-allowed', `${held}.`, whoLifts(freeze.liftedBy));
		const refusal = checkLift({ until, reason }, nextFreeze(freeze, now), now);
		if (refusal !== null) return refusal;
		const lift = {
			...{ id: `lift-${key}`, freeze: freeze.name, service: input.service, environment },
			...{ by: person(caller), at: now, until, reason },
		};
		return decide(service, { fact: { type: 'freeze-lift', lift }, key, caller }, () => service.book.addLift(lift));
	}

	return {
		approve: (input, caller) => once.run(input.idempotencyKey, () => approve(input, caller)),
		waive: (input, caller) => once.run(input.idempotencyKey, () => waive(input, caller)),
		endWaiver: (input, caller) => once.run(input.idempotencyKey, () => endWaiver(input, caller)),
		liftFreeze: (input, caller) => once.run(input.idempotencyKey, () => liftFreeze(input, caller)),
	};
}

function whoLifts(names: readonly string[]): string {
	return names.length === 0 ? 'Ask somebody who may act here.' : `Ask ${names.join(' or ')}.`;
}

function freezeNamed({ setup, book }: OpenService, name: string, freeze: string, now: number) {
	const environment = setup.environments.find((one) => one.name === name);
	if (environment === undefined) return null;
	const { service, freezes } = setup;
	const concerned = freezesFor({
		service,
		environment: name,
		tier: environment.tier,
		freezes,
		lifts: book.lifts(),
		now,
	});
	return concerned.find((one) => one.freeze.name === freeze)?.freeze ?? null;
}
