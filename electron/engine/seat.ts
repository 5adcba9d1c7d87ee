/** Who runs in an environment: at most one deployment of ours, or one that rests or that another control room holds. */
import type { DeploymentEvent, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight, type Standing } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings } from '../../shared/domain/health/model.ts';
import { type Actor, environmentKey } from '../../shared/domain/release.ts';
import { ok, type Problem, type Result } from '../../shared/domain/result.ts';
import type { DeploymentView } from '../../shared/rpc/views.ts';
import { type Chronicle, createChronicle, unknownEnvironment } from './chronicle.ts';
import { createDeploymentRunner } from './deployment-runner.ts';
import type { DeploymentRunner } from './runner-model.ts';
import { deploymentView, stillTiming } from './deployment-view.ts';
import { createJudgeSession } from './judge-session.ts';
import { createLeaseKeeper, type LeaseKeeper } from './lease-keeper.ts';
import type { Clock, EnvironmentRecord, Logger, Store } from './ports.ts';
import type { EnvironmentSetup } from './setup.ts';
import { createStepLog } from './step-log.ts';

export interface Seat {
	readonly lease: LeaseKeeper;
	/** The deployment in flight or the last one; null when there never was any. */
	active(): Deployment | null;
	/** The runner of a deployment that is ours and open; null otherwise. */
	runner(): DeploymentRunner | null;
	/** The last deployment when it is not ours to run. */
	resting(): Deployment | null;
	record(): EnvironmentRecord;
	setRecord(record: EnvironmentRecord): void;
	heldBy(): string | null;
	/** Remembers that another control room holds the environment, as its refusal said. */
	heldElsewhere(problem: Problem): void;
	freed(): void;
	/** Journals the first event of a deployment and begins it. The lease is held. */
	launch(
		created: Extract<DeploymentEvent, { type: 'created' }>,
		standing: Standing | null,
		idempotencyKey: string,
		actor: Actor,
	): Promise<Result<DeploymentRunner>>;
	/** Shows a deployment that is not run here. */
	rest(deployment: Deployment, history: readonly RecordedEvent[]): void;
	/** Takes up an open deployment after a restart. The lease is held. */
	resume(deployment: Deployment): void;
	view(): DeploymentView | null;
	close(): void;
}

export interface SeatEvents {
	readonly onChange: () => void;
	readonly onRecorded: (deployment: Deployment, recorded: readonly RecordedEvent[]) => void;
	readonly onTrouble: (problem: Problem) => void;
}

/** True while the deployment still needs its runner: in flight, or with a previous slot to retire. */
export function isOpen(deployment: Deployment): boolean {
	return isInFlight(deployment) || deployment.warmUntil !== null;
}

/** The name that a refusal gives of whoever holds the environment. */
function holderIn(problem: Problem): string {
	const holder = problem.details?.['holder'];
	return typeof holder === 'string' ? holder : 'Another control room';
}

export function createSeat(options: {
	readonly setup: EnvironmentSetup;
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly noticeSleep: () => void;
	readonly baselineBefore: () => SlotReadings | null;
	readonly events: SeatEvents;
}): Seat {
	const { setup, store, clock, logger, events } = options;
	const key = environmentKey(setup.service, setup.config.name);
	const stepLog = createStepLog();
	const lease = createLeaseKeeper({ key, store, clock, logger, onLost: lost });
	let record: EnvironmentRecord = unknownEnvironment(setup.service, setup.config.name);
	let runner: DeploymentRunner | null = null;
	let resting: Deployment | null = null;
	let heldBy: string | null = null;

	const active = (): Deployment | null => runner?.current() ?? resting;

	function lost(problem: Problem): void {
		resting = active();
		runner?.close();
		runner = null;
		heldBy = holderIn(problem);
		events.onTrouble(problem);
		events.onChange();
	}

	function chronicleOf(deploymentId: string, start: Deployment | null): Chronicle {
		return createChronicle({ deploymentId, start, environment: record, store, clock, logger, fence: lease.fence });
	}

	function adopt(chronicle: Chronicle, recall?: () => ReturnType<Store['looks']>): DeploymentRunner {
		const { target, source, smoke } = setup;
		const made = createDeploymentRunner({
			ports: { target, source, smoke, store, clock, logger, fence: lease.fence, noticeSleep: options.noticeSleep },
			chronicle,
			judge: createJudgeSession({
				policy: setup.config.health,
				clock,
				logger,
				...(recall === undefined ? {} : { recall }),
			}),
			sampleIntervalMs: setup.config.sampleIntervalMs,
			baselineBefore: options.baselineBefore,
			onChange: (recorded) => changed(made, recorded),
			onLost: lost,
		});
		runner = made;
		resting = null;
		return made;
	}

	function changed(by: DeploymentRunner, recorded: readonly RecordedEvent[]): void {
		const deployment = by.current();
		record = by.environment();
		stepLog.take(deployment, recorded);
		if (recorded.length > 0) events.onRecorded(deployment, recorded);
		const trouble = by.trouble();
		if (trouble !== null) events.onTrouble(trouble);
		// Events that could not be written yet keep their runner: it writes them as soon as it can.
		if (runner === by && !isOpen(deployment) && trouble === null) standUp(by);
		events.onChange();
	}

	function standUp(ended: DeploymentRunner): void {
		resting = ended.current();
		runner = null;
		ended.close();
		void lease.release();
	}

	return {
		lease,
		active,
		runner: () => runner,
		resting: () => resting,
		record: () => record,
		setRecord(next) {
			record = next;
		},
		heldBy: () => heldBy,
		heldElsewhere(problem) {
			heldBy = holderIn(problem);
			events.onChange();
		},
		freed() {
			if (heldBy === null) return;
			heldBy = null;
			events.onChange();
		},
		async launch(created, standing, idempotencyKey, actor) {
			if (runner !== null) throw new Error(`${key} already has a runner`);
			record = { ...record, standing };
			const chronicle = chronicleOf(created.id, null);
			const first = await chronicle.record([created], actor, idempotencyKey);
			if (!first.ok) return first;
			const made = adopt(chronicle);
			changed(made, first.value.events);
			made.begin();
			return ok(made);
		},
		rest(deployment, history) {
			resting = deployment;
			stepLog.take(deployment, history);
		},
		resume(deployment) {
			const resumed = adopt(chronicleOf(deployment.id, deployment), () => store.looks(deployment.id));
			void resumed.recover(null, () => false).catch((err: unknown) => logger.error({ key, err }, 'recovery failed'));
		},
		view() {
			const deployment = active();
			if (deployment === null) return null;
			return deploymentView(deployment, {
				timing: runner?.timing() ?? stillTiming(deployment, deployment.finishedAt ?? clock.now()),
				latestLook: runner?.latestLook() ?? deployment.verdict,
				byHand: setup.target.manualCommands,
				heldBy: isOpen(deployment) ? heldBy : null,
				entries: stepLog.entries(deployment.id),
			});
		},
		close: () => runner?.close(),
	};
}
