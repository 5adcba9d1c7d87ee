/**
 * Starts and ends a version in a slot of this machine. A deploy command for Signalbox, small enough to make your own.
 *
 *   node deploy.mjs start SLOT PORT PROGRAM [ARGUMENT...]   ends what runs there, starts the program, returns once it listens
 *   node deploy.mjs stop SLOT PORT                          ends what runs there, returns once it is gone
 *
 * Ends with 0 when that is so, with 3 when there is no such version, and with 1 and the last lines of the log otherwise.
 */
import { execFileSync, spawn } from 'node:child_process';
import {
	appendFileSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Signalbox reads it as "nobody has this version". */
const unknownVersion = 3;
/** The same in words of sysexits.h (EX_NOINPUT), as programs say it. */
const noInput = 66;
const listensWithinMs = 20_000;
/** Requests in progress may finish for so long. */
const endsWithinMs = 3_000;
const pollMs = 25;

const [action = '', slot = '', port = '', program = '', ...args] = process.argv.slice(2);
const files = { pid: `run/${slot}-${port}.pid`, log: `run/${slot}-${port}.log`, done: 'run/done.log' };

if (!/^(blue|green)$/.test(slot) || !/^\d+$/.test(port)) end(64, 'usage: deploy.mjs start|stop SLOT PORT [PROGRAM...]');
mkdirSync('run', { recursive: true });
if (action === 'start' && program !== '') await start();
else if (action === 'stop') await stop();
else end(64, 'usage: deploy.mjs start|stop SLOT PORT [PROGRAM...]');
appendFileSync(files.done, `${new Date().toISOString()} ${[action, slot, port, program, ...args].join(' ').trim()}\n`);

async function start() {
	// Node is asked for a file; without it there is no such version.
	if (/(^|[\\/])node$/.test(program) && args[0] !== undefined && !existsSync(args[0]))
		end(unknownVersion, `There is no ${args[0]}.`);
	await stop();
	const log = openSync(files.log, 'w');
	const env = { ...process.env, PORT: port, SIGNALBOX_SLOT: slot };
	const child = spawn(program, args, { detached: true, stdio: ['ignore', log, log], env });
	closeSync(log);
	/** @type {number | null} */
	let exitCode = null;
	child.once('error', (error) => end(1, error.message));
	child.once('exit', (code) => {
		exitCode = code ?? 1;
	});
	if (child.pid !== undefined) writeFileSync(files.pid, `${child.pid}\n${birthOf(child.pid)}\n`);
	child.unref();
	for (const deadline = Date.now() + listensWithinMs; !(await listens()); await pause(pollMs)) {
		if (exitCode !== null) end(exitCode === noInput ? unknownVersion : 1, readFileSync(files.log, 'utf8'));
		if (Date.now() > deadline) end(1, `It did not listen on ${port} in time.\n${readFileSync(files.log, 'utf8')}`);
	}
}

async function stop() {
	if (!existsSync(files.pid)) return;
	const [pidText = '', birth = ''] = readFileSync(files.pid, 'utf8').split('\n');
	const pid = Number(pidText);
	// After a reboot the number may belong to somebody else; the time of birth tells.
	const runs = () => birth !== '' && birthOf(pid) === birth;
	if (runs()) process.kill(pid, 'SIGTERM');
	for (const deadline = Date.now() + endsWithinMs; runs(); await pause(pollMs)) {
		if (Date.now() > deadline) process.kill(pid, 'SIGKILL');
	}
	rmSync(files.pid, { force: true });
}

/**
 * When the process was started; empty when it is gone.
 * @param {number} pid
 */
function birthOf(pid) {
	try {
		const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
		const said = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', env });
		const [state = '', ...birth] = said.trim().split(/\s+/);
		return state.startsWith('Z') ? '' : birth.join(' ');
	} catch {
		return '';
	}
}

/** @returns {Promise<boolean>} */
function listens() {
	return new Promise((resolve) => {
		const socket = connect({ host: '127.0.0.1', port: Number(port) });
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}

/**
 * @param {number} code
 * @param {string} words
 * @returns {never}
 */
function end(code, words) {
	console.error(words);
	process.exit(code);
}
