/**
 * A control room that can be killed at any place: `crash-host OPTIONS`. Engine, store, process target and clock are the
 * real ones; only the metrics are made up, by the version that runs: `-bad` in its name answers a fifth of its users wrong.
 */
import { appendFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { createEngine, type Engine } from '../../electron/engine/engine.ts';
import { inspectFile } from '../../electron/store/inspect.ts';
import { composeStore } from '../../electron/store/open-store.ts';
import { systemProcesses } from '../../electron/store/processes.ts';
import { openSqlite } from '../../electron/store/sqlite.ts';
import type { Logger } from '../../electron/engine/ports.ts';
import { stoppedSample } from '../../electron/host/sample-room.ts';
import { systemClock } from '../../electron/host/system-clock.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { Caller, CommandOutcome } from '../../shared/rpc/api.ts';
import { environment, makeSetup, service } from './setup.ts';
import { hostOptions, type Order, order, type RollBackAt } from './protocol.ts';
import { createSaboteur, say } from './saboteur.ts';

const options = hostOptions.parse(JSON.parse(process.argv[2] ?? '{}'));
const clock = systemClock();
const caller: Caller = { name: 'Ada', mayAct: true };
const key = `${service}/${environment}` as const;

function log(fields: Readonly<Record<string, unknown>>, message: string): void {
	try {
		const line = JSON.stringify({ at: Date.now(), pid: process.pid, message, ...fields });
		appendFileSync(path.join(options.dataFolder, 'host.log'), `${line}\n`);
	} catch {
		// The disk may be full on purpose.
	}
}
const logger: Logger = { debug() {}, info: log, warn: log, error: log };

const saboteur = createSaboteur(() => process.kill(process.pid, 'SIGKILL'));

async function openStoreToBreak() {
	const file = path.join(options.dataFolder, 'signalbox.db');
	const sqlite = openSqlite(file, 'full');
	const inspected = await inspectFile(sqlite, file);
	if (!inspected.ok) throw new Error(inspected.problem.message);
	saboteur.bug(sqlite);
	const holder = {
		label: `Signalbox on ${hostname()}, process ${process.pid}`,
		host: hostname(),
		pid: process.pid,
		startedAt: clock.now(),
	};
	return composeStore({ file, holder, processes: systemProcesses() }, sqlite, openSqlite(file, 'normal'));
}

function outcomeOf(result: Result<CommandOutcome>) {
	return result.ok
		? { deploymentId: result.value.deploymentId, duplicate: result.value.duplicate, refused: null, text: null }
		: { deploymentId: null, duplicate: false, refused: result.problem.code, text: result.problem.message };
}

let rollBackAt: RollBackAt | null = null;

/** The person who was waiting for this moment clicks. */
function afterAppend(engine: Engine, { id, state, stepIndex }: Deployment): void {
	if (state !== rollBackAt?.state || stepIndex !== rollBackAt.stepIndex) return;
	rollBackAt = null;
	setImmediate(() => void obey(engine, { kind: 'roll-back', deploymentId: id, key: `roll-back-${id}` }));
}

async function obey(engine: Engine, wanted: Order): Promise<void> {
	switch (wanted.kind) {
		case 'start': {
			saboteur.arm(wanted.crash);
			rollBackAt = wanted.rollBackAt;
			const { version, strategy, standing: expectedStanding, key: idempotencyKey } = wanted;
			const input = { service, environment, version, strategy, expectedStanding, idempotencyKey };
			return say({ kind: 'started', outcome: outcomeOf(await engine.deployments.start(input, caller)) });
		}
		case 'roll-back': {
			const { deploymentId, key: idempotencyKey } = wanted;
			const expectedRevision = engine.state().deployments[deploymentId]?.deployment.revision ?? 1;
			const input = { deploymentId, expectedRevision, idempotencyKey, reason: null };
			return say({ kind: 'rolled-back', outcome: outcomeOf(await engine.deployments.rollBack(input, caller)) });
		}
		case 'look': {
			const { environments, deployments, notices } = engine.state();
			const [deployment = null] = Object.values(deployments);
			return say({
				kind: 'looked',
				heldBy: deployment?.heldBy ?? null,
				mayStart: environments[key]?.start.allowed ?? false,
				whyNot: environments[key]?.start.detail ?? null,
				state: deployment?.deployment.state ?? null,
				notices: Object.values(notices).map((notice) => notice.title),
			});
		}
	}
}

async function main(): Promise<void> {
	const store = await openStoreToBreak();
	saboteur.arm(options.crash);
	const engine: Engine = createEngine({
		store: saboteur.wrap(store, (deployment) => afterAppend(engine, deployment)),
		clock,
		logger,
		host: {
			kind: 'browser',
			version: '0.0.0',
			dataFolder: options.dataFolder,
			mayAct: true,
			actor: caller.name,
			suggestedProject: null,
		},
		sample: stoppedSample,
		newDeploymentId: () => `d-${process.pid}-${Math.round(clock.monotonic())}`,
	});
	const project = { id: 'p', name: 'p', file: 'signalbox.yaml', source: null, issues: [], loadedAt: 0, sample: false };
	const setup = makeSetup({ ...options, clock, logger });
	await engine.openProject(project, [setup]);
	say({ kind: 'opened', pid: process.pid });
	// Without anybody to obey there is nothing to stay for.
	const lines = createInterface({ input: process.stdin }).on('close', () => process.exit(0));
	for await (const line of lines) void obey(engine, order.parse(JSON.parse(line))).catch(tell);
}

function tell(error: unknown): void {
	say({ kind: 'failed', text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}

await main().catch((error: unknown) => {
	tell(error);
	process.exit(1);
});
