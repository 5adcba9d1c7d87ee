/** What jobs get, what they leave behind and how they end, with real processes. */
import { existsSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isEndedRun } from '../../../../shared/domain/pipeline/model.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import { pidExists } from '../../process-identity.ts';
import { code, eventually, value, wholeLog } from '../conformance-steps.ts';
import {
	filesBelow,
	logOf,
	makePlace,
	nodeJob,
	type Place,
	runThat,
	runToEnd,
	startRun,
	states,
	written,
} from './test-support/place.ts';

let place: Place;
beforeEach(() => {
	place = makePlace();
});
afterEach(() => place.dispose());

const noted = (name: string) => `require('node:fs').appendFileSync('order.txt', '${name} ');`;

describe('order', () => {
	test('stages come one after the other, needs before what needs them, and a job that may fail holds nobody up', async () => {
		const runner = place.open({
			jobs: [
				nodeJob('accept', noted('accept'), { stage: 'acceptance' }),
				nodeJob('lint', `${noted('lint')} process.exit(3)`, { mayFail: true }),
				nodeJob('pack', noted('pack'), { needs: ['build'] }),
				nodeJob('build', noted('build')),
				nodeJob('read', `console.log(require('node:fs').readFileSync('order.txt', 'utf8'))`, { stage: 'production' }),
			],
			parallel: 1,
		});
		const run = await runToEnd(runner);
		expect(states(run)).toMatchObject({ lint: 'failed: exit code 3', pack: 'passed', read: 'passed' });
		expect(run.state).toBe('passed');
		expect(await logOf(runner, run, 'read')).toContain('lint build pack accept');
	});

	test('what comes after a failure is skipped, and only what failed is run again, beside what passed', async () => {
		const fixed = join(place.root, 'fixed');
		const runner = place.open({
			jobs: [
				nodeJob('build', noted('build')),
				nodeJob('test', `process.exit(require('node:fs').existsSync(${JSON.stringify(fixed)}) ? 0 : 1)`, {
					needs: ['build'],
				}),
				nodeJob('accept', `console.log(require('node:fs').readFileSync('order.txt', 'utf8'))`, { stage: 'acceptance' }),
			],
		});
		const first = await runToEnd(runner);
		expect([first.state, states(first)]).toEqual([
			'failed',
			{ build: 'passed', test: 'failed: exit code 1', accept: 'skipped' },
		]);
		writeFileSync(fixed, '');
		value(await runner.rerun({ nativeId: first.nativeId, onlyFailed: true }));
		const second = await runThat(runner, first.nativeId, isEndedRun);
		expect([second.state, second.attempt]).toEqual(['passed', 2]);
		expect((await logOf(runner, second, 'accept')).trim()).toBe('build');
		expect(code(await runner.rerun({ nativeId: first.nativeId, onlyFailed: true }))).toBe('ci-refused');
	});
});

