/** What a deployment's runner offers, and what it needs. */
import type { CommandKind, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Absence } from '../../shared/domain/deployment/machine.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings, Verdict } from '../../shared/domain/health/model.ts';
import type { Actor } from '../../shared/domain/release.ts';
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { CommandOutcome } from '../../shared/rpc/api.ts';
import type { StepTiming } from '../../shared/rpc/views.ts';
import type { Chronicle } from './chronicle.ts';
import type { JudgeSession } from './judge-session.ts';
import type { Clock, EnvironmentRecord, Logger, MetricSource, SmokeTester, Store, Target } from './ports.ts';
import type { Answer } from './presence.ts';
import type { CommandRequest } from './runner-commands.ts';

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
	/**
	 * After a restart (`after` is null) or an absence: asks the target until it answers, then resumes or restores known
	 * good. While `isLocked` says so at that moment, it is held again.
	 */
	recover(after: Absence | null, isLocked: () => boolean): Promise<void>;
	/** The machine is away; with `roll-back` it resolves when the users are back where they were. */
	leave(because: Absence, answer: Answer): Promise<void>;
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
	/** Finds out before anything follows from what just arrived whether this machine had slept. */
	readonly noticeSleep: () => void;
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
