/** Starting one process of a version and waiting until it is healthy. */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, existsSync, openSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import type { SlotName } from '../../../../shared/domain/target/model.ts';
import { type Failure, fail, ok, type Result } from '../../../../shared/domain/result.ts';
import { findProgram } from '../../program.ts';
import { endProcess, killGroup } from '../../end-process.ts';
import { lastLines } from './files.ts';
import { inheritedEnvironment } from './environment.ts';
import { answersHealthy, createInstance, type Instance } from './instance.ts';
import type { RunSpec } from './model.ts';
import { instanceVariable, ownerVariable, startOf } from '../../process-identity.ts';
import { sleep } from '../../wait.ts';

/** Exit code by which a program says that it does not know the version it was asked for: EX_NOINPUT of sysexits.h. */
export const unknownVersionExitCode = 66;

/** Attempts when another program takes the port between finding and using it. */
const portAttempts = 3;

export interface LaunchOrder {
	readonly slot: SlotName;
	readonly version: string;
	readonly index: number;
	readonly spec: RunSpec;
}

export interface LaunchDeps {
	readonly logFolder: string;
	readonly owner: string;
	/** Called as soon as the process exists, so that it is on record before anything else happens. */
	readonly onStarted: (instance: Instance) => void;
	readonly onEnded: (instance: Instance) => void;
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
	return new Promise((done, failed) => {
		const server = createServer();
		server.on('error', failed);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			const port = typeof address === 'object' && address !== null ? address.port : 0;
			server.close(() => done(port));
		});
	});
}

function isTaken(port: number): Promise<boolean> {
	return new Promise((done) => {
		const server = createServer();
		server.on('error', () => done(true));
		server.listen(port, '127.0.0.1', () => server.close(() => done(false)));
	});
}

interface FilledCommand {
	readonly file: string;
	readonly args: readonly string[];
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
}

function fillIn(order: LaunchOrder, port: number): FilledCommand {
	const fill = (text: string) =>
		text.replaceAll('{slot}', order.slot).replaceAll('{version}', order.version).replaceAll('{port}', String(port));
	const { spec } = order;
	const env = Object.fromEntries(Object.entries(spec.env).map(([name, text]) => [name, fill(text)]));
	return { file: fill(spec.file), args: spec.args.map(fill), cwd: fill(spec.cwd), env };
}

function unknownVersion(order: LaunchOrder, detail: string) {
	return fail(
		'unknown-version',
		`Version ${order.version} is not known to the ${order.slot} slot: ${detail}. Nothing was changed for the users.`,
		'Check the version, or build it first, then start the deployment again.',
	);
}

/**
 * A version is unknown when the working folder, the program, or a folder named `{version}` in an argument
 * is not there once the version is filled in; a program may also say so itself by exit code 66.
 */
function checkFiles(order: LaunchOrder, command: FilledCommand): Result<null> {
	const { spec } = order;
	const missing = (template: string, path: string) => {
		if (template.includes('{version}')) return unknownVersion(order, `${path} does not exist`);
		return fail('deploy-failed', `${path} does not exist, so ${order.version} could not be started.`, configHint);
	};
	if (!existsSync(command.cwd)) return missing(spec.cwd, command.cwd);
	const isPath = /[\\/]/.test(command.file);
	const program = isAbsolute(command.file) ? command.file : resolve(command.cwd, command.file);
	if (isPath && !existsSync(program)) return missing(spec.file, program);
	for (const [index, template] of spec.args.entries()) {
		if (!/\{version\}[\\/]/.test(template) || template.startsWith('-')) continue;
		const path = resolve(command.cwd, command.args[index] ?? '');
		if (!existsSync(path)) return missing(template, path);
	}
	return ok(null);
}

const configHint = 'Check "run" of the target in signalbox.yaml, then start the deployment again.';

interface Started {
	readonly instance: Instance;
	readonly logOffset: number;
}

