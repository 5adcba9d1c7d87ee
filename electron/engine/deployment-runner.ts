/** Runs one deployment: takes commands, keeps time, looks, journals, acts. One event at a time. */
import { checkCommand } from '../../shared/domain/deployment/commands.ts';
import type { CommandKind, DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment, PendingEffect } from '../../shared/domain/deployment/model.ts';
import type { HealthPolicy, SlotReadings, Verdict } from '../../shared/domain/health/model.ts';
import { isNewVerdict } from '../../shared/domain/health/target-facts.ts';
import { type Actor, engineActor } from '../../shared/domain/release.ts';
import { type Problem, type Result, fail, ok } from '../../shared/domain/result.ts';
import type { TargetState } from '../../shared/domain/target/model.ts';
import type { CommandOutcome } from '../../shared/rpc/api.ts';
import type { StepTiming } from '../../shared/rpc/views.ts';
import type { Chronicle, Recorded } from './chronicle.ts';
import { staleReason } from './stale.ts';
import { createLane } from './lane.ts';
import { type Sighting, see } from './look.ts';
import { createEffectPerformer } from './perform-effect.ts';
import type { Clock, EnvironmentRecord, Logger, MetricSource, SmokeTester, Store, Target } from './ports.ts';
import { createStepTimers, isWatched } from './step-timers.ts';
import type { JudgeSession } from './judge-session.ts';

export interface DeploymentRunner {
	readonly deploymentId: string;
	current(): Deployment;
	environment(): EnvironmentRecord;
	timing(): StepTiming;
	latestLook(): Verdict | null;
	/** Why the journal cannot be written just now; null when it can. */
	trouble(): Problem | null;
	command(
		command: CommandKind,
		input: { readonly expectedRevision: number; readonly idempotencyKey: string; readonly reason: string | null },
		actor: Actor,
	): Promise<Result<CommandOutcome>>;
	/** The environment is ours: enters the first step. */
	begin(): void;
	/** After a restart: asks the target until it answers, then resumes or restores known good. */
	recover(): Promise<void>;
	/** Ends the rollback window now, because the next deployment needs the slot. Resolves when the slot is free. */
	endWindow(): Promise<void>;
	/** Stops timers and gives up what is under way without journalling anything: the next start recovers. */
	close(): void;
}

export interface RunnerPorts {
	readonly target: Target;
	readonly source: MetricSource | null;
	readonly smoke: SmokeTester;
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly fence: () => number;
}

export interface RunnerOptions {
	readonly ports: RunnerPorts;
	readonly chronicle: Chronicle;
	readonly policy: HealthPolicy;
	readonly judge: JudgeSession;
	/** Readings of what stands, from before it lost its traffic; the baseline of a blue-green watch. */
	readonly baselineBefore: () => SlotReadings | null;
	/** Called after every change of what a screen shows. Must not throw. */
	readonly onChange: (recorded: readonly RecordedEvent[]) => void;
	/** The environment was taken over by another control room: this runner has stopped. */
	readonly onLost: (problem: Problem) => void;
}

const retryJournalMs = 2_000;
const askAgainMs = 1_000;
const askAgainAtMostMs = 15_000;