describe('surroundings', () => {
	test('a job sees the usual few variables, what it asks for and where it is, and nothing else', async () => {
		const program =
			'console.log(JSON.stringify({ env: process.env, args: process.argv.slice(1), cwd: process.cwd() }))';
		const run = {
			...{ file: process.execPath, args: ['-e', program, '--', '{commit}/{branch}/{run}/{other}', '$HOME; ls'] },
			...{ cwd: 'sub', env: { WHERE: '{branch}' }, timeoutMs: 60_000 },
		};
		const sha = place.commit('sub/file.txt', '1');
		const runner = place.open(
			{ jobs: [nodeJob('look', '', { run, passEnv: ['WANTED'] })] },
			{ environment: { PATH: process.env['PATH'], WANTED: 'yes', NPM_TOKEN: 'geheim', GIT_DIR: '/x' } },
		);
		const ended = await runThat(runner, await startRun(runner, 'main', { 'log level': 'full' }), isEndedRun);
		const seen = JSON.parse(await logOf(runner, ended, 'look'));
		expect(seen.args).toEqual([`${sha}/main/1/{other}`, '$HOME; ls']);
		expect(seen.cwd).toBe(join(place.folder, 'runs/1/source/sub'));
		expect(seen.env).toMatchObject({
			...{ CI: 'true', WHERE: 'main', WANTED: 'yes', SIGNALBOX_COMMIT: sha },
			...{ SIGNALBOX_BRANCH: 'main', SIGNALBOX_RUN: '1', SIGNALBOX_INPUT_LOG_LEVEL: 'full' },
		});
		expect(seen.env).not.toHaveProperty('NPM_TOKEN');
		expect(seen.env).not.toHaveProperty('GIT_DIR');
	});

	test('a secret is asked for at each start, hidden in the log, and nowhere on the disk', async () => {
		const secret = 'correct-horse-battery';
		let asked = 0;
		const program = `const s = process.env.TOKEN; process.stdout.write('a' + s.slice(0, 9));
			setTimeout(() => console.log(s.slice(9) + 'b ' + s), 50)`;
		const token = { from: 'environment', name: 'X' } as const;
		const runner = place.open(
			{ jobs: [nodeJob('use', program, { secrets: { TOKEN: token } })] },
			{
				secrets: async () => {
					asked += 1;
					return ok(secret);
				},
			},
		);
		const run = await runToEnd(runner);
		expect(await logOf(runner, run, 'use')).toBe('a***b ***\n');
		for (const [path, text] of filesBelow(place.folder)) expect([path, text.includes(secret)]).toEqual([path, false]);
		value(await runner.rerun({ nativeId: run.nativeId, onlyFailed: false }));
		await runThat(runner, run.nativeId, isEndedRun);
		expect(asked).toBe(2);
	});

	test('what cannot be run is a failed job with the reason', async () => {
		place.git('rm', '-q', 'readme.txt');
		place.commit('x.txt', '1');
		symlinkSync('/', join(place.work, 'out'));
		place.commit('y.txt', '1');
		const run = (file: string, cwd: string) => ({ file, args: [], cwd, env: {}, timeoutMs: 60_000 });
		const jobs = [
			nodeJob('program', '', { run: run('nobody-has-this-program', '.') }),
			nodeJob('folder', '', { run: run(process.execPath, 'nowhere') }),
			nodeJob('outside', '', { run: run(process.execPath, 'out') }),
			nodeJob('secret', '', { secrets: { X: { from: 'environment', name: 'X' } } }),
		];
		const ended = states(await runToEnd(place.open({ jobs })));
		expect(ended['program']).toContain('is not installed');
		expect(ended['folder']).toContain('is not in the commit');
		expect(ended['outside']).toContain('leads out of the checkout');
		expect(ended['secret']).toContain('knows no secret');
	});
});

