/** Runs one deployment: takes commands, keeps time, looks, journals, acts. One event at a time. */
import type { CommandKind, DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, type PendingEffect, stepAt } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings, StoredLook, Verdict } from '../../shared/domain/health/model.ts';
import { type Actor, engineActor } from '../../shared/domain/release.ts';
import { fail, ok, type Problem, type Result } from '../../shared/domain/result.ts';
import type { CommandOutcome } from '../../shared/rpc/api.ts';
import type { StepTiming } from '../../shared/rpc/views.ts';
import { askTarget } from './ask-target.ts';
import type { Chronicle, Recorded } from './chronicle.ts';
import type { JudgeSession } from './judge-session.ts';
import { createLane } from './lane.ts';
import { see } from './look.ts';
import { createLooker } from './looker.ts';
import { createEffectPerformer } from './perform-effect.ts';
import type { Clock, EnvironmentRecord, Logger, MetricSource, SmokeTester, Store, Target } from './ports.ts';
import { type CommandRequest, earlierOutcome, refuseCommand } from './runner-commands.ts';
import { findStanding } from './standing.ts';
import { createStepTimers } from './step-timers.ts';
import { pause } from './timed.ts';

export interface DeploymentRunner {
	readonly deploymentId: string;
	current(): Deployment;
	environment(): EnvironmentRecord;
	timing(): StepTiming;
	latestLook(): Verdict | null;
	/** The judges of this deployment and how their evidence grew. */
	judge(): JudgeSession;
	/** Why the journal cannot be written just now; null when it can. */
	trouble(): Problem | null;
	command(command: CommandKind, request: CommandRequest, actor: Actor): Promise<Result<CommandOutcome>>;
	/** The environment is ours: enters the first step. */
	begin(): void;
	/** After a restart: asks the target until it answers, then resumes or restores known good. */
	recover(): Promise<void>;
	/**
	 * Ends the rollback window now, because the next deployment needs the slot. Resolves when the slot is free, or with
	 * what kept it from being asked for.
	 */
	endWindow(): Promise<Result<null>>;
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
	readonly judge: JudgeSession;
	/** Pace of the live charts, ms; a judge that gains from more looks never looks more often. */
	readonly sampleIntervalMs: number;
	/** Readings of what stands, from before it lost its traffic; the baseline of a blue-green watch. */
	readonly baselineBefore: () => SlotReadings | null;
	/** Called after every change of what a screen shows. Must not throw. */
	readonly onChange: (recorded: readonly RecordedEvent[]) => void;
	/** The environment was taken over by another control room: this runner has stopped. */
	readonly onLost: (problem: Problem) => void;
}

const retryJournalMs = 2_000;

