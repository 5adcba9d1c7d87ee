/** Commands from the screens, each brought to the environment that it is about. */
import type { CommandKind } from '../../shared/domain/deployment/events.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { type Actor, type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import { fail, type Failure, type Result } from '../../shared/domain/result.ts';
import type { Caller, CommandInput, CommandOutcome, EngineApi } from '../../shared/rpc/api.ts';
import type { Environment } from './environment.ts';
import { notFound } from './history.ts';
import type { LiveHub } from './live-hub.ts';
import type { Pipelines } from './pipelines/pipelines.ts';
import type { Store } from './ports.ts';
import type { RoomHub } from './room-hub.ts';

function person(caller: Caller): Actor {
	return { kind: 'person', name: caller.name };
}

export function createCommandsApi(options: {
	readonly hub: RoomHub;
	readonly store: Store;
	readonly live: LiveHub;
	readonly find: (key: EnvironmentKey) => Environment | undefined;
	/** What the pipeline and freezes say to a start; a rollback never asks. */
	readonly mayStart: Pipelines['mayStart'];
}): EngineApi['deployments'] {
	const { hub, store, live } = options;

	/** What pipeline and freezes say to a start; how the version is listed says whether a run has to prove it. */
	function askToStart(environment: Environment, version: string, isGoingBack: boolean): Promise<Result<null>> {
		const listed = environment.view().releases.find((release) => release.version === version);
		const isWithoutPipeline = listed?.withoutPipeline === true;
		return options.mayStart({ key: environment.key, version, isGoingBack, isWithoutPipeline });
	}

	/** "Try again" of what was rolled back is a start like any other; on the way back it is part of the way back. */
	async function refuseAgain(environment: Environment, { state, release }: Deployment): Promise<Failure | null> {
		if (state !== 'rolled-back') return null;
		const allowed = await askToStart(environment, release.version, false);
		return allowed.ok ? null : allowed;
	}

	const command =
		(kind: CommandKind) =>
		async (input: CommandInput, caller: Caller): Promise<Result<CommandOutcome>> => {
			const shown = hub.state().deployments[input.deploymentId]?.deployment;
			const environment =
				shown === undefined ? undefined : options.find(environmentKey(shown.service, shown.environment));
			if (shown === undefined || environment === undefined) return unknownDeployment(store, input.deploymentId);
			const refusal = kind === 'retry' ? await refuseAgain(environment, shown) : null;
			return refusal ?? environment.command(kind, input, person(caller));
		};

	return {
		async start(input, caller) {
			const key = environmentKey(input.service, input.environment);
			const environment = options.find(key);
			if (environment === undefined) {
				return fail('not-found', `No open project has the environment ${key}.`, 'Open its project first.');
			}
			const { knownGood, standing } = environment.view();
			const isGoingBack = input.version === knownGood && input.version !== standing?.version;
			const allowed = await askToStart(environment, input.version, isGoingBack);
			return allowed.ok ? environment.start(input, person(caller)) : allowed;
		},
		promote: command('promote'),
		promoteFully: command('promote-fully'),
		pause: command('pause'),
		resume: command('resume'),
		retry: command('retry'),
		rollBack: command('roll-back'),
		live: (input, signal) => watchLive(store, live, input.deploymentId, signal),
	};
}

async function unknownDeployment(store: Store, deploymentId: string): Promise<Result<CommandOutcome>> {
	const row = await store.deployment(deploymentId);
	if (!row.ok || row.value === null) return notFound(deploymentId);
	return fail(
		'not-allowed',
		'This deployment is history: another one came after it, or its project is not open.',
		'Act on the newest deployment of the environment.',
	);
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
