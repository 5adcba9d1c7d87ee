/** The composition root that both hosts share: store, engine, connectors, projects and the sample, put together once. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import path from 'node:path';
import { configSchemaText } from '../../shared/config/json-schema.ts';
import { parseConfig } from '../../shared/config/parse.ts';
import { type Result, ok } from '../../shared/domain/result.ts';
import type { EngineApi } from '../../shared/rpc/api.ts';
import { createReplyCache } from '../connectors/http-hosts/reply-cache.ts';
import { createEvidenceCollector } from '../connectors/evidence/collector.ts';
import { createExec } from '../connectors/exec.ts';
import { createSecretResolver, noSecretsKept, noting } from '../connectors/secrets/secret-resolver.ts';
import { createSecretWorld } from '../connectors/secrets/secret-world.ts';
import { type Engine, createEngine } from '../engine/engine.ts';
import type { Clock, Logger } from '../engine/ports.ts';
import { createAttachments } from '../store/attachments.ts';
import { type OpenStore, openStore } from '../store/open-store.ts';
import { systemProcesses } from '../store/processes.ts';
import type { ConnectorPorts } from './connect-environments.ts';
import { deliveryPorts, openFacts } from './connect-delivery.ts';
import type { ServicePorts } from './connect-services.ts';
import { type ProjectDrafts, createProjectDrafts } from './project-drafts.ts';
import { type Projects, createProjects } from './projects.ts';
import type { ControlRoom, ControlRoomOptions } from './room.ts';
import { type SampleRoom, createSampleRoom, stoppedSample } from './sample-room.ts';
import { systemClock } from './system-clock.ts';

/** Opens store and engine and puts them behind the contract. Fails where the store cannot be trusted or written. */
export async function createControlRoom(options: ControlRoomOptions): Promise<Result<ControlRoom>> {
	const { logger } = options;
	const clock = systemClock();
	// In a thread of its own: it opens beside the journal.
	const opening = openFacts(options, clock.now);
	const opened = await openStore({
		file: path.join(options.dataFolder, 'signalbox.db'),
		holder: {
			label: `Signalbox on ${hostname()}, process ${process.pid}`,
			host: hostname(),
			pid: process.pid,
			startedAt: clock.now(),
		},
		processes: systemProcesses(),
		onDamage: (fields, message) => logger.warn(fields, message),
	});
	const facts = await opening;
	if (!opened.ok) {
		if (facts.ok) await facts.value.close();
		return opened;
	}
	const store = opened.value;
	const engine = createEngine({
		store,
		clock,
		logger,
		host: {
			kind: options.host,
			version: options.version,
			dataFolder: options.dataFolder,
			mayAct: options.caller.mayAct,
			actor: options.caller.name,
			suggestedProject: options.suggestedProject,
		},
		sample: stoppedSample,
		pipelines: {
			store,
			attachments: createAttachments(path.join(options.dataFolder, 'attachments')),
			collector: createEvidenceCollector({
				temporaryFolder: path.join(options.dataFolder, 'reports'),
				clock,
			}),
		},
		delivery: deliveryPorts(options, store, facts),
		newDeploymentId: (service, environment) => `${service}-${environment}-${randomUUID().slice(0, 8)}`,
	});
	await engine.recall();
	const connectors = connectorPorts(options, clock);
	const services = servicePorts(options, connectors);
	const projects = createProjects({ engine, clock, connectors, services });
	const drafts = createProjectDrafts(connectors);
	const sample = createSampleRoom({ engine, projects, connectors, clock, logger, options });
	clock.after(verifyAfterMs, () => void verifyJournal(store, engine, logger));
	options.surroundings.network.onProblem(({ message, hint }) =>
		engine.notify({ tone: 'warn', title: message, detail: hint }),
	);
	return ok({
		api: composeApi(engine, projects, drafts, sample),
		machine: engine.machine,
		writeReport: engine.writeReport,
		async close() {
			await sample.close();
			await engine.close();
			await options.surroundings.network.close();
			await store.close();
		},
	});
}

/** The whole chain is walked once the room is on screen: it takes a moment and changes nothing. */
const verifyAfterMs = 3_000;

async function verifyJournal(store: OpenStore, engine: Engine, logger: Logger): Promise<void> {
	const verified = await store.verify();
	if (verified.ok) return logger.info({ entries: verified.value.entries }, 'journal verified');
	logger.error({ problem: verified.problem, err: verified.cause }, 'journal does not verify');
	engine.notify({ tone: 'bad', title: verified.problem.message, detail: verified.problem.hint });
}

function connectorPorts(options: ControlRoomOptions, clock: Clock): ConnectorPorts {
	const { router, secrets, surroundings } = options;
	const { platform, env } = process;
	const resolve = createSecretResolver(createSecretWorld({ platform, env, readKept: secrets?.read ?? noSecretsKept }));
	return {
		clock,
		logger: options.logger,
		fetch: surroundings.network.fetch,
		exec: createExec(surroundings.environment),
		secrets: secrets === undefined ? resolve : noting(resolve, secrets.note),
		launchRouter: { file: router.command, args: router.args, env: router.env, environment: surroundings.environment },
		targetsFolder: path.join(options.dataFolder, 'targets'),
	};
}

/** Some 300 services over a few hosts, each with a list of runs and a run. */
const keptReplies = { maxEntries: 5_000, maxBytes: 64 * 1024 * 1024 };

function servicePorts({ dataFolder, surroundings }: ControlRoomOptions, connectors: ConnectorPorts): ServicePorts {
	return {
		...connectors,
		runsFolder: path.join(dataFolder, 'runs'),
		clonesFolder: path.join(dataFolder, 'clones'),
		environment: surroundings.environment,
		cache: createReplyCache(keptReplies),
	};
}

function composeApi(engine: Engine, projects: Projects, drafts: ProjectDrafts, sample: SampleRoom): EngineApi {
	return {
		room: engine.room,
		deployments: engine.deployments,
		pipelines: engine.pipelines,
		delivery: engine.delivery,
		history: engine.history,
		evidence: engine.evidence,
		connections: engine.connections,
		notices: engine.notices,
		projects: {
			open: ({ path: given }) => projects.open(given),
			draft: ({ path: given }) => drafts.draft(given),
			async create({ path: given, source }) {
				const created = await drafts.create(given, source);
				return created.ok ? projects.open(created.value.file) : created;
			},
			reload: ({ projectId }) => projects.reload(projectId),
			close: ({ projectId }) => projects.close(projectId),
			check: async ({ source, file }) => ok({ issues: parseConfig(source, file).issues }),
			schema: async () => ok({ jsonSchema: configSchemaText() }),
		},
		sample: {
			start: () => sample.start(),
			stop: () => sample.stop(),
			setFault: (fault) => sample.setFault(fault),
			commit: (input, caller) => sample.commit(input, caller),
		},
	};
}
