/**
 * Entry of the router process: `router-main --state FOLDER --port N --report FILE`.
 * It outlives the control room; the processes that it started outlive it.
 */
import { appendFileSync, chmodSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { parseArgs } from 'node:util';
import { type Failure, fail } from '../../../../shared/domain/result.ts';
import { createControlServer } from './control-server.ts';
import { endProcess } from '../../end-process.ts';
import { keepLogShort, writeWhole } from './files.ts';
import { freeLock, takeLock } from './lock.ts';
import type { StartReport } from './model.ts';
import { prepareFolders, type StatePaths, statePaths } from './paths.ts';
import { markedProcesses, startOf } from '../../process-identity.ts';
import { createRouter, type Router } from './router.ts';

function listen(server: Server, where: { port: number; host: string } | { path: string }): Promise<Error | null> {
	return new Promise((done) => {
		server.once('error', done);
		server.listen(where, () => {
			server.off('error', done);
			done(null);
		});
	});
}

function portInUse(port: number, cause: Error): Failure {
	const taken = 'code' in cause && cause.code === 'EADDRINUSE';
	return fail(
		'port-in-use',
		taken
			? `Port ${port} is used by another program, so users cannot be served there.`
			: `Port ${port} cannot be opened (${cause.message}), so users cannot be served there.`,
		`End the program on port ${port}, or set another "port" for the target in signalbox.yaml.`,
		{ details: { port }, retryable: true, cause },
	);
}

/** Ends what carries our mark but is on no record: left by a router that died between starting and noting. */
function endStrays(paths: StatePaths, router: Router): void {
	const known = new Set(router.instances().map((instance) => instance.id));
	for (const { pid, instance } of markedProcesses(paths.owner)) {
		if (instance !== null && !known.has(instance))
			void endProcess({ pid, startedAs: startOf(pid) }, 1_000, async () => true);
	}
}

async function openPublicPort(router: Router, wanted: number): Promise<Failure | null> {
	const port = wanted === 0 ? (router.savedPort ?? 0) : wanted;
	const error = await listen(router.server, { port, host: '127.0.0.1' });
	if (error !== null) return portInUse(port, error);
	const address = router.server.address();
	if (typeof address === 'object' && address !== null) router.listeningOn(address.port);
	return null;
}

/** Lets the control room ask; only this user may. */
async function openControl(paths: StatePaths, control: Server): Promise<Failure | null> {
	if (paths.socketFolder !== null) rmSync(paths.socket, { force: true });
	const broken = await listen(control, { path: paths.socket });
	if (broken !== null) {
		return fail(
			'target-unreachable',
			`The router's control socket ${paths.socket} cannot be opened.`,
			'Choose another data folder and try again.',
			{ cause: broken },
		);
	}
	if (paths.socketFolder !== null) chmodSync(paths.socket, 0o600);
	return null;
}

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { state: { type: 'string' }, port: { type: 'string', default: '0' }, report: { type: 'string' } },
	});
	const { state, report } = values;
	if (state === undefined || report === undefined) throw new Error('--state and --report are needed');
	const paths = statePaths(state);
	const self = { pid: process.pid, startedAs: startOf(process.pid) };
	const tell = (outcome: StartReport) => writeWhole(report, JSON.stringify(outcome));
	const log = (line: string) => {
		try {
			appendFileSync(paths.routerLog, `${new Date().toISOString()} ${line}\n`);
			keepLogShort(paths.routerLog);
		} catch {
			// A full disk must not end the router, and with it all traffic, over a line of its log.
		}
	};
	const stop = (failure: Failure) => {
		freeLock(paths, self);
		tell({ ok: false, problem: failure.problem });
		process.exit(1);
	};

	const prepared = prepareFolders(paths);
	if (!prepared.ok) return stop(prepared);
	if (!takeLock(paths, self)) {
		tell({ ok: true, already: true });
		process.exit(0);
	}
	// A socket that breaks in an unforeseen way must not take the users' traffic with it.
	process.on('uncaughtException', (error) => log(`unforeseen: ${error.stack ?? String(error)}`));
	process.on('unhandledRejection', (error) => log(`unforeseen: ${String(error)}`));

	const router = createRouter({ paths, self, log });
	const exit = () => {
		router.close();
		freeLock(paths, self);
		if (paths.socketFolder !== null) rmSync(paths.socket, { force: true });
		process.exit(0);
	};
	await router.adopt();
	endStrays(paths, router);
	const refused = await openPublicPort(router, Number(values.port));
	if (refused !== null) {
		router.close();
		return stop(refused);
	}
	const broken = await openControl(paths, createControlServer({ router, onShutdown: exit, log }));
	if (broken !== null) return stop(broken);
	process.on('SIGTERM', exit);
	process.on('SIGINT', () => {});
	process.on('SIGHUP', () => {});
	tell({ ok: true, already: false });
	log(`router ${self.pid} is up`);
}

await main();
