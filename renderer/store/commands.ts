/** What the screens can ask for. Every click is a request of its own; a refusal is reported and handed back. */
import type { CommandKind } from '../../shared/domain/deployment/events.ts';
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { StrategyKind } from '../../shared/domain/strategy/model.ts';
import type { CommandOutcome, SampleChange, SampleCommitted } from '../../shared/rpc/api.ts';
import type { ConfigIssue, DeploymentView, EnvironmentView, SampleFault } from '../../shared/rpc/views.ts';
import type { ControlRoomClient } from './connection.ts';

export interface Commands {
	/** Runs a command on a deployment as it stands on screen: a screen that is out of date is refused, not obeyed. */
	run(view: DeploymentView, command: CommandKind, reason?: string | null): Promise<Result<CommandOutcome>>;
	/** Starts a release in an environment as it stands on screen; null takes the environment's own strategy. */
	start(environment: EnvironmentView, version: string, strategy: StrategyKind | null): Promise<Result<CommandOutcome>>;
	/** Like the two after it, it is not reported: the form that asks says beside its field why not. */
	openProject(path: string): Promise<Result<{ readonly projectId: string }>>;
	/** A first configuration for a folder that has none; writes nothing. */
	draftProject(path: string): Promise<Result<{ readonly file: string; readonly source: string }>>;
	/** Writes the text as a new file and opens it. */
	createProject(path: string, source: string): Promise<Result<{ readonly projectId: string }>>;
	reloadProject(projectId: string): Promise<Result<{ readonly issues: readonly ConfigIssue[] }>>;
	closeProject(projectId: string): Promise<Result<null>>;
	testConnection(connectionId: string): Promise<Result<null>>;
	startSample(): Promise<Result<null>>;
	stopSample(): Promise<Result<null>>;
	setFault(fault: SampleFault): Promise<Result<null>>;
	/** Commits to the sample's repository and starts a run for it. */
	commitToSample(change: SampleChange): Promise<Result<SampleCommitted>>;
	clearNotices(): Promise<Result<null>>;
}

export interface CommandsDeps {
	readonly client: ControlRoomClient;
	/** A fresh key for each click. */
	readonly newKey: () => string;
	/** Told of every refusal. */
	readonly report: (problem: Problem) => void;
}

const methods = {
	promote: 'promote',
	'promote-fully': 'promoteFully',
	pause: 'pause',
	resume: 'resume',
	retry: 'retry',
	'roll-back': 'rollBack',
} as const satisfies Record<CommandKind, keyof ControlRoomClient['deployments']>;

/** Makes the commands over a client. */
export function createCommands({ client, newKey, report }: CommandsDeps): Commands {
	async function reported<T>(call: Promise<Result<T>>): Promise<Result<T>> {
		const result = await call;
		if (!result.ok) report(result.problem);
		return result;
	}
	return {
		run: (view, command, reason = null) =>
			reported(
				client.deployments[methods[command]]({
					deploymentId: view.deployment.id,
					expectedRevision: view.deployment.revision,
					idempotencyKey: newKey(),
					reason,
				}),
			),
		start: (environment, version, strategy) =>
			reported(
				client.deployments.start({
					service: environment.service,
					environment: environment.environment,
					version,
					strategy,
					expectedStanding: environment.standing?.version ?? null,
					idempotencyKey: newKey(),
				}),
			),
		openProject: (path) => client.projects.open({ path }),
		draftProject: (path) => client.projects.draft({ path }),
		createProject: (path, source) => client.projects.create({ path, source }),
		reloadProject: (projectId) => reported(client.projects.reload({ projectId })),
		closeProject: (projectId) => reported(client.projects.close({ projectId })),
		testConnection: (connectionId) => reported(client.connections.test({ connectionId })),
		startSample: () => reported(client.sample.start()),
		stopSample: () => reported(client.sample.stop()),
		setFault: (fault) => reported(client.sample.setFault(fault)),
		commitToSample: (change) => reported(client.sample.commit({ change, idempotencyKey: newKey() })),
		clearNotices: () => reported(client.notices.clear()),
	};
}
