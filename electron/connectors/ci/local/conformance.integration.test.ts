/** The runner of this machine, with real git and real processes, against the conformance suite. */
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { isEndedRun } from '../../../../shared/domain/pipeline/model.ts';
import { runnerConformance, type RunnerHarness } from '../conformance.ts';
import { value } from '../conformance-steps.ts';
import { controlledJob, makePlace, nodeJob, type Place, runThat, startRun } from './test-support/place.ts';

/** One repository for all tests, which only read it; each has a folder of its own. */
let place: Place;
let count = 0;
beforeAll(() => {
	place = makePlace();
});
afterAll(() => place.dispose());

runnerConformance('local', async (): Promise<RunnerHarness> => {
	count += 1;
	const control = join(place.root, `control-${count}`);
	mkdirSync(control);
	const job = (name: string, needs: readonly string[]) => {
		const run = { file: process.execPath, args: [controlledJob, control, name], cwd: '.', env: {}, timeoutMs: 60_000 };
		return nodeJob(name, '', { run, needs, keep: ['reports'] });
	};
	const asked: { branch: string; inputs: Readonly<Record<string, string>> }[] = [];
	const jobs = [job('build', []), job('test', ['build'])];
	const runner = place.open({ jobs }, { folder: join(place.root, `runner-${count}`) });
	const spied: typeof runner = {
		...runner,
		start(request, signal) {
			asked.push({ branch: request.branch, inputs: request.inputs });
			return runner.start(request, signal);
		},
	};
	const tell = async (nativeId: string, name: string, order: Readonly<Record<string, unknown>>) => {
		const { attempt } = value(await runner.readRun(nativeId)).value;
		appendFileSync(join(control, `${nativeId}-${attempt}-${name}.jsonl`), `${JSON.stringify(order)}\n`);
	};
	return {
		runner: spied,
		world: {
			givenRun: ({ branch = 'main' } = {}) => startRun(runner, branch),
			async givenEndedRuns(count) {
				const ids: string[] = [];
				for (let index = 0; index < count; index += 1) {
					const nativeId = await startRun(runner);
					for (const name of ['build', 'test']) await tell(nativeId, name, { finish: 'passed' });
					ids.push(nativeId);
				}
				for (const id of ids) await runThat(runner, id, isEndedRun);
				return ids;
			},
			finishJob: (nativeId, name, end) => tell(nativeId, name, { finish: end }),
			appendLog: (nativeId, name, text) => tell(nativeId, name, { append: text }),
			cutLog: null,
			async givenArtifact(nativeId, files) {
				const below = Object.entries(files).map(([name, text]) => [`reports/${name}`, text]);
				await tell(nativeId, 'build', { files: Object.fromEntries(below) });
				return 'build';
			},
			async fault() {},
			skewClock: null,
			waitForPerson: null,
			starts: () => asked,
		},
		faults: [],
		beyondOnePage: 3,
		knowsUnchanged: false,
		inputs: { level: 'full' },
		secret: null,
		faultLimitMs: 2000,
		dispose: () => runner.close(),
	};
});
