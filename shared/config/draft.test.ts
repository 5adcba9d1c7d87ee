import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { CiFacts } from './draft-pipeline.ts';
import { type DraftFacts, draftConfig } from './draft.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

const nothing: CiFacts = {
	...{ workflows: [], scripts: [], hasGitlab: false, hasJenkinsfile: false, isCheckout: false },
	...{ lock: null, branch: null },
};

function draft(ci: Partial<CiFacts>, remoteUrl: string | null) {
	const text = draftConfig({ folderName: 'shop', packageName: null, remoteUrl, ci: { ...nothing, ...ci } });
	const { config, issues } = parseConfig(text, '/srv/shop/signalbox.yaml');
	expect(issues.map(formatIssue)).toEqual([]);
	return { text, service: config?.services[0] };
}

const github = { kind: 'github', api: 'https://api.github.com' };

describe('the pipeline of a draft', () => {
	it.each([
		['https://github.com/acme/shop.git', { ...github, repository: { owner: 'acme', name: 'shop' } }],
		['git@github.com:acme/shop', { ...github, repository: { owner: 'acme', name: 'shop' } }],
		['ssh://git@github.com:22/acme/shop.js.git/', { ...github, repository: { owner: 'acme', name: 'shop.js' } }],
		['https://ghe.example/acme/shop', { ...github, api: 'https://ghe.example/api/v3', repository: { name: 'shop' } }],
		['git@gitlab.com:group/sub/shop.git', { kind: 'gitlab', url: 'https://gitlab.com', project: 'group/sub/shop' }],
		['https://gitlab.com/group/shop', { kind: 'gitlab', project: 'group/shop' }],
	])('of %s, with both files', (remote, runner) => {
		const { service } = draft({ workflows: ['ci.yml'], hasGitlab: true }, remote);
		expect(service?.pipeline).toMatchObject({ runner, branch: 'main' });
		expect(service?.pipeline?.stages[0]?.jobPatterns).toEqual(['*']);
		expect(service?.repositorySource?.kind).toBe('address');
		expect(service?.environments[0]?.requires).toHaveLength(4);
	});

	it.each([
		[['deploy.yml', 'build.yaml'], 'build.yaml'],
		[['b.yml', 'a.yml'], 'a.yml'],
		[['my ci.yml', 'x.yml'], 'x.yml'],
	])('of %j takes %s', (workflows, workflow) => {
		expect(draft({ workflows }, 'git@github.com:a/b').service?.pipeline?.runner).toMatchObject({ workflow });
	});

	it.each([
		['npm', 'npm ci', 'npm run test'],
		['pnpm', 'pnpm install --frozen-lockfile', 'pnpm run test'],
		['yarn', 'yarn install --immutable', 'yarn run test'],
		[null, 'npm install', 'npm run test'],
	] as const)('of scripts with the lock file of %s', (lock, ...commands) => {
		const { service } = draft({ isCheckout: true, lock, scripts: ['test'] }, 'https://git.example/a/b.git');
		const runner = service?.pipeline?.runner;
		const jobs = runner?.kind === 'local' ? runner.jobs : [];
		expect(jobs.map(({ run }) => [run.file, ...run.args].join(' '))).toEqual(commands);
		expect(service?.repositorySource).toEqual({ kind: 'folder', path: '/srv/shop' });
	});

	it.each([
		['nothing that builds it', {}, 'git@github.com:a/b'],
		['workflows without a remote', { workflows: ['ci.yml'] }, null],
		['workflows with a remote that is a folder', { workflows: ['ci.yml'] }, '/srv/git/shop.git'],
		['scripts without a checkout', { scripts: ['test'] }, null],
		['scripts that nobody has to pass', { isCheckout: true, scripts: ['deploy'] }, null],
		['a Jenkinsfile', { hasJenkinsfile: true, isCheckout: true, scripts: ['test'] }, 'git@github.com:a/b'],
	])('is left out for %s, and releases are named', (_, ci, remote) => {
		expect(draft(ci, remote).service).toMatchObject({ pipeline: null, releases: [{ version: '1.0.0' }] });
	});

	it('repeats nothing that signs in', () => {
		for (const remote of [
			'https://ada:s3cret@github.com/a/b',
			'https://s3cret@github.com/a/b',
			'ssh://git:s3cret@github.com/a/b',
		]) {
			const { text } = draft({ workflows: ['ci.yml'] }, remote);
			expect(text).not.toContain('s3cret');
		}
		expect(draft({}, 'ssh://git@git.example/a/b').text).toContain("'ssh://git@git.example/a/b'");
	});
});

const odd = fc.oneof(
	fc.string({ maxLength: 30 }),
	fc.constantFrom(
		"a'b.yml",
		'a: b.yml',
		'{x}.yml',
		'-x.yml',
		'#.yaml',
		'ci.yml',
		'../ci.yml',
		'true',
		'a,b',
		'x.lock',
		'/',
	),
);
const oddRemote = fc.oneof(
	fc.constant(null),
	fc.webUrl(),
	fc
		.tuple(fc.constantFrom('git@github.com:', 'https://gitlab.com/', 'https://a@', 'ssh://x:y@h/'), odd, odd)
		.map(([start, left, right]) => `${start}${left}/${right}`),
);
const oddFacts: fc.Arbitrary<DraftFacts> = fc.record({
	folderName: odd,
	remoteUrl: oddRemote,
	packageName: fc.option(odd),
	ci: fc.record({
		workflows: fc.array(odd, { maxLength: 4 }),
		scripts: fc.subarray(['test', 'lint', 'build', 'x: y']),
		hasGitlab: fc.boolean(),
		hasJenkinsfile: fc.boolean(),
		isCheckout: fc.boolean(),
		lock: fc.constantFrom('npm', null),
		branch: fc.option(odd),
	}),
});

describe('whatever lies in the folder', () => {
	test.prop([oddFacts], { numRuns: 300 })('the draft has no error', (facts) => {
		const { config, issues } = parseConfig(draftConfig(facts), '/srv/shop/signalbox.yaml');
		expect(issues.filter(({ severity }) => severity === 'error').map(formatIssue)).toEqual([]);
		expect(config).not.toBeNull();
	});
});
