/** Starting a deployment: everything that may refuse it comes before the first event. */
import { type Deployment, isInFlight, type Standing } from '../../shared/domain/deployment/model.ts';
import type { Actor, EnvironmentKey, Release } from '../../shared/domain/release.ts';
import { type Failure, fail, ok, type Result } from '../../shared/domain/result.ts';
import type { CommandOutcome, StartInput } from '../../shared/rpc/api.ts';
import type { Monitor } from './monitor.ts';
import type { Store } from './ports.ts';
import type { Seat } from './seat.ts';
import type { EnvironmentSetup } from './setup.ts';
import { findStanding } from './standing.ts';
import { planStart } from './start-plan.ts';

export interface BeginPorts {
	readonly key: EnvironmentKey;
	readonly setup: EnvironmentSetup;
	/** That may be started now, newest first. */
	readonly releases: () => readonly Release[];
	readonly store: Store;
	readonly seat: Seat;
	readonly monitor: Monitor;
	/** Reads what another control room may have started since the last look. */
	readonly lookAgain: () => Promise<void>;
	/** True once the environment was closed: nothing may begin in it any more. */
	readonly isClosed: () => boolean;
	readonly newDeploymentId: (service: string, environment: string) => string;
}

/** The refusal where another control room holds the environment. */
export function lookOnly(heldBy: string, key: EnvironmentKey): Failure {
	const hint = 'Act there, or close it there first.';
	return fail('lease-held', `${heldBy} holds ${key}, so this control room may only look.`, hint);
}

function inFlight(running: Deployment) {
	return fail(
		'deployment-in-flight',
		`${running.release.version} is already on its way into ${running.environment}; nothing was started.`,
		'Promote it or roll it back first.',
		{ details: { deploymentId: running.id } },
	);
}

/** Asks the target: a release is only started on what is really there. */
async function standingNow({ setup, seat, monitor }: BeginPorts): Promise<Result<Standing | null>> {
	const state = await monitor.ask();
	if (state.observed !== null && state.targetProblem === null) return findStanding(state.observed, seat.record());
	return fail(
		'target-unreachable',
		`${setup.target.label} does not answer, so nothing was started: ${state.targetProblem ?? 'no reason given'}`,
		'Bring the target back and try again; the connection is shown under Connections.',
		{ retryable: true },
	);
}

/** Takes the lease, and the slot from the deployment before if that still keeps its previous release warm. */
async function takeSeat({ seat }: BeginPorts): Promise<Result<unknown>> {
	const taken = await seat.lease.take();
	if (!taken.ok) {
		seat.heldElsewhere(taken.problem);
		return taken;
	}
	seat.freed();
	const ended = await seat.runner()?.endWindow();
	if (ended?.ok === false) return ended;
	// Ending the window lets the lease go with the last runner: it is taken again for the new one.
	return seat.lease.take();
}

/** Starts a deployment, or says why not. A second arrival of the same click answers with the first one's outcome. */
export async function begin(ports: BeginPorts, input: StartInput, actor: Actor): Promise<Result<CommandOutcome>> {
	const { setup, store, seat } = ports;
	const earlier = await store.findCommand(input.idempotencyKey);
	if (earlier.ok && earlier.value !== null) return ok({ ...earlier.value, duplicate: true });
	await ports.lookAgain();
	const running = seat.active();
	const heldBy = seat.heldBy();
	if (running !== null && isInFlight(running)) return heldBy === null ? inFlight(running) : lookOnly(heldBy, ports.key);
	const remembered = seat.record().standing;
	const standing = await standingNow(ports);
	if (!standing.ok) return standing;
	const plan = planStart(
		{ ...setup, releases: ports.releases() },
		input,
		standing.value,
		ports.newDeploymentId(setup.service, setup.config.name),
	);
	if (!plan.ok) return plan;
	const taken = await takeSeat(ports);
	if (!taken.ok) return taken;
	// While the target was asked, a person may have rolled back, or closed the project: the plan is then about the past.
	const overtaken = whatOvertook(ports, remembered);
	if (overtaken !== null) {
		if (seat.runner() === null) await seat.lease.release();
		return overtaken;
	}
	const launched = await seat.launch(plan.value, standing.value, input.idempotencyKey, actor);
	if (!launched.ok) {
		await seat.lease.release();
		return launched;
	}
	const { id, revision } = launched.value.current();
	return ok({ deploymentId: id, revision, duplicate: false });
}

function whatOvertook({ seat, isClosed, key }: BeginPorts, remembered: Standing | null): Failure | null {
	if (isClosed()) {
		return fail('cancelled', `The project of ${key} was closed, so nothing was started.`, 'Open it again first.');
	}
	const running = seat.active();
	if (running !== null && isInFlight(running)) return inFlight(running);
	const standing = seat.record().standing;
	const isSame = standing?.version === remembered?.version && standing?.slot === remembered?.slot;
	if (isSame && seat.runner() === null) return null;
	return fail(
		'stale',
		`What stands in ${key} changed while the start was being prepared, so nothing was started.`,
		'Look at what stands now and decide again.',
	);
}

/** The start that tries a rolled-back release again, from its first step. */
export function startAgain(ended: Deployment, standing: Standing | null, idempotencyKey: string): StartInput {
	return {
		service: ended.service,
		environment: ended.environment,
		version: ended.release.version,
		strategy: ended.strategy.kind,
		expectedStanding: standing?.version ?? null,
		idempotencyKey,
	};
}
