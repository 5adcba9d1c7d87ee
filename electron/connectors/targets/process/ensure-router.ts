/** Starting the router when it is not there, in a process that outlives us. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../../../shared/domain/result.ts';
import type { Clock } from '../../../engine/ports.ts';
import { pause } from '../pause.ts';
import { inheritedEnvironment } from './environment.ts';
import { lastLines } from './files.ts';
import { startReportSchema } from './model.ts';
import { prepareFolders, type StatePaths } from './paths.ts';
import { ownerVariable } from '../../process-identity.ts';

/** The program that is the router: absolute path of Node (or Electron as Node) and of `router-main`. */
export interface LaunchRouter {
	readonly file: string;
	readonly args: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** What the router and the programs that it starts inherit a part of; without it, our own environment. */
	readonly environment?: () => Promise<Readonly<Record<string, string | undefined>>>;
}

/** A cold Node on a busy machine starts within seconds. */
const startTimeoutMs = 15_000;

function readReport(file: string) {
	try {
		const parsed = startReportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** Starts a router for the folder and waits until it says how it went. Another one that is there already is fine. */
export async function launchRouterProcess(
	paths: StatePaths,
	port: number,
	launch: LaunchRouter,
	clock: Clock,
): Promise<Result<null>> {
	const prepared = prepareFolders(paths);
	if (!prepared.ok) return prepared;
	const inherited = inheritedEnvironment(await launch.environment?.());
	const report = join(paths.folder, `start-${randomUUID()}.json`);
	const log = openSync(paths.routerLog, 'a', 0o600);
	let ended: unknown = null;
	const child = spawn(
		launch.file,
		[...launch.args, '--state', paths.folder, '--port', String(port), '--report', report],
		{
			cwd: paths.folder,
			detached: true,
			windowsHide: true,
			stdio: ['ignore', log, log],
			env: { ...inherited, ...launch.env, [ownerVariable]: paths.owner },
		},
	);
	closeSync(log);
	child.once('error', (error) => {
		ended = error;
	});
	child.once('exit', (code, signal) => {
		ended ??= `ended with ${code ?? signal}`;
	});
	child.unref();
	const deadline = clock.monotonic() + startTimeoutMs;
	for (;;) {
		const isOver = ended !== null;
		const told = readReport(report);
		if (told !== null) {
			rmSync(report, { force: true });
			if (told.ok) return ok(null);
			const { code, message, hint, retryable, details } = told.problem;
			return fail(code, message, hint, { retryable, ...(details === undefined ? {} : { details }) });
		}
		if (isOver || clock.monotonic() > deadline) return notStarted(paths, ended);
		await pause(clock, 15);
	}
}

function notStarted(paths: StatePaths, cause: unknown): Result<null> {
	return fail(
		'target-unreachable',
		'The router that serves the users could not be started.',
		`Read ${paths.routerLog}, mend the cause, and try again.`,
		{ cause, retryable: true, details: { log: [...lastLines(paths.routerLog, 0, 10)] } },
	);
}
