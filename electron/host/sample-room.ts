/** The sample inside the room: its project, its sliders, and an orderly end. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseConfig } from '../../shared/config/parse.ts';
import { environmentKey } from '../../shared/domain/release.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import type { Caller, EngineApi, SampleCommitted } from '../../shared/rpc/api.ts';
import type { SampleFault, SampleView } from '../../shared/rpc/views.ts';
import { pause } from '../connectors/targets/pause.ts';
import { createProcessTarget, type ProcessTargetDeps } from '../connectors/targets/process/target.ts';
import type { Engine } from '../engine/engine.ts';
import { createOnce } from '../engine/pipelines/once.ts';
import type { Clock, Logger, Target } from '../engine/ports.ts';
import { type ConnectorPorts, sampleTargetsFolder, targetFolder } from './connect-environments.ts';
import type { Projects } from './projects.ts';
import type { ControlRoomOptions } from './room.ts';
import { createSample } from './sample.ts';
import { madeUpSourceId } from './sample/made-up-deployments.ts';

type CommitInput = Parameters<EngineApi['sample']['commit']>[0];

export interface SampleRoom {
	start(): Promise<Result<null>>;
	stop(): Promise<Result<null>>;
	setFault(fault: SampleFault): Promise<Result<null>>;
	/** Commits a change and starts its run, as the caller. A key acts once. */
	commit(input: CommitInput, caller: Caller): Promise<Result<SampleCommitted>>;
	close(): Promise<void>;
}

/** What `assets/sample/signalbox.yaml` steers. */
const sampleService = 'shop';
const sampleEnvironment = 'production';

/** 15 minutes pass in 30 seconds: long enough to see, short enough to wait for. */
const clockRate = 30;

export const stoppedSample: SampleView = {
	state: 'stopped',
	fault: { delayMs: 0, errorRate: 0, memory: 0 },
	requestsPerSecond: null,
	url: null,
	problem: null,
	clockRate,
	hasPipeline: false,
};

/** Rolling back takes the target a moment and the drain a few seconds. */
const rollBackWithinMs = 30_000;
const lookAgainMs = 100;

export interface SampleRoomDeps {
	readonly engine: Engine;
	readonly projects: Projects;
	readonly connectors: ConnectorPorts;
	readonly clock: Clock;
	readonly logger: Logger;
	readonly options: ControlRoomOptions;
}

export function createSampleRoom(deps: SampleRoomDeps): SampleRoom {
	const { engine, projects, connectors, clock, logger, options } = deps;
	const targetsFolder = sampleTargetsFolder(connectors.targetsFolder);
	const stateFolder = targetFolder(targetsFolder, sampleService, sampleEnvironment);
	let projectId: string | null = null;

	const sample = createSample({
		assetsFolder: path.join(options.packageRoot, 'assets', 'sample'),
		stateFolder: path.join(options.dataFolder, 'sample'),
		targetFolder: stateFolder,
		node: { ...options.sampleNode, file: options.sampleNode.command },
		jobNode: { ...options.jobNode, file: options.jobNode.command },
		keptFolder: path.join(options.dataFolder, 'sample-shop'),
		environment: options.surroundings.environment,
		onNoPipeline: (problem, err) => {
			logger.warn({ problem, err }, 'the sample runs without its pipeline');
			engine.notify({ tone: 'warn', title: problem.message, detail: problem.hint });
		},
		mayOpen: () => refuseBeside(projects.steeredBy(environmentKey(sampleService, sampleEnvironment))),
		makeTarget: (projectFile) => makeTarget(projectFile, { ...connectors, stateFolder }),
		async openProject(file) {
			const opened = await projects.open(file, { clockRate, isSample: true });
			if (opened.ok) projectId = opened.value.projectId;
			return opened;
		},
		async closeProject() {
			if (projectId === null) return ok(null);
			await endDeployments(deps, projectId);
			const closed = await projects.close(projectId);
			if (!closed.ok) return closed;
			projectId = null;
			await forgetMadeUp(deps);
			return closed;
		},
		clock,
		logger,
		clockRate,
		onChange: (view) => engine.showSample(view),
	});

	const commits = createOnce<SampleCommitted>();

	async function commit({ change, idempotencyKey }: CommitInput, caller: Caller, stands: () => void) {
		const made = await sample.commit(change);
		if (!made.ok) return made;
		stands();
		const { commit: sha, version } = made.value;
		const input = { service: sampleService, branch: null, commit: sha, inputs: {}, idempotencyKey };
		const started = await engine.pipelines.start(input, caller);
		if (!started.ok) return notStarted(version, started);
		return ok({ version, commit: sha, runId: started.value.runId, duplicate: false });
	}

	return {
		start: () => sample.start(),
		stop: () => sample.stop(),
		setFault: (fault) => sample.setFault(fault),
		commit: (input, caller) => commits.run(input.idempotencyKey, (stands) => commit(input, caller, stands)),
		close: () => sample.close(),
	};
}

function notStarted(version: string, { problem, cause }: Extract<Result<never>, { readonly ok: false }>) {
	return fail(
		problem.code,
		`${version} was committed, but its run was not started: ${problem.message}`,
		`${problem.hint} Then start the pipeline on the screen of the service.`,
		{ cause },
	);
}

/** Both would be `shop/production` on the screen and in the journal. */
function refuseBeside(file: string | null): Result<null> {
	if (file === null) return ok(null);
	return fail(
		'already-running',
		`The project ${file} steers ${sampleService} ${sampleEnvironment}, which is also the name of the sample, so the sample was not started.`,
		'Close that project, then start the sample again.',
		{ details: { file } },
	);
}

async function makeTarget(projectFile: string, deps: ProcessTargetDeps): Promise<Result<Target>> {
	const { config } = parseConfig(await readFile(projectFile, 'utf8'), projectFile);
	const target = config?.services[0]?.environments[0]?.target;
	if (target?.kind !== 'process') {
		return fail('invalid-config', 'The sample project is damaged, so it cannot start.', 'Install Signalbox again.');
	}
	return ok(createProcessTarget(target, deps));
}

/** What was made up goes with the sample, so that no number of a person's own is blended with it. */
async function forgetMadeUp({ engine, logger, options }: SampleRoomDeps): Promise<void> {
	const forgotten = await engine.delivery.forget({ source: madeUpSourceId }, options.caller);
	if (forgotten.ok || forgotten.problem.code === 'not-found') return;
	logger.warn({ problem: forgotten.problem }, 'the made-up history of the sample was not forgotten');
}

/** Stopping the sample ends what ships in it: the way back first, so that the journal ends in order. */
async function endDeployments({ engine, clock, options }: SampleRoomDeps, projectId: string): Promise<void> {
	for (const { id: deploymentId, revision } of engine.inFlight(projectId)) {
		const input = {
			deploymentId,
			expectedRevision: revision,
			idempotencyKey: `sample-stop-${deploymentId}-${revision}`,
			reason: 'the sample was stopped',
		};
		await engine.deployments.rollBack(input, options.caller);
	}
	const until = clock.monotonic() + rollBackWithinMs;
	while (engine.inFlight(projectId).length > 0 && clock.monotonic() < until) await pause(clock, lookAgainMs);
}
