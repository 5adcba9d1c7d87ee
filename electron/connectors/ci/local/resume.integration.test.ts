/** Runs outlive the Signalbox that started them: killed, closed, or two of them at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobConfig } from '../../../../shared/config/pipeline-model.ts';
import { isEndedRun } from '../../../../shared/domain/pipeline/model.ts';
import { ok } from '../../../../shared/domain/result.ts';
import { pidExists } from '../../process-identity.ts';
import { code, eventually, value } from '../conformance-steps.ts';
import type { HostOrder } from './test-support/host-world.ts';
import {
	filesBelow,
	logOf,
	makePlace,
	nodeJob,
	type Place,
	runThat,
	startRun,
	states,
	written,
} from './test-support/place.ts';

let place: Place;
let host: ChildProcess | null = null;
beforeEach(() => {
	place = makePlace();
});
afterEach(async () => {
	if (host !== null && host.exitCode === null && host.signalCode === null) await kill();
	host = null;
	await place.dispose();
});

async function kill(): Promise<void> {
	if (host === null) return;
	const gone = once(host, 'exit');
	host.kill('SIGKILL');
	await gone;
}

const secret = 'correct-horse-battery';

async function startHost(jobs: readonly JobConfig[]): Promise<void> {
	const commit = value(await place.repository.head('main'));
	const order: HostOrder = { folder: place.folder, jobs, work: place.work, commit, secret };
	const file = fileURLToPath(new URL('test-support/host.ts', import.meta.url));
	host = spawn(process.execPath, [file, JSON.stringify(order)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

/** Counts its starts in a file; the first one hangs with a child that left the group, later ones end. */
function jobsOfHost(root: string): readonly JobConfig[] {
	const [starts, pids, once_] = [join(root, 'starts'), join(root, 'pids'), join(root, 'once')];
	const hang = `const fs = require('node:fs'); const { spawn } = require('node:child_process');
		const isFirst = !fs.existsSync(${JSON.stringify(starts)});
		fs.appendFileSync(${JSON.stringify(starts)}, '.'); console.log('begun');
		if (isFirst) {
			const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
			fs.writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid + ' .'); setInterval(() => {}, 1000);
		}`;
	const quick = `require('node:fs').appendFileSync(${JSON.stringify(once_)}, '.')`;
	const token = { from: 'environment', name: 'X' } as const;
	return [
		nodeJob('quick', quick),
		nodeJob('long', hang, { needs: ['quick'], secrets: { TOKEN: token } }),
		nodeJob('last', '', { needs: ['long'] }),
	];
}

test('after kill -9 the next one ends what was left, runs that job again, and leaves what passed', async () => {
	const jobs = jobsOfHost(place.root);
	await startHost(jobs);
	const pids = (
		await eventually(
			() => written(join(place.root, 'pids')),
			(text) => text.endsWith('.'),
		)
	).split(' ');
	const runFile = () => JSON.parse(readFileSync(join(place.folder, 'runs/1/run.json'), 'utf8'));
	await eventually(
		async () => runFile().jobs[1].process,
		(process) => process !== null,
	);
	await kill();
	const left = pids.slice(0, 2).map(Number);
	expect(left.map(pidExists)).toEqual([true, true]);
	for (const [path, text] of filesBelow(place.folder)) expect([path, text.includes(secret)]).toEqual([path, false]);

	const runner = place.open({ jobs }, { secrets: async () => ok(secret) });
	const run = await runThat(runner, '1', isEndedRun);
	expect(left.map(pidExists)).toEqual([false, false]);
	expect([run.state, run.attempt]).toEqual(['passed', 1]);
	expect(states(run)['long']).toContain('run again from its beginning');
	expect(readFileSync(join(place.root, 'once'), 'utf8')).toBe('.');
	expect(readFileSync(join(place.root, 'starts'), 'utf8')).toBe('..');
	expect(await logOf(runner, run, 'long')).toMatch(/begun\n\[Signalbox ended here\]\n\[[^\]]*again[^\]]*\]\nbegun\n/);
});

test('a run that somebody cancelled before the end of Signalbox is not taken up', async () => {
	const jobs = jobsOfHost(place.root);
	await startHost(jobs);
	const pids = (
		await eventually(
			() => written(join(place.root, 'pids')),
			(text) => text.endsWith('.'),
		)
	).split(' ');
	await kill();
	const file = join(place.folder, 'runs/1/run.json');
	writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), isCancelled: true }));
	const runner = place.open({ jobs });
	const run = await runThat(runner, '1', isEndedRun);
	expect([run.state, states(run)]).toMatchObject(['cancelled', { quick: 'passed', long: 'cancelled' }]);
	expect(pids.slice(0, 2).map((pid) => pidExists(Number(pid)))).toEqual([false, false]);
});

test('closing ends the jobs and the next one takes the run up; two at once do not share a folder', async () => {
	const started = join(place.root, 'started');
	const program = `require('node:fs').appendFileSync(${JSON.stringify(started)}, '.');
		if (!require('node:fs').existsSync(${JSON.stringify(join(place.root, 'go'))})) setInterval(() => {}, 1000)`;
	const jobs = [nodeJob('wait', program)];
	const first = place.open({ jobs });
	const nativeId = await startRun(first);
	await written(started);
	const second = place.open({ jobs });
	const refused = await second.readRun(nativeId);
	expect(!refused.ok && refused.problem).toMatchObject({ code: 'ci-unreachable', retryable: true });
	writeFileSync(join(place.root, 'go'), '');
	await first.close();
	expect(code(await first.readRun(nativeId))).toBe('cancelled');
	const run = await eventually(
		() => second.readRun(nativeId),
		(answer) => answer.ok && isEndedRun(answer.value.value),
	);
	expect(value(run).value.state).toBe('passed');
	expect(readFileSync(started, 'utf8')).toBe('..');
});

test('damaged notes of one run harm no other', async () => {
	const jobs = [nodeJob('ok', '')];
	const first = place.open({ jobs });
	for (let index = 0; index < 2; index += 1) await runThat(first, await startRun(first), isEndedRun);
	await first.close();
	writeFileSync(join(place.folder, 'runs/1/run.json'), '{"format":1,');
	const told: unknown[] = [];
	const second = place.open(
		{ jobs },
		{ logger: { debug() {}, info() {}, warn() {}, error: (fields) => told.push(fields) } },
	);
	const listed = value(await second.listRuns({ branch: null, limit: 9 })).value;
	expect(listed.map((run) => run.nativeId)).toEqual(['2']);
	expect(told).toEqual([{ runs: [1] }]);
	expect(await startRun(second)).toBe('3');
});

test('a push starts a run by itself: once, for the newest, and only when it touches the paths', async () => {
	const runner = place.open({ jobs: [nodeJob('ok', '')], onPush: true }, { paths: ['web'] });
	const runs = async () => value(await runner.listRuns({ branch: null, limit: 9 })).value;
	const shas = (count: number) => eventually(runs, (listed) => listed.length >= count && listed.every(isEndedRun));
	const [first] = await shas(1);
	expect(first).toMatchObject({ trigger: 'push', startedBy: 'Ada', branch: 'main' });
	place.commit('api/x.txt', '1');
	const touched = place.commit('web/x.txt', '1');
	expect((await shas(2)).map((run) => run.commit.sha)).toEqual([touched, first?.commit.sha]);
	place.commit('api/x.txt', '2');
	const again = place.commit('web/x.txt', '2');
	expect((await shas(3)).map((run) => run.commit.sha)).toEqual([again, touched, first?.commit.sha]);
});
