import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../shared/config/parse.ts';
import { createExec, type Exec, type ExecOutcome } from '../connectors/exec.ts';
import { createProjectDrafts } from './project-drafts.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'signalbox-draft-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const says =
	(outcome: ExecOutcome): Exec =>
	async () =>
		outcome;
const remote = (url: string): Exec => says({ kind: 'exited', exitCode: 0, stdout: `${url}\n`, stderr: '' });
const noGit = says({ kind: 'not-started', reason: 'ENOENT', cause: null });
const drafts = (exec: Exec = noGit) => createProjectDrafts({ exec });
const firstService = (source: string) => parseConfig(source, 'signalbox.yaml').config?.services[0];

async function drafted(given: string, exec?: Exec) {
	const result = await drafts(exec).draft(given);
	if (!result.ok) throw new Error(result.problem.message);
	return result.value;
}

describe('a draft', () => {
	test('takes its names from the folder, the package and the remote, and writes nothing', async () => {
		const shop = path.join(folder, 'Web Shop');
		mkdirSync(shop);
		writeFileSync(path.join(shop, 'package.json'), '{"name":"@acme/checkout"}');
		const { file, source } = await drafted(shop, remote('https://ada:secret@git.example/acme/shop.git'));
		expect(file).toBe(path.join(shop, 'signalbox.yaml'));
		expect(parseConfig(source, file)).toMatchObject({ issues: [], config: { name: 'web-shop' } });
		expect(firstService(source)).toMatchObject({ name: 'checkout' });
		expect(source).toContain('https://git.example/acme/shop.git');
		expect(source).not.toContain('secret');
		expect(readdirSync(shop)).toEqual(['package.json']);
	});

	test.each([
		['no git', noGit],
		['no remote', says({ kind: 'exited', exitCode: 2, stdout: '', stderr: 'error: No such remote' })],
		['a git that hangs', says({ kind: 'timed-out', stdout: 'half', stderr: '' })],
		['an empty remote', remote('')],
	])('with %s still reads without an error', async (_name, exec) => {
		writeFileSync(path.join(folder, 'package.json'), '{"name":');
		const { source } = await drafted(folder, exec);
		expect(source).toContain('repository: .\n');
		expect(parseConfig(source, 'signalbox.yaml').issues).toEqual([]);
	});

	test('asks git with a list of words, in that folder', async () => {
		const asked: unknown[] = [];
		await drafted(folder, async (request) => {
			asked.push([request.file, ...request.args]);
			return { kind: 'cancelled' };
		});
		expect(asked).toEqual([['git', '-C', folder, 'remote', 'get-url', 'origin']]);
	});

	test('asks the real git, where it is installed', async () => {
		const exec = createExec(process.env);
		const run = (...args: readonly string[]) => exec({ file: 'git', args, cwd: folder, env: {}, timeoutMs: 10_000 });
		const made = await run('init', '--quiet');
		await run('remote', 'add', 'origin', 'git@git.example:acme/shop.git');
		const expected = made.kind === 'not-started' ? 'repository: .' : "repository: 'git@git.example:acme/shop.git'";
		expect((await drafted(folder, exec)).source).toContain(expected);
	});

	const inFolder = (name: string, text = '') => {
		mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
		writeFileSync(path.join(folder, name), text);
	};

	test('knows the workflow on GitHub, and the branch that git noted', async () => {
		inFolder('.github/workflows/ci.yml');
		inFolder('.github/workflows/nightly.yaml');
		inFolder('.github/workflows/README.md');
		inFolder('.git/refs/remotes/origin/HEAD', 'ref: refs/remotes/origin/release/2.x\nref: x');
		inFolder('.git/HEAD', 'ref: refs/heads/my-idea\n');
		const { source } = await drafted(folder, remote('git@github.com:acme/shop.git'));
		expect(parseConfig(source, 'signalbox.yaml').issues).toEqual([]);
		expect(firstService(source)).toMatchObject({
			pipeline: { runner: { kind: 'github', workflow: 'ci.yml', repository: { owner: 'acme', name: 'shop' } } },
			releases: [],
		});
		expect(source).toContain('also there: nightly.yaml');
	});

	test('knows the project on GitLab', async () => {
		inFolder('.gitlab-ci.yml');
		inFolder('.git/HEAD', 'ref: refs/heads/trunk\n');
		const { source } = await drafted(folder, remote('https://oauth2:secret@gitlab.example/group/sub/shop.git'));
		expect(firstService(source)?.pipeline).toMatchObject({
			runner: { kind: 'gitlab', url: 'https://gitlab.example', project: 'group/sub/shop' },
			branch: 'trunk',
		});
		expect(source).not.toContain('secret');
	});

	test('says how a Jenkinsfile would be named, and leaves it a comment', async () => {
		inFolder('Jenkinsfile');
		const { source } = await drafted(folder);
		expect(source).toContain('#     kind: jenkins');
		expect(firstService(source)).toMatchObject({ pipeline: null, releases: [{ version: '1.0.0' }] });
	});

	test('runs the scripts of package.json where nothing else builds it', async () => {
		inFolder('package.json', JSON.stringify({ scripts: { test: 'x', lint: 'y', deploy: 'z' } }));
		inFolder('package-lock.json');
		inFolder('.git/HEAD', 'ref: refs/heads/my-idea\n');
		const { source } = await drafted(folder);
		const service = firstService(source);
		expect(service?.repositorySource?.kind).toBe('folder');
		expect(service?.pipeline).toMatchObject({ branch: 'main', runner: { kind: 'local' } });
		const { runner } = service?.pipeline ?? {};
		expect(runner?.kind === 'local' ? runner.jobs.map(({ run }) => [run.file, ...run.args].join(' ')) : []).toEqual([
			'npm ci',
			'npm run lint',
			'npm run test',
		]);
	});

	test('is for a file that is named, too', async () => {
		const named = path.join(folder, 'release.yaml');
		expect((await drafted(named)).file).toBe(named);
	});

	test.each([
		['nowhere', 'config-not-found'],
		['nowhere/signalbox.yaml', 'config-not-found'],
		['there.yaml', 'not-allowed'],
		['has-one', 'not-allowed'],
	])('%s is refused: %s', async (given, code) => {
		writeFileSync(path.join(folder, 'there.yaml'), '');
		mkdirSync(path.join(folder, 'has-one'));
		writeFileSync(path.join(folder, 'has-one', 'signalbox.yaml'), '');
		expect(await drafts().draft(path.join(folder, given))).toMatchObject({ ok: false, problem: { code } });
	});
});

