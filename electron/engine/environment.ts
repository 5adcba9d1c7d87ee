/** One environment: its monitor, its lease, and at most one deployment that runs in it. */
import type { CommandKind, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Absence } from '../../shared/domain/deployment/machine.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import type { SlotReadings } from '../../shared/domain/health/model.ts';
import { readingsBySlot } from '../../shared/domain/health/readings.ts';
import { type Actor, type EnvironmentKey, environmentKey, type Release } from '../../shared/domain/release.ts';
import { fail, ok, type Problem, type Result } from '../../shared/domain/result.ts';
import { hasAllTraffic } from '../../shared/domain/target/model.ts';
import type { CommandInput, CommandOutcome, StartInput } from '../../shared/rpc/api.ts';
import type { ConnectionView, DeploymentView, EnvironmentView } from '../../shared/rpc/views.ts';
import { backfill } from './backfill.ts';
import { begin, lookOnly, startAgain } from './begin.ts';
import { connectionViews, environmentView } from './environment-view.ts';
import type { JudgeSession } from './judge-session.ts';
import { createLane } from './lane.ts';
import { createMonitor, type Monitored } from './monitor.ts';
import type { Attended } from './machine.ts';
import type { Clock, EnvironmentRecord, Logger, Store } from './ports.ts';
import type { Answer } from './presence.ts';
import { createSeat, isOpen, type Seat } from './seat.ts';
import type { EnvironmentSetup } from './setup.ts';
import { adoptStanding, takeUp } from './take-up.ts';

export interface Environment extends Attended {
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
	/** The judge of the deployment that is run here; null when none is. */
	judge(): JudgeSession | null;
	/** True when this very deployment is run here, and not only shown. */
	runs(deploymentId: string): boolean;
	/** The other control room that holds this environment; null when it is free or ours. */
	heldBy(): string | null;
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
	/** Finds out before anything follows from what just arrived whether this machine had slept. */
	readonly noticeSleep: () => void;
	/** Releases that the service's pipeline made, newest first. */
	readonly madeReleases?: (service: string) => readonly Release[];
}

/** Readings of what stands while it has users to itself; null when they say nothing new. */
function standingReadings(
	what: Monitored,
	deployment: Deployment | null,
	record: EnvironmentRecord,
): SlotReadings | null {
	const standing = deployment !== null && isInFlight(deployment) ? deployment.from : record.standing;
	if (standing === null || what.observed === null) return null;
	if (!hasAllTraffic(what.observed.slots[standing.slot])) return null;
	const readings = readingsBySlot(what.readings, standing.slot);
	return readings.requests.state === 'measured' ? readings : null;
}

