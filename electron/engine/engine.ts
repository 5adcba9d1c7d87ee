/** The engine as a whole: environments, the room that screens watch, and the commands that reach a deployment. */
import type { CommandKind, RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { isInFlight } from '../../shared/domain/deployment/model.ts';
import { type Actor, type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import { type Problem, type Result, fail, ok } from '../../shared/domain/result.ts';
import type { Caller, CommandInput, CommandOutcome, EngineApi } from '../../shared/rpc/api.ts';
import type { HostView, NoticeView, ProjectView, RoomChange, RoomState, SampleView } from '../../shared/rpc/views.ts';
import { type ClockWatch, watchClock } from './clock-watch.ts';
import { type Environment, createEnvironment } from './environment.ts';
import { listHistory, notFound, replayDeployment } from './history.ts';
import { type LiveHub, createLiveHub } from './live-hub.ts';
import { type Monitored, toSample } from './monitor.ts';
import { needsOf } from './needs.ts';
import { type NoticeDraft, noticeOf, noticePlace } from './notices.ts';
import type { Clock, Logger, Store } from './ports.ts';
import { createRoomHub } from './room-hub.ts';
import { createSampleBuffer } from './sample-buffer.ts';
import type { EnvironmentSetup } from './setup.ts';

/** The parts of the contract that the engine itself answers; the host adds projects and the sample. */
type EnginePart = Pick<EngineApi, 'room' | 'deployments' | 'history' | 'connections' | 'notices'>;

export interface Engine extends EnginePart {
	/** Shows a project and takes up its environments; resolves when each is known and any recovery has begun. */
	openProject(project: ProjectView, setups: readonly EnvironmentSetup[]): Promise<void>;
	/** Puts the project's new text or issues on screen without touching its environments. */
	showProject(project: ProjectView): void;
	/** Deployments in flight that closing this project would leave unattended. */
	inFlight(projectId: string): readonly Deployment[];
	closeProject(projectId: string): Promise<void>;
	showSample(sample: SampleView): void;
	notify(notice: NoticeDraft): void;
	state(): RoomState;
	close(): Promise<void>;
}

const followJournalMs = 1_000;
const keptNotices = 200;
const publishDelayMs = 10;

export function createEngine(options: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly host: HostView;
	readonly sample: SampleView;
	/** Makes ids that are unique across control rooms. */
	readonly newDeploymentId: (service: string, environment: string) => string;
}): Engine {
	const { store, clock, logger } = options;
	const environments = new Map<EnvironmentKey, Environment>();
	const live: LiveHub = createLiveHub(clock);
	const samples = createSampleBuffer({ store, clock, logger });
	const hub = createRoomHub({
		clock,
		initial: {
			host: options.host,
			projects: {},
			environments: {},
			deployments: {},
			connections: {},
			needs: {},
			notices: {},
			sample: options.sample,
		},
	});
	const lastStates = new Map<string, Deployment['state']>();
	let noticeCount = 0;
	let lastSeq = 0;
	let isClosed = false;
	const clockWatch: ClockWatch = watchClock(clock, (jumpMs) =>
		notify({
			tone: 'warn',
			title: `This machine's clock jumped by ${Math.round(jumpMs / 1_000)} s`,
			detail: 'Steps keep their length: they are timed by a clock that does not jump.',
		}),
	);

	function notify(draft: NoticeDraft, place: Pick<NoticeView, 'deploymentId' | 'environment'> | null = null): void {
		noticeCount += 1;
		const id = String(noticeCount).padStart(8, '0');
		const notice: NoticeView = {
			id,
			at: clock.now(),
			...draft,
			deploymentId: place?.deploymentId ?? null,
			environment: place?.environment ?? null,
		};
		const outdated = Object.keys(hub.state().notices).sort().slice(0, -keptNotices);
		hub.change([
			{ collection: 'notices', key: id, value: notice },
			...outdated.map((key) => ({ collection: 'notices', key, value: null }) as const),
		]);
	}

	/** The same trouble told once, not at every attempt. */
	const toldTroubles = new Map<string, string>();
	function tellTrouble(key: EnvironmentKey, problem: Problem): void {
		if (toldTroubles.get(key) === problem.message) return;
		toldTroubles.set(key, problem.message);
		notify({ tone: 'bad', title: problem.message, detail: problem.hint }, { deploymentId: null, environment: key });
	}

	/** Environments whose views changed; drawn together a moment later, so that no screen delays an effect. */
	const dirty = new Set<EnvironmentKey>();
	function publish(key: EnvironmentKey): void {
		dirty.add(key);
		if (dirty.size === 1) clock.after(publishDelayMs, publishDirty);
	}

	function publishDirty(): void {
		if (isClosed) return;
		for (const key of dirty) publishNow(key);
		dirty.clear();
		publishNeeds();
	}

	function publishNow(key: EnvironmentKey): void {
		const environment = environments.get(key);
		if (environment === undefined) return;
		const changes: RoomChange[] = [{ collection: 'environments', key, value: environment.view() }];
		for (const connection of environment.connections()) {
			const before = hub.state().connections[connection.id];
			tellConnection(before?.state, connection);
			changes.push({ collection: 'connections', key: connection.id, value: connection });
		}
		const deployment = environment.deployment();
		if (deployment !== null) {
			const id = deployment.deployment.id;
			changes.push({ collection: 'deployments', key: id, value: deployment });
			for (const other of Object.values(hub.state().deployments)) {
				const isOfHere = environmentKey(other.deployment.service, other.deployment.environment) === key;
				// Only the last deployment of an environment is part of the room; the rest is history.
				if (isOfHere && other.deployment.id !== id) {
					changes.push({ collection: 'deployments', key: other.deployment.id, value: null });
					live.forget(other.deployment.id);
				}
			}
		}
		hub.change(changes);
	}

	function tellConnection(
		before: string | undefined,
		now: { state: string; label: string; problem: Problem | null },
	): void {
		if (before === 'reachable' && now.state === 'unreachable') {
			notify({ tone: 'warn', title: `${now.label} cannot be reached`, detail: now.problem?.message ?? null });
		}
		if (before === 'unreachable' && now.state === 'reachable') {
			notify({ tone: 'good', title: `${now.label} answers again`, detail: null });
		}
	}

	function publishNeeds(): void {
		const before = hub.state().needs;
		const after = needsOf(hub.state());
		const changes: RoomChange[] = [];
		for (const key of Object.keys(before)) {
			if (after[key] === undefined) changes.push({ collection: 'needs', key, value: null });
		}
		for (const [key, need] of Object.entries(after)) {
			const known = before[key];
			// A need keeps the instant at which it first arose.
			const isSame = known !== undefined && known.kind === need.kind && known.title === need.title;
			const value = isSame ? { ...need, since: known.since } : need;
			if (known === undefined || JSON.stringify(known) !== JSON.stringify(value)) {
				changes.push({ collection: 'needs', key, value });
			}
		}
		if (changes.length > 0) hub.change(changes);
	}

	function recorded(deployment: Deployment, events: readonly RecordedEvent[]): void {
		const before = lastStates.get(deployment.id) ?? null;
		lastStates.set(deployment.id, deployment.state);
		if (!isInFlight(deployment) && deployment.warmUntil === null) lastStates.delete(deployment.id);
		for (const event of events) live.event(deployment.id, event);
		const last = events[0];
		const notice = last === undefined ? null : noticeOf(before, deployment, last);
		if (notice !== null) notify(notice, noticePlace(deployment));
	}

	function seen(_key: EnvironmentKey, deployment: Deployment | null, what: Monitored): void {
		if (deployment === null || what.readings.length === 0) return;
		if (!isInFlight(deployment) && deployment.warmUntil === null) return;
		const sample = toSample(what.askedAt ?? clock.now(), what.readings);
		live.sample(deployment.id, sample, what.readings);
		samples.add(deployment.id, sample);
	}

	/** Another control room may write into the same journal: its entries are picked up within a second. */
	async function followJournal(): Promise<void> {
		const seq = await store.lastSeq();
		if (seq.ok && seq.value !== lastSeq) {
			lastSeq = seq.value;
			await Promise.all([...environments.values()].map((environment) => environment.refresh()));
		}
		if (!isClosed) clock.after(followJournalMs, () => void followSafely());
	}

	async function followSafely(): Promise<void> {
		try {
			await followJournal();
		} catch (err) {
			logger.error({ err }, 'following the journal failed');
			clock.after(followJournalMs, () => void followSafely());
		}
	}
	clock.after(followJournalMs, () => void followSafely());

	function environmentOf(deploymentId: string): Environment | null {
		const shown = hub.state().deployments[deploymentId];
		if (shown === undefined) return null;
		return environments.get(environmentKey(shown.deployment.service, shown.deployment.environment)) ?? null;
	}

	async function command(kind: CommandKind, input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>> {
		const environment = environmentOf(input.deploymentId);
		if (environment === null) return unknownDeployment(input.deploymentId);
		return environment.command(kind, input, person(caller));
	}

	async function unknownDeployment(deploymentId: string): Promise<Result<CommandOutcome>> {
		const row = await store.deployment(deploymentId);
		if (!row.ok || row.value === null) return notFound(deploymentId);
		return fail(
			'not-allowed',
			'This deployment is history: another one came after it.',
			'Act on the newest deployment of the environment.',
		);
	}

	return {
		room: { watch: (lastNumber, signal) => hub.watch(lastNumber, signal) },
		deployments: {
			async start(input, caller) {
				const key = environmentKey(input.service, input.environment);
				const environment = environments.get(key);
				if (environment === undefined) {
					return fail('not-found', `No open project has the environment ${key}.`, 'Open its project first.');
				}
				return environment.start(input, person(caller));
			},
			promote: (input, caller) => command('promote', input, caller),
			promoteFully: (input, caller) => command('promote-fully', input, caller),
			pause: (input, caller) => command('pause', input, caller),
			resume: (input, caller) => command('resume', input, caller),
			retry: (input, caller) => command('retry', input, caller),
			rollBack: (input, caller) => command('roll-back', input, caller),
			live: (input, signal) => watchLive(store, live, input.deploymentId, signal),
		},
		history: {
			list: (input) => listHistory(store, input),
			async replay(input) {
				await samples.flush();
				return replayDeployment(store, input.deploymentId);
			},
		},
		connections: {
			async test(input) {
				const entry = Object.values(hub.state().connections).find((one) => one.id === input.connectionId);
				const key = entry?.usedBy[0];
				const environment = key === undefined ? undefined : environments.get(key);
				if (entry === undefined || environment === undefined) {
					return fail('not-found', 'There is no such connection.', 'Reload the screen.');
				}
				hub.change([{ collection: 'connections', key: entry.id, value: { ...entry, state: 'checking' } }]);
				await environment.ask();
				const after = environment.connections().find((one) => one.id === entry.id);
				return after?.problem == null ? ok(null) : { ok: false, problem: after.problem };
			},
		},
		notices: {
			async clear() {
				const keys = Object.keys(hub.state().notices);
				hub.change(keys.map((key) => ({ collection: 'notices', key, value: null })));
				return ok(null);
			},
		},
		async openProject(project, setups) {
			hub.change([{ collection: 'projects', key: project.id, value: project }]);
			const made = setups.map((setup) =>
				createEnvironment(
					setup,
					{ store, clock, logger, newDeploymentId: options.newDeploymentId },
					{ onChange: publish, onRecorded: recorded, onSeen: seen, onTrouble: tellTrouble },
				),
			);
			for (const environment of made) environments.set(environment.key, environment);
			// Shown at once with what is known; the truth arrives as each target answers.
			for (const environment of made) publishNow(environment.key);
			await Promise.all(made.map((environment) => environment.open()));
		},
		showProject: (project) => hub.change([{ collection: 'projects', key: project.id, value: project }]),
		inFlight: (projectId) =>
			[...environments.values()]
				.filter((environment) => environment.projectId === projectId)
				.map((environment) => environment.deployment()?.deployment)
				.filter((deployment): deployment is Deployment => deployment !== undefined && isInFlight(deployment)),
		async closeProject(projectId) {
			const closing = [...environments.values()].filter((environment) => environment.projectId === projectId);
			for (const environment of closing) environments.delete(environment.key);
			await Promise.all(closing.map((environment) => environment.close()));
			hub.change(removals(hub.state(), projectId, closing));
			publishNeeds();
		},
		showSample: (sample) => hub.change([{ collection: 'sample', key: '', value: sample }]),
		notify: (draft) => notify(draft),
		state: () => hub.state(),
		async close() {
			isClosed = true;
			clockWatch.stop();
			await samples.flush();
			await Promise.all([...environments.values()].map((environment) => environment.close()));
			environments.clear();
		},
	};
}

function person(caller: Caller): Actor {
	return { kind: 'person', name: caller.name };
}

function removals(room: RoomState, projectId: string, closing: readonly Environment[]): readonly RoomChange[] {
	const keys = new Set(closing.map((environment) => environment.key));
	const connections = Object.values(room.connections).filter((one) => one.usedBy.some((key) => keys.has(key)));
	const deployments = Object.values(room.deployments).filter(({ deployment }) =>
		keys.has(environmentKey(deployment.service, deployment.environment)),
	);
	return [
		{ collection: 'projects', key: projectId, value: null },
		...[...keys].map((key) => ({ collection: 'environments', key, value: null }) as const),
		...connections.map((one) => ({ collection: 'connections', key: one.id, value: null }) as const),
		...deployments.map((one) => ({ collection: 'deployments', key: one.deployment.id, value: null }) as const),
	];
}

/** A live stream; one that was not watched before is first filled from the journal and the stored samples. */
async function* watchLive(store: Store, live: LiveHub, deploymentId: string, signal: AbortSignal) {
	if (!live.isFilled(deploymentId)) {
		const [events, kept] = await Promise.all([store.events(deploymentId), store.samples(deploymentId)]);
		if (!events.ok || events.value.length === 0) return;
		live.fill(deploymentId, kept.ok ? kept.value : [], events.value);
	}
	yield* live.watch(deploymentId, signal);
}
