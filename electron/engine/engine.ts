/** The engine as a whole: environments, the room that screens watch, and the commands that reach a deployment. */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import { type Deployment, isInFlight } from '../../shared/domain/deployment/model.ts';
import { type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import { fail, ok } from '../../shared/domain/result.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import { noDelivery } from '../../shared/rpc/delivery-views.ts';
import type { HostView, ProjectView, RoomState, SampleView } from '../../shared/rpc/views.ts';
import { watchClock } from './clock-watch.ts';
import { createCommandsApi } from './commands-api.ts';
import { createDelivery, type Delivery, type DeliveryPorts } from './delivery/delivery.ts';
import type { DeliveryProject } from './delivery/setup.ts';
import { createEnvironment, type Environment, type EnvironmentEvents } from './environment.ts';
import { createEvidenceApi } from './evidence-api.ts';
import { listHistory, replayDeployment } from './history.ts';
import { followJournal } from './journal-follower.ts';
import type { JudgeSession } from './judge-session.ts';
import { createLiveHub } from './live-hub.ts';
import { toSample } from './monitor.ts';
import { createMachine, type MachineEvents } from './machine.ts';
import { createNoticeDesk } from './notice-desk.ts';
import type { NoticeDraft } from './notices.ts';
import type { Clock, Logger, Store } from './ports.ts';
import { createOrphans } from './orphans.ts';
import { createNoPipelines } from './pipelines/no-pipelines.ts';
import { createPipelines, type PipelinePorts } from './pipelines/pipelines.ts';
import type { ServiceSetup } from './pipelines/setup.ts';
import { createPublisher } from './publisher.ts';
import { recallNotices } from './recall.ts';
import { createRoomHub, type RoomHub } from './room-hub.ts';
import { createSampleBuffer } from './sample-buffer.ts';
import { isOpen } from './seat.ts';
import type { EnvironmentSetup } from './setup.ts';

/** The parts of the contract that the engine itself answers; the host adds projects and the sample. */
type EnginePart = Pick<
	EngineApi,
	'room' | 'deployments' | 'pipelines' | 'delivery' | 'history' | 'evidence' | 'connections' | 'notices'
>;

export interface Engine extends EnginePart {
	/** Where the host says that this machine sleeps, wakes or is locked. */
	readonly machine: MachineEvents;
	/** Tells the notices of the last deployments again, and looks for those nobody watches; call once, before the first screen. */
	recall(): Promise<void>;
	/** Shows a project and takes up its environments; resolves when each is known and any recovery has begun. */
	openProject(
		project: ProjectView,
		setups: readonly EnvironmentSetup[],
		services?: readonly ServiceSetup[],
		delivery?: DeliveryProject,
	): Promise<void>;
	/** Puts the project's new text or issues on screen without touching its environments. */
	showProject(project: ProjectView): void;
	/** Deployments in flight that closing this project would leave unattended. */
	inFlight(projectId: string): readonly Deployment[];
	closeProject(projectId: string): Promise<void>;
	showSample(sample: SampleView): void;
	/** Writes a month's report into a folder: for a host without a screen. */
	readonly writeReport: Delivery['writeReport'];
	notify(notice: NoticeDraft): void;
	state(): RoomState;
	close(): Promise<void>;
}

export interface EngineOptions {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly host: HostView;
	readonly sample: SampleView;
	/** Without them the engine runs deployments only. */
	readonly pipelines?: PipelinePorts;
	/** Without them nothing is measured. */
	readonly delivery?: DeliveryPorts;
	/** Makes ids that are unique across control rooms. */
	readonly newDeploymentId: (service: string, environment: string) => string;
}

function emptyRoom({ host, sample }: EngineOptions): RoomState {
	return {
		host,
		sample,
		projects: {},
		services: {},
		environments: {},
		deployments: {},
		connections: {},
		needs: {},
		notices: {},
		factSources: {},
		delivery: noDelivery,
	};
}

export function createEngine(options: EngineOptions): Engine {
	const { store, logger } = options;
	const environments = new Map<EnvironmentKey, Environment>();
	const find = (key: EnvironmentKey): Environment | undefined => environments.get(key);
	const clockWatch = watchClock(options.clock, {
		onJump: (jumpMs) =>
			desk.notify({
				tone: 'warn',
				title: `This machine's clock jumped by ${Math.round(jumpMs / 1_000)} s`,
				detail: 'Steps keep their length: they are timed by a clock that does not jump.',
			}),
		onSlept: () => machine.slept(),
	});
	const { clock } = clockWatch;
	const machine = createMachine({ clock, logger, attended: () => [...environments.values()] });
	const live = createLiveHub(clock);
	const samples = createSampleBuffer({ store, clock, logger });
	const hub = createRoomHub({ clock, initial: emptyRoom(options) });
	const desk = createNoticeDesk(hub, clock);
	const orphans = createOrphans({
		store,
		clock,
		logger,
		isOpen: (key) => environments.has(key),
		onChange: () => publisher.publishNeeds(),
	});
	const publisher = createPublisher({
		hub,
		clock,
		desk,
		find,
		onForgotten: (id) => live.forget(id),
		needsBesides: () => [...orphans.needs(), ...pipelines.needs(), ...delivery.needs()],
	});
	const delivery = createDelivery({
		...{ clock, logger, hub, desk, journal: store },
		pipelines: options.pipelines ?? null,
		ports: options.delivery ?? null,
		onNeeds: () => publisher.publishNeeds(),
		onQuarantines: (services) => pipelines.quarantinesChanged(services),
	});
	const pipelines =
		options.pipelines === undefined
			? createNoPipelines()
			: createPipelines({
					...{ clock, logger, hub, desk, ports: options.pipelines, quarantines: delivery.quarantines },
					onNeeds: () => publisher.publishNeeds(),
					onReleases: (keys) => {
						for (const key of keys) publisher.publish(key);
					},
					onRuns: delivery.news.runsChanged,
					onTests: delivery.news.testsRead,
				});
	const follower = followJournal({
		store,
		clock,
		logger,
		isOurs: (id) => [...environments.values()].some((environment) => environment.runs(id)),
		held: () => [...environments.values()].filter((one) => one.heldBy() !== null).map((one) => one.key),
		refresh: async (key) => find(key)?.refresh(),
	});
	const events: EnvironmentEvents = {
		onChange(key) {
			publisher.publish(key);
			pipelines.environmentChanged(key);
		},
		onTrouble: desk.trouble,
		onRecorded(deployment, recorded) {
			for (const event of recorded) live.event(deployment.id, event);
			rememberOrigin(deployment, recorded);
			desk.recorded(deployment, recorded);
			delivery.news.deploymentChanged();
		},
		onSeen(_key, deployment, what) {
			if (deployment === null || what.readings.length === 0 || !isOpen(deployment)) return;
			const sample = toSample(what.askedAt ?? clock.now(), what.readings);
			live.sample(deployment.id, sample, what.readings);
			samples.add(deployment.id, sample);
		},
	};

	/** Which file a deployment came from is known only while its project is open. */
	function rememberOrigin(deployment: Deployment, recorded: readonly RecordedEvent[]): void {
		if (recorded[0]?.event.type !== 'created') return;
		const from = find(environmentKey(deployment.service, deployment.environment));
		const project = from === undefined ? undefined : hub.state().projects[from.projectId];
		if (project !== undefined) orphans.remember(deployment, project);
	}

	function judgeOf(deploymentId: string): JudgeSession | null {
		const running = [...environments.values()].find((environment) => environment.runs(deploymentId));
		return running?.judge() ?? null;
	}

	return {
		machine,
		room: { watch: (lastNumber, signal) => hub.watch(lastNumber, signal) },
		deployments: createCommandsApi({ hub, store, live, find, mayStart: pipelines.mayStart }),
		pipelines: pipelines.api,
		delivery: delivery.api,
		history: {
			list: (input) => listHistory(store, input),
			async replay(input) {
				await samples.flush();
				return replayDeployment(store, input.deploymentId);
			},
		},
		evidence: createEvidenceApi({ store, clock, logger, judgeOf }),
		connections: {
			test: ({ connectionId }) => pipelines.test(connectionId) ?? testConnection(hub, find, connectionId),
		},
		notices: {
			async clear() {
				desk.clear();
				return ok(null);
			},
		},
		async recall() {
			orphans.begin();
			desk.recall(await recallNotices(store));
		},
		async openProject(project, setups, services = [], measured) {
			hub.change([{ collection: 'projects', key: project.id, value: project }]);
			const ports = {
				store,
				clock,
				logger,
				newDeploymentId: options.newDeploymentId,
				noticeSleep: clockWatch.check,
				madeReleases: pipelines.releasesOf,
			};
			const made = setups.map((setup) => createEnvironment(setup, ports, events));
			for (const environment of made) environments.set(environment.key, environment);
			// Shown at once with what is known; the truth arrives as each target answers.
			for (const environment of made) publisher.publishNow(environment.key);
			orphans.changed();
			if (measured !== undefined) delivery.open(measured, services);
			await Promise.all([...made.map((environment) => environment.open()), pipelines.open(services)]);
		},
		showProject: (project) => hub.change([{ collection: 'projects', key: project.id, value: project }]),
		inFlight: (projectId) => shipping([...environments.values()], projectId),
		async closeProject(projectId) {
			const closing = [...environments.values()].filter((environment) => environment.projectId === projectId);
			for (const environment of closing) environments.delete(environment.key);
			await Promise.all([
				...closing.map((environment) => environment.close()),
				pipelines.close(projectId),
				delivery.close(projectId),
			]);
			publisher.remove(
				projectId,
				closing.map((environment) => environment.key),
			);
			orphans.changed();
		},
		showSample: (sample) => hub.change([{ collection: 'sample', key: '', value: sample }]),
		notify: (draft) => desk.notify(draft),
		writeReport: delivery.writeReport,
		state: () => hub.state(),
		async close() {
			publisher.stop();
			orphans.stop();
			clockWatch.stop();
			follower.stop();
			await samples.flush();
			await Promise.all([pipelines.stop(), delivery.stop()]);
			await Promise.all([...environments.values()].map((environment) => environment.close()));
			environments.clear();
		},
	};
}

function shipping(environments: readonly Environment[], projectId: string): readonly Deployment[] {
	return environments
		.filter((environment) => environment.projectId === projectId)
		.map((environment) => environment.deployment()?.deployment)
		.filter((deployment) => deployment !== undefined)
		.filter(isInFlight);
}

/** "Test connection": asks now and answers with what is wrong, if anything. */
async function testConnection(
	hub: RoomHub,
	find: (key: EnvironmentKey) => Environment | undefined,
	connectionId: string,
) {
	const shown = hub.state().connections[connectionId];
	const environment = shown?.usedBy[0] === undefined ? undefined : find(shown.usedBy[0]);
	if (shown === undefined || environment === undefined) {
		return fail('not-found', 'There is no such connection.', 'Reload the screen.');
	}
	hub.change([{ collection: 'connections', key: shown.id, value: { ...shown, state: 'checking' } }]);
	await environment.ask();
	const after = environment.connections().find((one) => one.id === connectionId);
	const problem = after?.problem ?? null;
	return problem === null ? ok(null) : ({ ok: false, problem } as const);
}
