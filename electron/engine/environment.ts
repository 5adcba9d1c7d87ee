/** One environment: its monitor, its lease, and at most one deployment that runs in it. */
import type { CommandKind, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings } from '../../shared/domain/health/model.ts';
import { readingsBySlot } from '../../shared/domain/health/readings.ts';
import { thresholdJudge } from '../../shared/domain/health/threshold-judge.ts';
import { type Actor, type EnvironmentKey, engineActor, environmentKey } from '../../shared/domain/release.ts';
import { type Problem, type Result, fail, ok } from '../../shared/domain/result.ts';
import type { CommandInput, CommandOutcome, StartInput } from '../../shared/rpc/api.ts';
import type { ConnectionView, DeploymentView, EnvironmentView } from '../../shared/rpc/views.ts';
import { createChronicle, unknownEnvironment } from './chronicle.ts';
import { type DeploymentRunner, createDeploymentRunner } from './deployment-runner.ts';
import { type StepEntries, deploymentView, stillTiming } from './deployment-view.ts';
import { connectionViews, environmentView } from './environment-view.ts';
import { createJudgeSession } from './judge-session.ts';
import { createLane } from './lane.ts';
import { createLeaseKeeper } from './lease-keeper.ts';
import { type Monitored, createMonitor } from './monitor.ts';
import type { Clock, DeploymentRow, EnvironmentRecord, Logger, Store } from './ports.ts';
import type { EnvironmentSetup } from './setup.ts';
import { findStanding } from './standing.ts';
import { planStart } from './start-plan.ts';
import { createStepLog } from './step-log.ts';

export interface Environment {
	readonly key: EnvironmentKey;
	readonly projectId: string;
	/** Takes up what the store says was under way, then keeps watching. Resolves once the state is known. */
	open(): Promise<void>;
	view(): EnvironmentView;
	connections(): readonly ConnectionView[];
	/** The deployment in flight or the last one; null when there never was any. */
	deployment(): DeploymentView | null;
	start(input: StartInput, actor: Actor): Promise<Result<CommandOutcome>>;
	command(command: CommandKind, input: CommandInput, actor: Actor): Promise<Result<CommandOutcome>>;
	/** Asks target and metrics now: "Test connection". */
	ask(): Promise<Monitored>;
	/** The journal grew by another hand: read what it says of this environment. */
	refresh(): Promise<void>;
	close(): Promise<void>;
}

export interface EnvironmentEvents {
	/** Views of the environment changed. */
	readonly onChange: (key: EnvironmentKey) => void;
	readonly onRecorded: (deployment: Deployment, recorded: readonly RecordedEvent[]) => void;
	readonly onSeen: (key: EnvironmentKey, deployment: Deployment | null, seen: Monitored) => void;
	readonly onTrouble: (key: EnvironmentKey, problem: Problem) => void;
}

export interface EnvironmentPorts {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly newDeploymentId: (service: string, environment: string) => string;
}

/** True while the deployment still needs its runner: in flight, or with a previous slot to retire. */
function isOpen(deployment: Deployment): boolean {
	return isInFlight(deployment) || deployment.warmUntil !== null;
}