/** Starts the program in a group of its own, so that it outlives this process and can be ended as a whole. */
function start(order: LaunchOrder, port: number, deps: LaunchDeps): Promise<Result<Started>> {
	const command = fillIn(order, port);
	const checked = checkFiles(order, command);
	if (!checked.ok) return Promise.resolve(checked);
	const logFile = join(deps.logFolder, `${order.slot}-${order.index}.log`);
	appendFileSync(logFile, `--- ${new Date().toISOString()} ${order.version} on port ${port}\n`, { mode: 0o600 });
	const logOffset = statSync(logFile).size;
	const id = randomUUID();
	const env = {
		...inheritedEnvironment(),
		...command.env,
		PORT: String(port),
		SIGNALBOX_SLOT: order.slot,
		SIGNALBOX_VERSION: order.version,
		[ownerVariable]: deps.owner,
		[instanceVariable]: id,
	};
	const program = findProgram(command.file, { env, cwd: command.cwd, platform: process.platform });
	const notStarted = (cause: unknown) =>
		fail('deploy-failed', `The program ${command.file} could not be started for ${order.version}.`, configHint, {
			cause,
		});
	if (program === null) return Promise.resolve(notStarted(new Error('not found in PATH')));
	const log = openSync(logFile, 'a');
	const child = spawn(program, command.args, {
		cwd: command.cwd,
		env,
		stdio: ['ignore', log, log],
		detached: true,
		windowsHide: true,
	});
	closeSync(log);
	child.unref();
	return new Promise((done) => {
		child.once('error', (cause) => done(notStarted(cause)));
		child.once('spawn', () => {
			const { pid } = child;
			if (pid === undefined) return;
			const startedAt = Date.now();
			// The id of our own child is not given away before its end was told.
			const isOurs = async () => child.exitCode === null && child.signalCode === null;
			const record = { id, index: order.index, pid, startedAs: startOf(pid), port, logFile, startedAt };
			const instance = createInstance(record, 'starting', isOurs);
			child.once('exit', (code, signal) => {
				instance.exit = { code, signal };
				instance.health = 'down';
				killGroup(pid);
				deps.onEnded(instance);
			});
			deps.onStarted(instance);
			done(ok({ instance, logOffset }));
		});
	});
}

/** The answer to a deployment that was given up before it served anybody. */
export function calledOff(version: string): Failure {
	return fail('cancelled', `Starting ${version} was called off.`, 'Start it again.');
}

/** How a process that is starting came out; null while nothing can be said. */
async function outcomeOf(order: LaunchOrder, started: Started, signal: AbortSignal): Promise<Result<Instance>> {
	const { instance, logOffset } = started;
	const deadline = performance.now() + order.spec.readyTimeoutMs;
	const lines = () => lastLines(instance.record.logFile, logOffset);
	for (let pause = 25; ; pause = Math.min(250, pause * 1.5)) {
		if (signal.aborted) return calledOff(order.version);
		if (instance.exit !== null) {
			const { code, signal: how } = instance.exit;
			if (code === unknownVersionExitCode) return unknownVersion(order, lines().at(-1) ?? 'the program refused it');
			return fail(
				'deploy-failed',
				`${order.version} ended while it started (${code === null ? `signal ${how}` : `exit code ${code}`}), so it takes no traffic.`,
				'Read its last lines, mend the release, and deploy it again.',
				{ details: { slot: order.slot, exitCode: code, log: [...lines()], logFile: instance.record.logFile } },
			);
		}
		if (await answersHealthy(instance.record.port, order.spec.healthPath, 1_000)) {
			if (instance.exit !== null) continue;
			instance.health = 'up';
			return ok(instance);
		}
		if (performance.now() >= deadline)
			return fail(
				'slot-not-ready',
				`${order.version} did not answer ${order.spec.healthPath} with success within ${Math.round(order.spec.readyTimeoutMs / 100) / 10} s, so it takes no traffic.`,
				'Read its last lines, or allow it more time with "readyTimeout", and deploy it again.',
				{ details: { slot: order.slot, log: [...lines()], logFile: instance.record.logFile } },
			);
		await sleep(pause, signal);
	}
}

/** Runs one process until it is healthy. Whatever fails is ended before the failure is told. */
export async function launchInstance(
	order: LaunchOrder,
	deps: LaunchDeps,
	signal: AbortSignal,
): Promise<Result<Instance>> {
	for (let attempt = 1; ; attempt += 1) {
		const port = await freePort();
		const started = await start(order, port, deps);
		if (!started.ok) return started;
		const outcome = await outcomeOf(order, started.value, signal);
		if (outcome.ok) return outcome;
		const endedByItself = started.value.instance.exit !== null;
		await endProcess(started.value.instance.record, 1_000, started.value.instance.isOurs);
		if (endedByItself && attempt < portAttempts && (await isTaken(port))) continue;
		return outcome;
	}
}