describe('leavings', () => {
	test('a log has no more than its limit, says so, and is text whatever was written', async () => {
		const noise = nodeJob(
			'noise',
			`process.stdout.write(Buffer.concat([Buffer.from([0xff, 0x41]), Buffer.alloc(5000, 'é')]))`,
		);
		const runner = place.open({ jobs: [noise] }, { logLimitBytes: 1000 });
		const run = await runToEnd(runner);
		const { text, gaps } = await wholeLog({ runner }, run.nativeId, '1');
		expect(text.startsWith('\uFFFDAéé')).toBe(true);
		expect(text).toContain('Signalbox keeps 1000 bytes');
		expect(gaps.length).toBeGreaterThan(0);
	});

	test('files are kept by globs, failed or not, and never from outside; links are left aside', async () => {
		mkdirSync(join(place.root, 'elsewhere'));
		writeFileSync(join(place.root, 'elsewhere/secret.xml'), 'geheim');
		const program = `const fs = require('node:fs'); fs.mkdirSync('out/deep', { recursive: true });
			fs.writeFileSync('out/deep/a.xml', 'a'); fs.writeFileSync('out/b.txt', 'b'); fs.writeFileSync('c.xml', 'c');
			fs.symlinkSync(${JSON.stringify(join(place.root, 'elsewhere'))}, 'out/link');
			fs.symlinkSync(${JSON.stringify(join(place.root, 'elsewhere/secret.xml'))}, 'out/d.xml'); process.exit(1)`;
		const keep = ['out/**/*.xml', 'out/link/*', 'out/link', '../elsewhere/*', '*.xml'];
		const runner = place.open({ jobs: [nodeJob('make', program, { keep })] });
		const run = await runToEnd(runner);
		const [artifact] = value(await runner.artifacts(run.nativeId));
		expect(artifact).toMatchObject({ name: 'make', sizeBytes: 2 });
		const folder = join(place.root, 'fetched');
		mkdirSync(folder);
		const request = { nativeId: run.nativeId, artifactId: artifact?.id ?? '', folder, maxBytes: 100 };
		const fetched = value(await runner.fetchArtifact(request));
		const root = fetched.kind === 'folder' ? fetched.root : '';
		expect([...filesBelow(root).keys()].map((path) => path.slice(root.length + 1)).toSorted()).toEqual([
			'c.xml',
			'out/deep/a.xml',
		]);
	});

	test('a report that is not written anew does not stand for the next try, and what came before the job stays', async () => {
		const once = join(place.root, 'once');
		const report = `const fs = require('node:fs'); const once = ${JSON.stringify(once)};
			if (!fs.existsSync(once)) { fs.writeFileSync(once, ''); fs.writeFileSync('out/report.xml', 'old'); }
			process.exit(1)`;
		const build = `const fs = require('node:fs'); fs.mkdirSync('out'); fs.writeFileSync('out/built.txt', 'b')`;
		const runner = place.open({
			jobs: [nodeJob('build', build), nodeJob('test', report, { needs: ['build'], keep: ['out/**'] })],
		});
		const kept = async (nativeId: string) => {
			const folder = mkdtempSync(join(place.root, 'kept-'));
			const [artifact] = value(await runner.artifacts(nativeId));
			const request = { nativeId, artifactId: artifact?.id ?? '', folder, maxBytes: 1_000 };
			const fetched = value(await runner.fetchArtifact(request));
			const root = fetched.kind === 'folder' ? fetched.root : '';
			return [...filesBelow(root).keys()].map((path) => path.slice(root.length + 1)).toSorted();
		};
		const first = await runToEnd(runner);
		expect(await kept(first.nativeId)).toEqual(['out/built.txt', 'out/report.xml']);
		value(await runner.rerun({ nativeId: first.nativeId, onlyFailed: true }));
		await runThat(runner, first.nativeId, isEndedRun);
		expect(await kept(first.nativeId)).toEqual(['out/built.txt']);
	});

	test('ended runs beyond the number to keep lose their files, and say so', async () => {
		const runner = place.open({ jobs: [nodeJob('say', `console.log('hello')`)], keepRuns: 1 });
		const first = await runToEnd(runner);
		const second = await runToEnd(runner);
		expect(await logOf(runner, second, 'say')).toBe('hello\n');
		const { text, gaps } = await wholeLog({ runner }, first.nativeId, '1');
		expect([text, gaps.length]).toEqual(['', 1]);
		expect(existsSync(join(place.folder, 'runs/1/source'))).toBe(false);
		expect(value(await runner.listRuns({ branch: null, limit: 9 })).value).toHaveLength(2);
		value(await runner.rerun({ nativeId: first.nativeId, onlyFailed: false }));
		expect((await runThat(runner, first.nativeId, isEndedRun)).state).toBe('passed');
	});
});

