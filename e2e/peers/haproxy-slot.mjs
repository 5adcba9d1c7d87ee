/**
 * A deployable service for tests behind HAProxy, and the commands that deploy and retire it.
 *
 *   node haproxy-slot.mjs start DIR SLOT VERSION PORT   starts a detached server, returns once it listens; 3 = unknown version
 *   node haproxy-slot.mjs stop DIR SLOT PORT            ends it and returns when it is gone
 *   node haproxy-slot.mjs serve DIR SLOT VERSION PORT   the server itself
 *
 * The server ends by itself when DIR is gone, so that a test that is killed leaves nothing behind for long.
 * JavaScript, because stripping types would double the time that each deploy of a test takes.
 */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const knownVersions = ['1.0.0', '2.0.0', '6.6.6'];
/** Runs, but its health check never passes. */
const brokenVersion = '6.6.6';

const [action = '', dir = '', slot = '', ...rest] = process.argv.slice(2);

if (action === 'serve') serve(rest[0] ?? '', Number(rest[1]));
else if (action === 'start') process.exitCode = await start(rest[0] ?? '', rest[1] ?? '');
else if (action === 'stop') process.exitCode = (await stop(rest[0] ?? '')) ? 0 : 1;
else process.exitCode = 64;

/** @param {string} version @param {number} port */
function serve(version, port) {
	const server = createServer((request, response) => {
		response.setHeader('x-slot', slot);
		response.setHeader('x-version', version);
		if (request.url === '/healthz' && version === brokenVersion) response.statusCode = 500;
		if (request.url === '/version') response.setHeader('content-type', 'application/json');
		response.end(request.url === '/version' ? JSON.stringify({ build: { version } }) : `${slot} ${version}\n`);
	});
	server.listen(port, '127.0.0.1', () => writeFileSync(pidFile(String(port)), String(process.pid)));
	const end = () => {
		rmSync(pidFile(String(port)), { force: true });
		process.exit();
	};
	process.on('SIGTERM', () => {
		server.close(end);
		// HAProxy keeps connections open on which it never asked anything; nothing closes those by itself.
		setTimeout(end, 100);
	});
	setInterval(() => existsSync(dir) || process.exit(), 500).unref();
}

/** @param {string} version @param {string} port @returns {Promise<number>} the exit code */
async function start(version, port) {
	if (!knownVersions.includes(version)) {
		console.error(`There is no image of version ${version}.`);
		return 3;
	}
	await stop(port);
	const log = join(dir, `${slot}-${port}.log`);
	const output = openSync(log, 'w');
	const child = spawn(process.execPath, [import.meta.filename, 'serve', dir, slot, version, port], {
		detached: true,
		stdio: ['ignore', output, output],
	});
	closeSync(output);
	let hasEnded = false;
	child.once('exit', () => {
		hasEnded = true;
	});
	child.unref();
	while (!existsSync(pidFile(port))) {
		if (hasEnded) {
			console.error(readFileSync(log, 'utf8'));
			return 1;
		}
		await rest20();
	}
	return 0;
}

/** @param {string} port @returns {Promise<boolean>} whether it is gone */
async function stop(port) {
	if (!existsSync(pidFile(port))) return true;
	const pid = Number(readFileSync(pidFile(port), 'utf8'));
	for (let attempt = 0; attempt < 200; attempt++) {
		// The file says it before the process table does: in a container nobody may collect the dead for a while.
		if (!existsSync(pidFile(port))) return true;
		try {
			if (attempt % 100 === 0) process.kill(pid, attempt === 0 ? 'SIGTERM' : 'SIGKILL');
			process.kill(pid, 0);
		} catch {
			rmSync(pidFile(port), { force: true });
			return true;
		}
		await rest20();
	}
	return false;
}

/** @param {string} port */
function pidFile(port) {
	return join(dir, `${slot}-${port}.pid`);
}

/** @returns {Promise<void>} */
function rest20() {
	return new Promise((resolve) => setTimeout(resolve, 20));
}