describe('creating the file', () => {
	test('writes the text as it is, and nothing beside it', async () => {
		const { source } = await drafted(folder);
		const file = path.join(folder, 'signalbox.yaml');
		expect(await drafts().create(folder, source)).toEqual({ ok: true, value: { file } });
		expect(readFileSync(file, 'utf8')).toBe(source);
		expect(readdirSync(folder)).toEqual(['signalbox.yaml']);
	});

	test('leaves a file that is there as it is', async () => {
		const { source } = await drafted(folder);
		writeFileSync(path.join(folder, 'signalbox.yaml'), 'mine');
		expect(await drafts().create(folder, source)).toMatchObject({ problem: { code: 'not-allowed' } });
		expect(readFileSync(path.join(folder, 'signalbox.yaml'), 'utf8')).toBe('mine');
	});

	test('of two at once one wins, and the file is whole', async () => {
		const { source } = await drafted(folder);
		const results = await Promise.all(
			Array.from({ length: 6 }, (_, index) => drafts().create(folder, `${source}# ${index}\n`)),
		);
		const winner = results.findIndex((result) => result.ok);
		expect(results.filter((result) => result.ok)).toHaveLength(1);
		expect(readFileSync(path.join(folder, 'signalbox.yaml'), 'utf8')).toBe(`${source}# ${winner}\n`);
		expect(readdirSync(folder)).toEqual(['signalbox.yaml']);
	});

	test('a text with errors is refused where it is wrong', async () => {
		const { source } = await drafted(folder);
		const wrong = source.replace('kind: process', 'kind: proces');
		expect(await drafts().create(folder, wrong)).toMatchObject({
			problem: { code: 'invalid-config', details: { field: expect.stringContaining('target') } },
		});
		expect(readdirSync(folder)).toEqual([]);
	});

	test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
		'a folder that may not be written is said so (not as root)',
		async () => {
			const { source } = await drafted(folder);
			chmodSync(folder, 0o500);
			const result = await drafts().create(folder, source);
			chmodSync(folder, 0o700);
			expect(result).toMatchObject({ problem: { code: 'not-allowed', message: expect.stringContaining('EACCES') } });
		},
	);
});