/** Makes the runner of a deployment whose first event is already in `chronicle`. */
export function createDeploymentRunner(options: RunnerOptions): DeploymentRunner {
	const { ports, chronicle } = options;
	const { clock, logger } = ports;
	const lane = createLane();
	const lifetime = new AbortController();
	const performer = createEffectPerformer(ports);
	const timers = createStepTimers({
		clock,
		clockRate: current().clockRate,
		sampleIntervalMs: options.judge.policy.sequential.role === 'off' ? null : options.sampleIntervalMs,
		onStepElapsed: (stepIndex) => void stepOver(stepIndex),
		onPatienceEnded: (stepIndex) => void happen({ type: 'patience-ended', stepIndex }),
		onWindowEnded: () => void happen({ type: 'window-ended' }),
		onLook: () => void look(),
	});
	const looker = createLooker({
		ports,
		judge: options.judge,
		baselineBefore: options.baselineBefore,
		signal: lifetime.signal,
		current,
		watchedMs: () => timers.watchedMs(),
		stepMs: () => timers.stepMs(),
		keep: (look) => void keep(look),
		inTurn: (work) => lane.run(work),
		commit: (event) => commit(event, engineActor),
		onSeen: () => options.onChange([]),
	});
	let isEndingStep = false;
	let isCatchingUp = false;
	/** Until the target has told what is so, no time passes for the deployment: nothing may follow from it. */
	let isRecovering = false;
	let slotFreed: (() => void)[] = [];
	let untold: (readonly RecordedEvent[])[] = [];

	function current(): Deployment {
		const deployment = chronicle.current();
		if (deployment === null) throw new Error('A runner needs a deployment that was created');
		return deployment;
	}

	/** Everything that follows from a written event: effects first, then time, then the screens. */
	function follow(before: Deployment, recorded: Recorded): void {
		if (recorded.isDuplicate) return;
		const { deployment } = recorded;
		const turnsBack = deployment.state === 'rolling-back' && before.state !== 'rolling-back';
		if (turnsBack) performer.abandon();
		for (const intent of recorded.intents) void act(intent);
		if (before.stepIndex !== deployment.stepIndex) looker.forget();
		if (!isRecovering) timers.follow(deployment);
		if (chronicle.trouble() !== null) scheduleCatchUp();
		if (deployment.warmUntil === null || deployment.state !== 'completed') tellSlotFreed();
		tell(recorded.events, turnsBack);
	}

	/** Tells what happened, in order. On the way back the order to the target leaves this process first. */
	function tell(events: readonly RecordedEvent[], afterTheOrder: boolean): void {
		untold.push(events);
		if (afterTheOrder) clock.after(0, tellAll);
		else tellAll();
	}

	function tellAll(): void {
		const waiting = untold;
		untold = [];
		for (const events of waiting) options.onChange(events);
	}

	function tellSlotFreed(): void {
		for (const free of slotFreed) free();
		slotFreed = [];
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
		if (problem.code !== 'lease-lost' && problem.code !== 'stale') return options.onChange([]);
		close();
		options.onLost(problem);
	}

	/** An event of the engine's own; one that could not be written comes again as soon as the journal can be written. */
	async function happen(event: DeploymentEvent): Promise<void> {
		while (!lifetime.signal.aborted) {
			const result = await lane.run(async () => (lifetime.signal.aborted ? ok(null) : commit(event, engineActor)));
			if (result.ok) return;
			await pause(clock, retryJournalMs, lifetime.signal);
		}
	}

	async function act(intent: PendingEffect): Promise<void> {
		const outcome = await performer.perform(intent.effect, current());
		if (lifetime.signal.aborted) return;
		const effectId = intent.id;
		if (outcome.ok) void happen({ type: 'effect-done', effectId, observed: outcome.observed, note: outcome.note });
		else void happen({ type: 'effect-failed', effectId, problem: outcome.problem, observed: outcome.observed });
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

	/**
	 * The time of a step is over. The judge looks once more before anything follows from that: what it says at the end may
	 * be another thing than what it said before.
	 */
	async function stepOver(stepIndex: number): Promise<void> {
		if (isEndingStep) return;
		isEndingStep = true;
		try {
			if (stepAt(current())?.kind === 'analyse') await look(true);
			await happen({ type: 'step-elapsed', stepIndex });
		} finally {
			isEndingStep = false;
		}
	}

	async function keep(look: StoredLook): Promise<void> {
		const kept = await ports.store.saveLook(current().id, look);
		if (!kept.ok) logger.warn({ deploymentId: current().id, problem: kept.problem }, 'a look was not kept');
	}

	/** Looking goes on, whatever happens to one look. */
	async function look(isStepOver = false): Promise<void> {
		try {
			await looker.look(isStepOver);
		} catch (err) {
			logger.error({ deploymentId: current().id, err }, 'a look of the judge failed');
		} finally {
			if (!lifetime.signal.aborted) timers.follow(current());
		}
	}

	async function runCommand(
		command: CommandKind,
		request: CommandRequest,
		actor: Actor,
	): Promise<Result<CommandOutcome>> {
		const refusal = refuseCommand(current(), command, request.expectedRevision);
		if (refusal !== null) {
			const earlier = await earlierOutcome(ports.store, current().id, request.idempotencyKey);
			return earlier === null ? refusal : ok(earlier);
		}
		const said = { type: 'commanded', command, reason: request.reason } as const;
		const event = command === 'resume' && current().state === 'needs-operator' ? await withWhatStands(said) : ok(said);
		if (!event.ok) return event;
		const result = await commit(event.value, actor, request.idempotencyKey);
		if (!result.ok) return result;
		const { deployment, isDuplicate } = result.value;
		return ok({ deploymentId: deployment.id, revision: deployment.revision, duplicate: isDuplicate });
	}

	/** A person accepts what the target shows: then it must have been asked. */
	async function withWhatStands(event: DeploymentEvent & { type: 'commanded' }): Promise<Result<DeploymentEvent>> {
		const { observed, problem } = await see({ ...ports, source: null }, 0, null, lifetime.signal);
		if (observed !== null) {
			const standing = findStanding(observed, chronicle.environment());
			return standing.ok ? ok({ ...event, observed }) : standing;
		}
		const message = `The target does not say what stands, so there is nothing to accept: ${problem ?? 'no reason given'}`;
		return fail('target-unreachable', message, 'Bring the target back, then try again.', { retryable: true });
	}

	async function tellSilence(problem: Problem): Promise<void> {
		if (current().problem?.message === problem.message) return;
		await lane.run(() => commit({ type: 'recovered', observed: null, problem }, engineActor));
	}

	function close(): void {
		lifetime.abort();
		performer.abandon();
		timers.stop();
		// Whoever waits for the slot must not wait for ever.
		tellSlotFreed();
	}

	return {
		deploymentId: current().id,
		current,
		environment: () => chronicle.environment(),
		timing: () => timers.timing(current()),
		latestLook: () => looker.latest(),
		judge: () => options.judge,
		trouble: () => chronicle.trouble(),
		command: (command, request, actor) => lane.run(() => runCommand(command, request, actor)),
		begin: () => void happen({ type: 'begun' }),
		async recover() {
			isRecovering = true;
			const observed = await askTarget(ports, {
				signal: lifetime.signal,
				// A person rolled back meanwhile: that already knows what to do.
				isMoot: () => current().state === 'rolling-back' && current().pending.length > 0,
				onSilence: tellSilence,
			});
			isRecovering = false;
			if (observed === null) return;
			await lane.run(() => commit({ type: 'recovered', observed, problem: null }, engineActor));
			if (current().state === 'queued') void happen({ type: 'begun' });
		},
		async endWindow() {
			if (current().state !== 'completed' || current().warmUntil === null) return ok(null);
			const freed = new Promise<void>((resolve) => slotFreed.push(resolve));
			const asked = await lane.run(() => commit({ type: 'window-ended' }, engineActor));
			if (!asked.ok) return asked;
			await freed;
			return ok(null);
		},
		close,
	};
}