export function createEnvironment(
	setup: EnvironmentSetup,
	ports: EnvironmentPorts,
	events: EnvironmentEvents,
): Environment {
	const { store, clock, logger } = ports;
	const key = environmentKey(setup.service, setup.config.name);
	const onTrouble = (problem: Problem): void => events.onTrouble(key, problem);
	const lane = createLane();
	let baselineBefore: SlotReadings | null = null;
	let isClosed = false;
	let isLocked = false;

	const seat = createSeat({
		setup,
		store,
		clock,
		logger,
		noticeSleep: ports.noticeSleep,
		baselineBefore: () => baselineBefore,
		events: { onChange: () => events.onChange(key), onRecorded: events.onRecorded, onTrouble },
	});
	const monitor = createMonitor({
		ports: { target: setup.target, source: setup.source, clock },
		logger,
		intervalMs: setup.config.sampleIntervalMs,
		windowMs: setup.config.sampleWindowMs,
		isBusy() {
			const deployment = seat.active();
			return deployment !== null && isOpen(deployment);
		},
		onSeen(what) {
			baselineBefore = standingReadings(what, seat.active(), seat.record()) ?? baselineBefore;
			events.onSeen(key, seat.active(), what);
			events.onChange(key);
		},
	});
	const found = { key, setup, store, clock, seat, onTrouble };
	const lookAgain = async (): Promise<void> => (seat.runner() === null && !isClosed ? takeUp(found) : undefined);
	const { newDeploymentId } = ports;
	/** Those of the pipeline first; a version that is also in the file is named once. */
	function releases(): readonly Release[] {
		const made = ports.madeReleases?.(setup.service) ?? [];
		const versions = new Set(made.map(({ version }) => version));
		return [...made, ...setup.releases.filter(({ version }) => !versions.has(version))];
	}
	const starting = { key, setup, releases, store, seat, monitor, lookAgain, isClosed: () => isClosed, newDeploymentId };

	/** What was not sampled while nobody was there. Charts may wait for it; nothing else does. */
	function fillGap(): void {
		const deployment = seat.runner()?.current();
		if (deployment === undefined) return;
		backfill({ setup, store, clock, logger, deployment }).catch((err: unknown) => {
			logger.warn({ key, err }, 'a gap was not filled');
		});
	}

	/** What the policy says to an absence; null where it lets the deployment go on. */
	function answerTo(because: Absence): Answer | null {
		const { sleep, lock } = setup.config.machine;
		if (because === 'locked') return lock === 'go-on' ? null : lock;
		// Too late for a way back of which users would have had something while nobody watched.
		if (because === 'slept') return 'hold';
		return sleep === 'leave' ? null : sleep;
	}

	/** Another control room may have taken over meanwhile: then it is followed, and nothing is done here. */
	async function comeBack(after: Absence): Promise<void> {
		const runner = seat.runner();
		if (runner === null) return;
		// At once, before anything else has its turn: what was under way is in the air no more.
		const left = after === 'locked' ? null : runner.leave('slept', 'hold');
		await seat.lease.renew();
		await left;
		if (seat.runner() !== runner) return;
		await runner.recover(after, () => isLocked && setup.config.machine.lock === 'hold');
		fillGap();
	}

	return {
		key,
		projectId: setup.projectId,
		async open() {
			await lane.run(() => takeUp(found));
			fillGap();
			monitor.start();
			await adoptStanding(found, monitor);
			events.onChange(key);
		},
		view: () =>
			environmentView({
				setup,
				releases: releases(),
				record: seat.record(),
				seen: monitor.current(),
				active: seat.active(),
				heldBy: seat.heldBy(),
				now: clock.now(),
			}),
		connections: () => connectionViews(setup, monitor.current()),
		deployment: () => seat.view(),
		start: (input, actor) => lane.run(() => begin(starting, input, actor)),
		async command(command, input, actor) {
			const runner = seat.runner();
			if (runner?.deploymentId === input.deploymentId) return runner.command(command, input, actor);
			const ended = seat.resting()?.id === input.deploymentId ? seat.resting() : null;
			if (command === 'retry' && ended?.state === 'rolled-back') {
				const again = startAgain(ended, seat.record().standing, input.idempotencyKey);
				return lane.run(() => begin(starting, again, actor));
			}
			return refuseCommand(store, seat, key, command, input);
		},
		async leave(because) {
			if (because === 'locked') isLocked = true;
			const answer = answerTo(because);
			if (answer !== null) await seat.runner()?.leave(because, answer);
		},
		async comeBack(after) {
			if (after === 'locked') isLocked = false;
			await comeBack(after);
		},
		judge: () => seat.runner()?.judge() ?? null,
		runs: (deploymentId) => seat.runner()?.deploymentId === deploymentId,
		heldBy: () => seat.heldBy(),
		ask: () => monitor.ask(),
		refresh: () => lane.run(lookAgain),
		async close() {
			isClosed = true;
			monitor.stop();
			// A start that is being prepared finds that it came too late.
			await lane.idle();
			seat.close();
			await seat.lease.release();
			await Promise.allSettled([setup.target.close(), setup.source?.close()]);
		},
	};
}

/** A command for a deployment that nobody runs here. */
async function refuseCommand(
	store: Store,
	seat: Seat,
	key: EnvironmentKey,
	command: CommandKind,
	input: CommandInput,
): Promise<Result<CommandOutcome>> {
	const earlier = await store.findCommand(input.idempotencyKey);
	if (earlier.ok && earlier.value !== null) return ok({ ...earlier.value, duplicate: true });
	const heldBy = seat.heldBy();
	if (heldBy !== null) return lookOnly(heldBy, key);
	return fail(
		'not-allowed',
		`This deployment has ended (${seat.resting()?.state ?? 'unknown'}), so ${command} can do nothing.`,
		'Start a deployment of the release you want instead.',
	);
}
