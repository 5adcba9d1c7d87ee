/** Runs one deployment: takes commands, keeps time, looks, journals, acts. One event at a time. */
import type { CommandKind, DeploymentEvent } from '../../shared/domain/deployment/events.ts';
import { type Absence, machineHold } from '../../shared/domain/deployment/machine.ts';
import { type Deployment, isOnItsWay, type PendingEffect, stepAt } from '../../shared/domain/deployment/model.ts';
import { isTrafficBack } from '../../shared/domain/deployment/rollback.ts';
import type { StoredLook } from '../../shared/domain/health/model.ts';
import { type Actor, engineActor } from '../../shared/domain/release.ts';
import { fail, ok, type Problem, type Result } from '../../shared/domain/result.ts';
import type { CommandOutcome } from '../../shared/rpc/api.ts';
import { createCatchUp } from './catch-up.ts';
import type { Recorded } from './chronicle.ts';
import { createGate } from './gate.ts';
import { createLane } from './lane.ts';
import { createLooker } from './looker.ts';
import { createEffectPerformer } from './perform-effect.ts';
import { createPresence } from './presence.ts';
import type { DeploymentRunner, RunnerOptions } from './runner-model.ts';
import { type CommandRequest, earlierOutcome, refuseCommand, withWhatStands } from './runner-commands.ts';
import { createStepTimers } from './step-timers.ts';
import { createTeller } from './teller.ts';
import { pause } from './timed.ts';

const retryJournalMs = 2_000;
/** Not now: what was to be journalled comes again. */
const notNow = fail('cancelled', 'This deployment is not run just now.', 'Nothing to do: it goes on by itself.');

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
		onPatienceEnded: (stepIndex) => onTime({ type: 'patience-ended', stepIndex }),
		onWindowEnded: () => onTime({ type: 'window-ended' }),
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
		inTurn: (work) => ownTurn(async () => (presence.mayTimePass() ? work() : undefined), undefined),
		commit: (event) => commit(event, engineActor),
		onSeen: () => options.onChange([]),
	});
	const presence = createPresence({
		ports,
		signal: lifetime.signal,
		current,
		isActing: () => acting > 0,
		inTurn: (work) => lane.run(work),
		commit: (event) => commit(event, engineActor),
		freeze() {
			timers.stop();
			if (isOnItsWay(current())) performer.abandon();
		},
	});
	const tell = createTeller(clock, options.onChange);
	const catchUp = createCatchUp({
		clock,
		everyMs: retryJournalMs,
		signal: lifetime.signal,
		inTurn: (work) => lane.run(work),
		attempt: () => chronicle.catchUp(),
		onDone: () => options.onChange([]),
	});
	let acting = 0;
	let isEndingStep = false;
	const slotFreed = createGate();
	const trafficBack = createGate();

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
		if (recorded.events.some(({ event }) => event.type === 'recovered' && event.after !== 'locked')) timers.restart();
		if (presence.mayTimePass()) timers.follow(deployment);
		if (chronicle.trouble() !== null) catchUp();
		if (deployment.warmUntil === null || deployment.state !== 'completed') slotFreed.open();
		if (isTrafficBack(deployment)) trafficBack.open();
		tell(recorded.events, { afterTheOrder: turnsBack });
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

	/** Something of the engine's own, in turn: an absence of the machine is written down before anything follows. */
	function ownTurn<T>(work: () => Promise<T>, otherwise: T): Promise<T> {
		return lane.run(async () => {
			if (lifetime.signal.aborted) return otherwise;
			ports.noticeSleep();
			return (await presence.note()) && !lifetime.signal.aborted ? work() : otherwise;
		});
	}

	/** What only the time brought about; nothing when the machine turns out to have been away. */
	function onTime(event: DeploymentEvent): void {
		if (presence.mayTimePass()) void happen(event);
	}

	/** An event of the engine's own; one that could not be written comes again as soon as the journal can be written. */
	async function happen(event: DeploymentEvent): Promise<void> {
		while (!lifetime.signal.aborted) {
			const result = await ownTurn(async () => commit(event, engineActor), notNow);
			if (result.ok) return;
			await pause(clock, retryJournalMs, lifetime.signal);
		}
	}

	async function act(intent: PendingEffect): Promise<void> {
		acting += 1;
		const outcome = await performer.perform(intent.effect, current());
		const effectId = intent.id;
		const { observed } = outcome;
		await happen(
			outcome.ok
				? { type: 'effect-done', effectId, observed, note: outcome.note }
				: { type: 'effect-failed', effectId, problem: outcome.problem, observed },
		);
		acting -= 1;
	}

	/**
	 * The time of a step is over. The judge looks once more before anything follows from that: what it says at the end may
	 * be another thing than what it said before.
	 */
	async function stepOver(stepIndex: number): Promise<void> {
		if (isEndingStep || !presence.mayTimePass()) return;
		const { stepStartedAt } = current();
		isEndingStep = true;
		try {
			if (stepAt(current())?.kind === 'analyse') await look(true);
			// Begun anew meanwhile, because nobody watched for a while: its time is not over.
			if (current().stepStartedAt === stepStartedAt) await happen({ type: 'step-elapsed', stepIndex });
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
		if (!presence.mayTimePass()) return;
		try {
			await looker.look(isStepOver);
		} catch (err) {
			logger.error({ deploymentId: current().id, err }, 'a look of the judge failed');
		} finally {
			if (!lifetime.signal.aborted && presence.mayTimePass()) timers.follow(current());
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
		const event =
			command === 'resume' && current().state === 'needs-operator'
				? await withWhatStands(ports, said, chronicle.environment(), lifetime.signal)
				: ok(said);
		if (!event.ok) return event;
		const result = await commit(event.value, actor, request.idempotencyKey);
		if (!result.ok) return result;
		const { deployment, isDuplicate } = result.value;
		// A person who lets it go on is there, whatever the machine said; it goes on once the target has answered.
		const hold = machineHold(deployment);
		if (command === 'resume' && hold !== null && !isDuplicate) void recover(hold.because, () => false);
		return ok({ deploymentId: deployment.id, revision: deployment.revision, duplicate: isDuplicate });
	}

	async function recover(after: Absence | null, isLocked: () => boolean): Promise<void> {
		await presence.recover(after, isLocked);
		if (current().state === 'queued' && presence.mayTimePass()) void happen({ type: 'begun' });
	}

	function close(): void {
		lifetime.abort();
		performer.abandon();
		timers.stop();
		// Whoever waits for the slot must not wait for ever.
		slotFreed.open();
		trafficBack.open();
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
		recover,
		async leave(because, answer) {
			await presence.leave(because, answer);
			if (answer === 'hold') return;
			while (!lifetime.signal.aborted && !isTrafficBack(current())) await trafficBack.wait();
		},
		async endWindow() {
			if (current().state !== 'completed' || current().warmUntil === null) return ok(null);
			const freed = slotFreed.wait();
			const asked = await lane.run(() => commit({ type: 'window-ended' }, engineActor));
			if (!asked.ok) return asked;
			await freed;
			return ok(null);
		},
		close,
	};
}