export function createEnvironment(
	setup: EnvironmentSetup,
	ports: EnvironmentPorts,
	events: EnvironmentEvents,
): Environment {
	const { store, clock, logger } = ports;
	const key = environmentKey(setup.service, setup.config.name);
	const lookPorts = { target: setup.target, source: setup.source, clock };
	const lane = createLane();
	const stepLog = createStepLog();
	let record: EnvironmentRecord = unknownEnvironment(setup.service, setup.config.name);
	let runner: DeploymentRunner | null = null;
	/** The last deployment when it is not ours to run: ended, or held by another control room. */
	let resting: Deployment | null = null;
	let heldBy: string | null = null;
	let baselineBefore: SlotReadings | null = null;
	let isClosed = false;

	const active = (): Deployment | null => runner?.current() ?? resting;
	const lease = createLeaseKeeper({ key, store, clock, logger, onLost: (problem) => lost(problem) });
	const monitor = createMonitor({
		ports: lookPorts,
		logger,
		intervalMs: setup.config.sampleIntervalMs,
		windowMs: setup.config.sampleWindowMs,
		isBusy: () => {
			const deployment = active();
			return deployment !== null && isOpen(deployment);
		},
		onSeen: seen,
	});

	function seen(what: Monitored): void {
		const deployment = active();
		rememberBaseline(what, deployment);
		events.onSeen(key, deployment, what);
		events.onChange(key);
	}

	/** What stands is the baseline for as long as it has users to itself. */
	function rememberBaseline(what: Monitored, deployment: Deployment | null): void {
		const standing = deployment !== null && isInFlight(deployment) ? deployment.from : record.standing;
		if (standing === null || what.observed === null) return;
		if (what.observed.slots[standing.slot].weightPercent < 99) return;
		const readings = readingsBySlot(what.readings, standing.slot);
		if (readings.requests.state === 'measured') baselineBefore = readings;
	}

	function lost(problem: Problem): void {
		resting = runner?.current() ?? resting;
		runner?.close();
		runner = null;
		heldBy = typeof problem.details?.['holder'] === 'string' ? problem.details['holder'] : 'Another control room';
		events.onTrouble(key, problem);
		events.onChange(key);
	}

	function adopt(chronicle: ReturnType<typeof createChronicle>): DeploymentRunner {
		const made = createDeploymentRunner({
			ports: { ...lookPorts, smoke: setup.smoke, store, logger, fence: lease.fence },
			chronicle,
			policy: setup.config.health,
			judge: createJudgeSession(thresholdJudge),
			baselineBefore: () => baselineBefore,
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
		if (trouble !== null) events.onTrouble(key, trouble);
		// Events that could not be written yet keep their runner: it writes them as soon as it can.
		if (runner === by && !isOpen(deployment) && trouble === null) {
			resting = deployment;
			runner = null;
			by.close();
			void lease.release();
		}
		events.onChange(key);
	}

	function chronicleOf(deploymentId: string, start: Deployment | null) {
		return createChronicle({ deploymentId, start, environment: record, store, clock, logger, fence: lease.fence });
	}

	async function loadRecord(): Promise<void> {
		const all = await store.environments();
		if (all.ok) record = all.value.find((one) => one.key === key) ?? record;
		else events.onTrouble(key, all.problem);
	}

	async function lastRow(): Promise<DeploymentRow | null> {
		const rows = await store.listDeployments({
			service: setup.service,
			environment: setup.config.name,
			limit: 1,
		});
		if (!rows.ok) events.onTrouble(key, rows.problem);
		return rows.ok ? (rows.value[0] ?? null) : null;
	}

	/** Takes up the last deployment: as its runner when it is open and free, else as something to look at. */
	async function takeUp(): Promise<void> {
		await loadRecord();
		const row = await lastRow();
		if (row === null || isClosed) return;
		resting = row.deployment;
		const history = await store.events(row.deployment.id);
		if (history.ok) stepLog.take(row.deployment, history.value);
		if (!isOpen(row.deployment)) return;
		const taken = await lease.take();
		if (!taken.ok) return heldElsewhere(taken.problem);
		heldBy = null;
		// Between the first read and the lease another hand may have written: the row is read again under the lease.
		const fresh = await store.deployment(row.deployment.id);
		const start = fresh.ok && fresh.value !== null ? fresh.value.deployment : row.deployment;
		if (!isOpen(start)) {
			resting = start;
			await lease.release();
			return;
		}
		const resumed = adopt(chronicleOf(start.id, start));
		void resumed.recover().catch((err: unknown) => logger.error({ key, err }, 'recovery failed'));
	}

	function heldElsewhere(problem: Problem): void {
		heldBy = typeof problem.details?.['holder'] === 'string' ? problem.details['holder'] : 'Another control room';
		events.onChange(key);
	}

	async function standingNow() {
		const state = await monitor.ask();
		if (state.observed === null || state.targetProblem !== null) {
			return fail(
				'target-unreachable',
				`${setup.target.label} does not answer, so nothing was started: ${state.targetProblem ?? 'no reason given'}`,
				'Bring the target back and try again; the connection is shown under Connections.',
				{ retryable: true },
			);
		}
		return findStanding(state.observed, record);
	}

	async function begin(input: StartInput, actor: Actor): Promise<Result<CommandOutcome>> {
		const earlier = await store.findCommand(input.idempotencyKey);
		if (earlier.ok && earlier.value !== null) return ok({ ...earlier.value, duplicate: true });
		const running = active();
		if (running !== null && isInFlight(running)) return inFlight(running);
		const standing = await standingNow();
		if (!standing.ok) return standing;
		const plan = planStart(setup, input, standing.value, ports.newDeploymentId(setup.service, setup.config.name));
		if (!plan.ok) return plan;
		const taken = await lease.take();
		if (!taken.ok) {
			heldElsewhere(taken.problem);
			return taken;
		}
		heldBy = null;
		await runner?.endWindow();
		// Ending the window lets the lease go with the last runner: it is taken again for the new one.
		const kept = await lease.take();
		if (!kept.ok) return kept;
		return launch(plan.value, standing.value, input.idempotencyKey, actor);
	}

	async function launch(
		created: Parameters<ReturnType<typeof createChronicle>['record']>[0][number] & { type: 'created' },
		standing: EnvironmentRecord['standing'],
		idempotencyKey: string,
		actor: Actor,
	): Promise<Result<CommandOutcome>> {
		record = { ...record, standing };
		const chronicle = chronicleOf(created.id, null);
		const first = await chronicle.record([created], actor, idempotencyKey);
		if (!first.ok) {
			await lease.release();
			return first;
		}
		const made = adopt(chronicle);
		changed(made, first.value.events);
		made.begin();
		return ok({ deploymentId: created.id, revision: made.current().revision, duplicate: false });
	}

	return {
		key,
		projectId: setup.projectId,
		async open() {
			await lane.run(takeUp);
			monitor.start();
			await adoptStanding();
			events.onChange(key);
		},
		view: () =>
			environmentView({
				setup,
				record,
				seen: monitor.current(),
				active: active(),
				lastDeploymentId: null,
				heldBy,
				now: clock.now(),
			}),
		connections: () => connectionViews(setup, monitor.current()),
		deployment() {
			const deployment = active();
			if (deployment === null) return null;
			const entries: StepEntries = stepLog.entries(deployment.id);
			return deploymentView(deployment, {
				timing: runner?.timing() ?? stillTiming(deployment, deployment.finishedAt ?? clock.now()),
				latestLook: runner?.latestLook() ?? deployment.verdict,
				heldBy: isOpen(deployment) ? heldBy : null,
				entries,
			});
		},
		start: (input, actor) => lane.run(() => begin(input, actor)),
		async command(command, input, actor) {
			if (runner?.deploymentId === input.deploymentId) return runner.command(command, input, actor);
			const ended = resting?.id === input.deploymentId ? resting : null;
			if (command === 'retry' && ended?.state === 'rolled-back') return retryRelease(ended, input, actor);
			return notRunning(command, input);
		},
		ask: () => monitor.ask(),
		refresh: () => lane.run(async () => (runner === null ? takeUp() : undefined)),
		async close() {
			isClosed = true;
			monitor.stop();
			runner?.close();
			await lease.release();
			await Promise.allSettled([setup.target.close(), setup.source?.close()]);
		},
	};

	/** While nothing ships, what the target shows is what stands, whatever this control room remembers. */
	async function adoptStanding(): Promise<void> {
		const state = await monitor.ask();
		const deployment = active();
		if (state.observed === null || heldBy !== null || (deployment !== null && isInFlight(deployment))) return;
		const found = findStanding(state.observed, record);
		if (!found.ok) return events.onTrouble(key, found.problem);
		const remembered = record.standing;
		if (found.value?.version === remembered?.version && found.value?.slot === remembered?.slot) return;
		record = { ...record, standing: found.value, since: null, deploymentId: null };
		const saved = await store.saveEnvironment(record, engineActor, clock.now());
		if (!saved.ok) events.onTrouble(key, saved.problem);
		else if (remembered !== null) events.onTrouble(key, changedBehindUs(key, remembered.version, found.value?.version));
	}

	async function retryRelease(ended: Deployment, input: CommandInput, actor: Actor): Promise<Result<CommandOutcome>> {
		return lane.run(() =>
			begin(
				{
					service: ended.service,
					environment: ended.environment,
					version: ended.release.version,
					strategy: ended.strategy.kind,
					expectedStanding: record.standing?.version ?? null,
					idempotencyKey: input.idempotencyKey,
				},
				actor,
			),
		);
	}

	async function notRunning(command: CommandKind, input: CommandInput): Promise<Result<CommandOutcome>> {
		const earlier = await store.findCommand(input.idempotencyKey);
		if (earlier.ok && earlier.value !== null) return ok({ ...earlier.value, duplicate: true });
		if (heldBy !== null) {
			return fail(
				'lease-held',
				`${heldBy} holds ${key}, so this control room may only look.`,
				'Act there, or close it there first.',
			);
		}
		const state = resting === null ? 'unknown' : resting.state;
		return fail(
			'not-allowed',
			`This deployment has ended (${state}), so ${command} can do nothing.`,
			'Start a deployment of the release you want instead.',
		);
	}
}

function inFlight(running: Deployment) {
	return fail(
		'deployment-in-flight',
		`${running.release.version} is already on its way into ${running.environment}; nothing was started.`,
		'Promote it or roll it back first.',
		{ details: { deploymentId: running.id } },
	);
}

function changedBehindUs(key: EnvironmentKey, remembered: string, found: string | undefined): Problem {
	return fail(
		'stale',
		`${key} runs ${found ?? 'nothing'}, not ${remembered} as this control room remembered: it was changed by somebody else.`,
		'Nothing to do if that was meant; what the target says counts.',
	).problem;
}