describe('ends', () => {
	/** A child that ignores SIGTERM, in a group of its own, and one that stays in the group; both write their ids. */
	const stubborn = (file: string) => `const { spawn } = require('node:child_process');
		process.on('SIGTERM', () => {});
		const deaf = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
		const far = spawn(process.execPath, ['-e', deaf], { detached: true, stdio: 'inherit' });
		const near = spawn(process.execPath, ['-e', deaf], { stdio: 'inherit' });
		require('node:fs').writeFileSync(${JSON.stringify(file)}, [process.pid, far.pid, near.pid].join(' ') + ' .');
		setInterval(() => {}, 1000);`;
	const pidsIn = async (file: string) => {
		const text = await eventually(
			() => written(file),
			(each) => each.endsWith('.'),
		);
		return text.split(' ').slice(0, 3).map(Number);
	};

	test('cancelling ends the whole tree, also what ignores SIGTERM and what left the group', async () => {
		const file = join(place.root, 'pids');
		const runner = place.open({ jobs: [nodeJob('hang', stubborn(file)), nodeJob('after', '', { needs: ['hang'] })] });
		const nativeId = await startRun(runner);
		const pids = await pidsIn(file);
		expect(pids.map(pidExists)).toEqual([true, true, true]);
		value(await runner.cancel(nativeId));
		const run = await runThat(runner, nativeId, isEndedRun);
		expect([run.state, states(run)]).toEqual(['cancelled', { hang: 'cancelled', after: 'cancelled' }]);
		expect(pids.map(pidExists)).toEqual([false, false, false]);
	});

	test('a job whose time is over is ended with its tree, and so is what a job that passed left running', async () => {
		const [late, daemon] = [join(place.root, 'late'), join(place.root, 'daemon')];
		const leaves = `const { spawn } = require('node:child_process');
			const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'inherit' });
			require('node:fs').writeFileSync(${JSON.stringify(daemon)}, String(child.pid)); child.unref();`;
		const runner = place.open({ jobs: [nodeJob('late', stubborn(late), {}, 2000), nodeJob('leaves', leaves)] });
		const run = await runToEnd(runner);
		expect(states(run)).toEqual({ late: 'failed: timed out after 2 s', leaves: 'passed' });
		const pids = [...(await pidsIn(late)), Number(await written(daemon))];
		expect(pids.map(pidExists)).toEqual([false, false, false, false]);
		expect(await logOf(runner, run, 'late')).toContain('timed out after 2 s');
	});
});

describe('the commit', () => {
	test('that cannot be laid out fails the run with the reason, and its jobs do not run', async () => {
		const checkout = async () => fail('scm-failed', 'The disk of git is full.', 'Free some space.');
		const repository = { ...place.repository, checkout };
		const runner = place.open({ jobs: [nodeJob('a', ''), nodeJob('b', '', { needs: ['a'] })] }, { repository });
		const run = await runToEnd(runner);
		expect(run.state).toBe('failed');
		expect(states(run)).toEqual({
			a: 'failed: the commit could not be laid out: The disk of git is full.',
			b: 'skipped',
		});
	});

	test('that is still being laid out when the run is cancelled and run again harms neither', async () => {
		const { promise: held, resolve: release } = Promise.withResolvers<void>();
		let laid = 0;
		const repository: typeof place.repository = {
			...place.repository,
			async checkout(request, signal) {
				laid += 1;
				if (laid === 1) await held;
				return signal?.aborted
					? fail('cancelled', 'It was cancelled.', 'Ask again.')
					: place.repository.checkout(request);
			},
		};
		const runner = place.open({ jobs: [nodeJob('a', '')] }, { repository });
		const nativeId = await startRun(runner);
		await eventually(
			async () => laid,
			(count) => count === 1,
		);
		value(await runner.cancel(nativeId));
		expect((await runThat(runner, nativeId, isEndedRun)).state).toBe('cancelled');
		value(await runner.rerun({ nativeId, onlyFailed: false }));
		release();
		const again = await runThat(runner, nativeId, isEndedRun);
		expect([again.state, again.attempt, laid]).toEqual(['passed', 2, 2]);
	});
});
