/** kill -9 of the built host in the middle of a pipeline run: the next start knows the run, says what it did, and ends it. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { pidExists } from '../../electron/connectors/process-identity.ts';
import { isEndedRun } from '../../shared/domain/pipeline/model.ts';
import type { RunDetail, RunView } from '../../shared/rpc/pipeline-views.ts';
import type { RoomState } from '../../shared/rpc/views.ts';
import { type BrowserHost, startBrowserHost } from '../support/browser-host.ts';
import { until } from '../support/until.ts';

const hosts: BrowserHost[] = [];
afterEach(async () => {
	// `end` fails the test where a process was left over.
	for (const host of hosts.splice(0).toReversed()) await host.end();
});

/** Written by a child of the long job, and removed by nobody: the second try finds it and ends. */
const longJob = `import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
const pids = process.env.PIDS ?? '';
console.log('begun');
if (!existsSync(pids)) {
	const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
	writeFileSync(pids, process.pid + ' ' + child.pid + ' .');
	setInterval(() => {}, 1000);
}
`;

function makeProject(folder: string): { readonly project: string; readonly pids: string } {
	const project = path.join(folder, 'project');
	const pids = path.join(folder, 'pids');
	const node = JSON.stringify(process.execPath);
	mkdirSync(project);
	writeFileSync(path.join(project, 'long.mjs'), longJob);
	writeFileSync(
		path.join(project, 'signalbox.yaml'),
		`version: 1
name: parcels
services:
  - name: parcels
    repository: .
    pipeline:
      runner: local
      branch: main
      stages:
        commit:
          jobs:
            quick: { run: [${node}, -e, ''] }
            long: { run: [${node}, long.mjs], needs: [quick], env: { PIDS: ${JSON.stringify(pids)} } }
            last: { run: [${node}, -e, ''], needs: [long] }
    environments:
      staging:
        tier: staging
        target: { kind: process, run: [${node}, service.mjs, '{version}'] }
`,
	);
	const git = (...args: readonly string[]) =>
		execFileSync('git', ['-c', 'user.name=Mei', '-c', 'user.email=mei@parcels.example', ...args], { cwd: project });
	git('init', '--quiet', '--initial-branch=main');
	git('add', '.');
	git('commit', '--quiet', '-m', 'parcels: begin');
	return { project, pids };
}

const latest = (room: RoomState): RunView | null => room.services['parcels']?.pipeline?.latest ?? null;

async function startHost(folder?: string): Promise<BrowserHost> {
	const host = await startBrowserHost(folder === undefined ? {} : { folder });
	hosts.push(host);
	return host;
}

/** The newest detail of a run that fits. */
function detailOf({ room }: BrowserHost, runId: string, isSo: (detail: RunDetail) => boolean): Promise<RunDetail> {
	let detail: RunDetail | null = null;
	const watching = room.client.pipelines.watchRun.subscribe(
		{ service: 'parcels', runId },
		{ onData: ({ data }) => (detail = data.detail ?? detail) },
	);
	return until(`the run ${runId}`, () => detail !== null && isSo(detail) && detail, 30_000).finally(() =>
		watching.unsubscribe(),
	);
}

test('a run outlives the host that was killed: it is shown at once, taken up, and nothing is left over', async () => {
	const first = await startHost();
	const { project, pids } = makeProject(first.folder);
	await first.room.client.projects.open.mutate({ path: project });
	await first.room.until('a pipeline', (room) => room.services['parcels']?.pipeline?.start.allowed === true);
	await first.room.client.pipelines.start.mutate({ service: 'parcels', idempotencyKey: 'crash-start-1' });
	await until('the long job', () => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('.'), 30_000);
	const known = latest(await first.room.until('the run in the room', (room) => latest(room)?.state === 'running'));
	const left = readFileSync(pids, 'utf8').split(' ').slice(0, 2).map(Number);
	await first.kill();
	hosts.length = 0;
	expect(left.map((pid) => pidExists(pid))).toEqual([true, true]);

	const second = await startHost(first.folder);
	const opened = await second.room.until('the room', () => true);
	if (opened.services['parcels'] === undefined) await second.room.client.projects.open.mutate({ path: project });
	const shown = latest(await second.room.until('the run from the store', (room) => latest(room) !== null));
	expect(shown).toMatchObject({ id: known?.id, attempt: 1, commit: { subject: 'parcels: begin' } });

	const { run, stages } = await detailOf(second, known?.id ?? '', (detail) => isEndedRun(detail.run));
	expect(run).toMatchObject({ state: 'passed', attempt: 1 });
	const jobs = stages.flatMap(({ jobList }) => jobList);
	expect(jobs.map(({ name, state, note }) => [name, state, note])).toEqual([
		['quick', 'passed', null],
		['long', 'passed', expect.stringContaining('run again from its beginning')],
		['last', 'passed', null],
	]);
	expect(left.map((pid) => pidExists(pid))).toEqual([false, false]);
}, 120_000);