/** Makes the runner of a deployment whose first event is already in `chronicle`. */
export function createDeploymentRunner(options: RunnerOptions): DeploymentRunner {
	const { ports, chronicle, policy, judge } = options;
	const { clock, logger } = ports;
	const lane = createLane();
	const lifetime = new AbortController();
	const performer = createEffectPerformer(ports);
	const timers = createStepTimers({
		clock,
		clockRate: current().clockRate,
		onStepElapsed: (stepIndex) => happen({ type: 'step-elapsed', stepIndex }),
		onPatienceEnded: (stepIndex) => happen({ type: 'patience-ended', stepIndex }),
		onWindowEnded: () => happen({ type: 'window-ended' }),
		onLook: () => void look(),
	});
	let latestLook: Verdict | null = null;
	let isCatchingUp = false;
	let slotFreed: (() => void)[] = [];

	function current(): Deployment {
		const deployment = chronicle.current();
		if (deployment === null) throw new Error('A runner needs a deployment that was created');
		return deployment;
	}

	/** Everything that follows from a written event: effects first, then time, then the screens. */
	function follow(before: Deployment, recorded: Recorded): void {
		if (recorded.isDuplicate) return;
		const turnsBack = recorded.deployment.state === 'rolling-back' && before.state !== 'rolling-back';
		if (turnsBack) performer.abandon();
		for (const intent of recorded.intents) void act(intent);
		if (before.stepIndex !== recorded.deployment.stepIndex) latestLook = null;
		timers.follow(recorded.deployment);
		if (chronicle.trouble() !== null) scheduleCatchUp();
		if (recorded.deployment.warmUntil === null || recorded.deployment.state !== 'completed') {
			for (const free of slotFreed) free();
			slotFreed = [];
		}
		options.onChange(recorded.events);
	}

	async function commit(event: DeploymentEvent, actor: Actor, key: string | null = null): Promise<Result<Recorded>> {
		const before = current();
		const recorded = await chronicle.record([event], actor, key);
		if (lifetime.signal.aborted) return recorded;
		if (recorded.ok) follow(before, recorded.value);
		else failedToRecord(recorded.problem);
		return recorded;
	}

	function failedToRecord(problem: Problem): void {
		if (problem.code === 'lease-lost' || problem.code === 'stale') {
			close();
			options.onLost(problem);
			return;
		}
		options.onChange([]);
	}

	/** An event of the engine's own; one that could not be written comes again as soon as the journal can be written. */
	function happen(event: DeploymentEvent): void {
		void lane.run(async () => {
			if (lifetime.signal.aborted) return;
			const result = await commit(event, engineActor);
			if (!result.ok && !lifetime.signal.aborted) clock.after(retryJournalMs, () => happen(event));
		});
	}

	async function act(intent: PendingEffect): Promise<void> {
		const outcome = await performer.perform(intent.effect, current());
		if (lifetime.signal.aborted) return;
		happen(
			outcome.ok
				? { type: 'effect-done', effectId: intent.id, observed: outcome.observed, note: outcome.note }
				: { type: 'effect-failed', effectId: intent.id, problem: outcome.problem, observed: outcome.observed },
		);
	}

	function scheduleCatchUp(): void {
		if (isCatchingUp) return;
		isCatchingUp = true;
		clock.after(retryJournalMs, () => {
			isCatchingUp = false;
			if (lifetime.signal.aborted) return;
			void lane.run(async () => {
				if (await chronicle.catchUp()) options.onChange([]);
				else scheduleCatchUp();
			});
		});
	}

	/** Reads, judges, and journals the verdict when it says something new. */
	async function look(): Promise<void> {
		const looked = current();
		if (!isWatched(looked) || lifetime.signal.aborted) return;
		const windowMs = Math.max(1_000, Math.min(policy.windowMs / looked.clockRate, timers.watchedMs()));
		const sighting = await see(ports, windowMs, looked.observed, lifetime.signal);
		if (lifetime.signal.aborted) return;
		try {
			await lane.run(() => takeLook(looked, sighting));
		} catch (err) {
			logger.error({ deploymentId: looked.id, err }, 'a look of the judge failed');
		} finally {
			// Looking goes on whatever happened to this look.
			if (!lifetime.signal.aborted) timers.follow(current());
		}
	}

	async function takeLook(looked: Deployment, sighting: Sighting): Promise<void> {
		const deployment = current();
		// What was read belongs to the step in which it was read, not to the next.
		if (!isWatched(deployment) || deployment.stepIndex !== looked.stepIndex) return;
		const verdict = judge.look(policy, deployment, sighting, options.baselineBefore(), clock.now());
		latestLook = verdict;
		if (isNewVerdict(deployment.verdict, verdict)) {
			await commit({ type: 'verdict', stepIndex: deployment.stepIndex, verdict }, engineActor);
		} else {
			options.onChange([]);
		}
	}

	async function runCommand(
		command: CommandKind,
		input: { readonly expectedRevision: number; readonly idempotencyKey: string; readonly reason: string | null },
		actor: Actor,
	): Promise<Result<CommandOutcome>> {
		const deployment = current();
		const refusal = refuse(deployment, command, input.expectedRevision);
		if (refusal !== null) {
			const earlier = await earlierOutcome(input.idempotencyKey);
			return earlier === null ? refusal : ok(earlier);
		}
		const result = await commit({ type: 'commanded', command, reason: input.reason }, actor, input.idempotencyKey);
		if (!result.ok) return result;
		const { deployment: after, isDuplicate } = result.value;
		return ok({ deploymentId: after.id, revision: after.revision, duplicate: isDuplicate });
	}

	function refuse(deployment: Deployment, command: CommandKind, expectedRevision: number) {
		const check = checkCommand(deployment, command);
		const stale = staleReason(deployment, command, expectedRevision);
		if (stale !== null) {
			return fail('stale', stale, 'Look at what the screen shows now and decide again.', {
				details: { revision: deployment.revision, state: deployment.state },
			});
		}
		if (check.allowed) return null;
		const message = `${check.label} is not possible now: ${check.detail ?? 'the state does not allow it'}.`;
		return fail('not-allowed', message, 'The buttons on the deployment show what is possible.', {
			details: { state: deployment.state, revision: deployment.revision },
		});
	}

	/** A second arrival of a click that has already acted is no error. */
	async function earlierOutcome(idempotencyKey: string): Promise<CommandOutcome | null> {
		const found = await ports.store.findCommand(idempotencyKey);
		if (!found.ok || found.value === null || found.value.deploymentId !== current().id) return null;
		return { deploymentId: found.value.deploymentId, revision: found.value.revision, duplicate: true };
	}

	async function askTarget(): Promise<TargetState | null> {
		for (let delayMs = askAgainMs; !lifetime.signal.aborted; delayMs = Math.min(delayMs * 2, askAgainAtMostMs)) {
			const sighting = await see({ ...ports, source: null }, 0, null, lifetime.signal);
			if (sighting.observed !== null) return sighting.observed;
			logger.warn({ deploymentId: current().id, problem: sighting.problem }, 'target does not answer after restart');
			const problem = fail(
				'target-unreachable',
				`After the restart the target does not answer, so it is not known what runs: ${sighting.problem ?? 'no reason given'}`,
				'Bring the target back; the deployment goes on by itself once it answers. Roll back can be tried at any time.',
				{ retryable: true },
			).problem;
			if (current().problem?.message !== problem.message) {
				await lane.run(() => commit({ type: 'recovered', observed: null, problem }, engineActor));
			}
			await new Promise<void>((resolve) => clock.after(delayMs, resolve));
			// A person rolled back meanwhile: that already knows what to do.
			if (current().state === 'rolling-back' && current().pending.length > 0) return null;
		}
		return null;
	}

	function close(): void {
		lifetime.abort();
		performer.abandon();
		timers.stop();
	}

	return {
		deploymentId: current().id,
		current,
		environment: () => chronicle.environment(),
		timing: () => timers.timing(current()),
		latestLook: () => latestLook,
		trouble: () => chronicle.trouble(),
		command: (command, input, actor) => lane.run(() => runCommand(command, input, actor)),
		begin: () => happen({ type: 'begun' }),
		async recover() {
			timers.follow(current());
			const observed = await askTarget();
			if (observed === null) return;
			await lane.run(() => commit({ type: 'recovered', observed, problem: null }, engineActor));
			if (current().state === 'queued') happen({ type: 'begun' });
		},
		async endWindow() {
			if (current().state !== 'completed' || current().warmUntil === null) return;
			const freed = new Promise<void>((resolve) => slotFreed.push(resolve));
			happen({ type: 'window-ended' });
			await freed;
		},
		close,
	};
}
