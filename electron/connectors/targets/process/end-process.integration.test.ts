/** Which processes are ended where the system cannot tell when they started, as on Windows. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { value } from '../conformance-steps.ts';
import { endProcess } from '../../end-process.ts';
import { writeWhole } from './files.ts';
import { endEverything } from './leftovers.ts';
import { emptyState } from './model.ts';
import { statePaths } from './paths.ts';
import { psStart } from '../../process-identity.ts';

/** Says its port, and answers everything with success. */
const program = `require('node:http').createServer((_, answer) => answer.end('ok'))
	.listen(0, '127.0.0.1', function () { console.log(this.address().port); });`;

let child: ChildProcess;
let port = 0;
let folder = '';
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'sbx-end-'));
	child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
	if (child.stdout === null) throw new Error('no output');
	const [said] = await once(child.stdout, 'data');
	port = Number(said);
});
afterEach(async () => {
	if (isAlive()) {
		child.kill('SIGKILL');
		await once(child, 'exit');
	}
	rmSync(folder, { recursive: true, force: true });
});

const isAlive = () => child.exitCode === null && child.signalCode === null;
const unknownStart = () => ({ pid: child.pid ?? 0, startedAs: null });

describe('a process whose start cannot be compared', () => {
	test('is left alone without proof that it is ours', async () => {
		expect(await endProcess(unknownStart(), 500)).toBe(false);
		expect(await endProcess(unknownStart(), 500, async () => false)).toBe(false);
		expect(isAlive()).toBe(true);
		const gone = once(child, 'exit');
		expect(await endProcess(unknownStart(), 2_000, async () => true)).toBe(true);
		await gone;
	});

	test('is a leftover only when it answers where ours should', async () => {
		const note = (healthPort: number) => {
			const instance = { id: 'x', index: 0, port: healthPort, logFile: join(folder, 'x.log'), startedAt: 0 };
			const spec = { file: 'x', args: [], cwd: '/', env: {}, healthPath: '/health', readyTimeoutMs: 1_000 };
			const blue = {
				version: '1.0.0',
				spec: { ...spec, instances: 1, drainMs: 0 },
				instances: [{ ...instance, ...unknownStart() }],
				leaving: [],
			};
			writeWhole(statePaths(folder).stateFile, JSON.stringify({ ...emptyState, slots: { blue, green: null } }));
		};
		// Nothing listens on port 1, so the id may be anybody's by now.
		note(1);
		expect(value(await endEverything(folder))).toEqual({ ended: 0 });
		expect(isAlive()).toBe(true);
		note(port);
		const gone = once(child, 'exit');
		expect(value(await endEverything(folder))).toEqual({ ended: 1 });
		await gone;
	});
});

test.skipIf(process.platform === 'win32')('ps tells the same start whatever time zone and language we have', () => {
	const { TZ, LC_ALL } = process.env;
	const restore = (name: string, before: string | undefined) => {
		if (before === undefined) delete process.env[name];
		else process.env[name] = before;
	};
	try {
		const told = ['Asia/Tokyo', 'America/New_York'].map((zone) => {
			process.env['TZ'] = zone;
			process.env['LC_ALL'] = zone === 'Asia/Tokyo' ? 'C.UTF-8' : 'C';
			return psStart(child.pid ?? 0);
		});
		expect(told[0]).toMatch(/\d{4}$/);
		expect(told[0]).toBe(told[1]);
	} finally {
		restore('TZ', TZ);
		restore('LC_ALL', LC_ALL);
	}
});
