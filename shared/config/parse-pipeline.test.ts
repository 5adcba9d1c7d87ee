import { describe, expect, it } from 'vitest';
import { stageNames } from '../domain/pipeline/model.ts';
import { change, fullConfig, hostedConfig, smallestConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

function read(source: string) {
	const { config, issues } = parseConfig(source, '/srv/shop/signalbox.yaml');
	expect(issues.filter(({ severity }) => severity === 'error').map(formatIssue)).toEqual([]);
	const service = config?.services[0];
	if (config === null || service === undefined) throw new Error('no service');
	return { config, service, pipeline: service.pipeline };
}

const gate = (written: string) =>
	read(change(hostedConfig('{kind: gitlab, project: 1}'), 'jobs: [unit]', `gates: {${written}}`)).pipeline?.stages[0]
		?.gates[0];

describe('a pipeline that says everything', () => {
	const { service, config, pipeline } = read(fullConfig);

	it('means what it says', () => {
		expect(service.repositorySource).toEqual({ kind: 'folder', path: '/srv/shop' });
		expect(pipeline).toMatchObject({
			branch: 'trunk',
			budgetMs: 1_200_000,
			version: { kind: 'file', path: 'package.json', field: 'version' },
			paths: ['services/checkout/**', 'libs/{a,b}/**'],
		});
		expect(pipeline?.stages.map(({ name, budgetMs, jobPatterns }) => [name, budgetMs, jobPatterns])).toEqual([
			['commit', 480_000, []],
			['acceptance', null, []],
			['user-acceptance', null, []],
			['production', null, []],
		]);
		expect(service.environments[0]?.requires).toEqual(['commit', 'acceptance']);
	});

	it('keeps commands below the checkout', () => {
		expect(pipeline?.runner).toMatchObject({ kind: 'local', parallel: 3, onPush: true, keepRuns: 5 });
		const jobs = pipeline?.runner.kind === 'local' ? pipeline.runner.jobs : [];
		expect(jobs[0]).toEqual({
			name: 'install',
			stage: 'commit',
			run: { file: 'npm', args: ['ci'], cwd: '.', env: {}, timeoutMs: 600_000 },
			...{ needs: [], mayFail: false, passEnv: [], secrets: {}, keep: [], isReleased: false },
		});
		expect(jobs[1]).toEqual({
			name: 'unit',
			stage: 'commit',
			run: {
				...{ file: 'npm', args: ['test', '--', '--commit={commit}'], cwd: 'services/checkout', timeoutMs: 300_000 },
				env: { CI: 'true', BRANCH: '{branch}' },
			},
			...{ needs: ['install'], mayFail: true, passEnv: ['JAVA_HOME'], keep: ['reports/**'], isReleased: false },
			secrets: { NPM_TOKEN: { from: 'environment', name: 'NPM_TOKEN' } },
		});
		expect(jobs[2]).toMatchObject({ name: 'pack', isReleased: true, keep: ['*.tgz'] });
	});

	it('knows its evidence and gates', () => {
		expect(pipeline?.evidence).toEqual([
			{
				name: 'unit-results',
				stage: 'commit',
				files: 'reports/junit*.xml',
				format: 'junit',
				artifact: null,
				about: null,
			},
			{ name: 'coverage', stage: 'commit', files: 'reports/lcov.info', format: null, artifact: null, about: null },
			{ name: 'scan', stage: 'acceptance', files: '**/*.sarif', format: null, artifact: null, about: 'security' },
		]);
		expect(pipeline?.stages.flatMap(({ gates }) => gates)).toEqual([
			{
				name: 'Unit tests',
				stage: 'commit',
				rule: { kind: 'tests', atLeast: 100, honoursQuarantine: true },
				sources: ['unit-results'],
			},
			{
				...{ name: 'Coverage', stage: 'commit', sources: ['coverage'] },
				rule: { kind: 'coverage', of: 'branches', atLeast: 0.815, failOnDecrease: false },
			},
			{
				...{ name: 'No secrets', stage: 'commit', sources: [] },
				rule: { kind: 'findings', about: 'secrets', atMost: 0, from: 'info' },
			},
			{ name: 'Formatting', stage: 'commit', rule: { kind: 'jobs', jobs: ['pack'] }, sources: [] },
			{ name: 'Lint', stage: 'commit', rule: { kind: 'lint', atMost: 0 }, sources: [] },
			{
				...{ name: 'Security', stage: 'acceptance', sources: ['scan'] },
				rule: { kind: 'findings', about: 'security', atMost: 2, from: 'high' },
			},
			{
				...{ name: 'Performance', stage: 'acceptance', sources: [] },
				rule: {
					kind: 'performance',
					limits: [
						{ metric: 'p95', bound: 'at-most', value: 400 },
						{ metric: 'error-rate', bound: 'at-most', value: 0.005 },
						{ metric: 'throughput', bound: 'at-least', value: 50 },
					],
				},
			},
			{
				...{ name: 'Accessibility', stage: 'acceptance', sources: [] },
				rule: { kind: 'accessibility', atMost: 0, from: 'serious' },
			},
		]);
	});

	it('knows who decides, and when nothing may go out', () => {
		expect(pipeline?.stages.map(({ approval }) => approval)).toEqual([
			null,
			null,
			{
				...{ count: 2, from: ['Ada', 'grace'], notOnlyAuthors: false },
				checklist: [
					{ id: 'business', question: expect.stringMatching(/\?$/) },
					{ id: 'law', question: 'May we?' },
				],
			},
			{ count: 1, from: [], notOnlyAuthors: true, checklist: [] },
		]);
		expect(config.people).toEqual([
			{ name: 'Ada', aliases: ['ada', 'ada@example.com'] },
			{ name: 'Grace', aliases: ['grace'] },
		]);
		expect(config.freezes).toEqual([
			{
				...{ name: 'weekend', reason: 'nobody is at work', zone: 'Europe/Berlin', except: ['2026-12-04'] },
				when: { kind: 'weekly', from: { weekday: 5, minute: 960 }, to: { weekday: 1, minute: 480 } },
				...{ environments: ['live'], services: ['checkout'], liftedBy: ['Ada'] },
			},
			{
				...{ name: 'year-end', reason: null, zone: 'UTC', except: [] },
				when: { kind: 'once', from: '2026-12-20T00:00', to: '2027-01-04T00:00' },
				...{ environments: [], services: [], liftedBy: [] },
			},
			{
				...{ name: 'christmas', reason: null, zone: 'Europe/Berlin', except: [] },
				when: { kind: 'yearly', from: '12-24', to: '12-26' },
				...{ environments: [], services: [], liftedBy: [] },
			},
		]);
	});
});

describe('a pipeline that says little', () => {
	it('means the figures of continuous delivery', () => {
		const { pipeline, service } = read(
			change(hostedConfig('local'), '# nothing has to be cloned for this', 'repository: .').replace(
				'      stages:\n        commit: {jobs: [unit]}\n',
				'',
			),
		);
		expect(pipeline).toEqual({
			runner: { kind: 'local', jobs: [], parallel: 2, onPush: false, keepRuns: 20 },
			branch: 'main',
			budgetMs: 1_800_000,
			stages: stageNames.map((name) => ({
				...{ name, jobPatterns: [], gates: [], approval: null },
				budgetMs: name === 'commit' ? 600_000 : null,
			})),
			evidence: [],
			version: { kind: 'template', template: '{date}-{sha}' },
			paths: [],
		});
		expect(service.environments[0]?.requires).toEqual(stageNames);
	});

	it('needs none at all', () => {
		const { service, config } = read(smallestConfig);
		expect(service).toMatchObject({ pipeline: null, repositorySource: null });
		expect(service.environments[0]?.requires).toEqual([]);
		expect(config).toMatchObject({ people: [], freezes: [] });
	});

	it.each([
		['development', ['commit']],
		['testing', ['commit']],
		['staging', ['commit', 'acceptance']],
		['production', ['commit', 'acceptance', 'user-acceptance', 'production']],
	])('%s requires %j', (tier, stages) => {
		const source = hostedConfig('{kind: gitlab, project: 1}').replace('production:', `${tier}:`);
		expect(read(source).service.environments[0]?.requires).toEqual(stages);
	});

	it('an empty list requires nothing', () => {
		const source = change(
			hostedConfig('{kind: gitlab, project: 1}'),
			'        target',
			'        requires: []\n        target',
		);
		expect(read(source).service.environments[0]?.requires).toEqual([]);
	});
});

describe('gates with their usual figures', () => {
	const findings = { kind: 'findings', atMost: 0, from: 'low' };
	it.each([
		['unit-tests: {}', 'Unit tests', { kind: 'tests', atLeast: 1, honoursQuarantine: true }],
		['integration-tests: true', 'Integration tests', { kind: 'tests', atLeast: 1, honoursQuarantine: true }],
		['end-to-end: {}', 'End to end', { kind: 'tests', atLeast: 1, honoursQuarantine: true }],
		['tests: {honourQuarantine: false}', 'Tests', { kind: 'tests', atLeast: 1, honoursQuarantine: false }],
		['coverage: {}', 'Coverage', { kind: 'coverage', of: 'lines', atLeast: 0.8, failOnDecrease: true }],
		['security: {}', 'Security', { ...findings, about: 'security' }],
		['secrets: {}', 'Secrets', { ...findings, about: 'secrets' }],
		['dependencies: true', 'Dependencies', { ...findings, about: 'dependencies' }],
		['quality: {}', 'Quality', { ...findings, about: 'quality' }],
		['complexity: {}', 'Complexity', { kind: 'complexity', atMost: 10 }],
		['function-length: {}', 'Function length', { kind: 'function-length', atMost: 50 }],
		['lint: {}', 'Lint', { kind: 'lint', atMost: 0 }],
		['contracts: {}', 'Contracts', { kind: 'contracts' }],
		['accessibility: {}', 'Accessibility', { kind: 'accessibility', atMost: 0, from: 'serious' }],
		['syntax: {jobs: [syntax]}', 'Syntax', { kind: 'jobs', jobs: ['syntax'] }],
		['types: {jobs: [types]}', 'Types', { kind: 'jobs', jobs: ['types'] }],
		['smoke: {jobs: [a, b]}', 'Smoke', { kind: 'jobs', jobs: ['a', 'b'] }],
		[
			'API in the browser: {kind: end-to-end, atLeast: 4}',
			'API in the browser',
			{ kind: 'tests', atLeast: 4, honoursQuarantine: true },
		],
		[
			'performance: {}',
			'Performance',
			{
				kind: 'performance',
				limits: [
					{ metric: 'p95', bound: 'at-most', value: 500 },
					{ metric: 'error-rate', bound: 'at-most', value: 0.01 },
				],
			},
		],
	])('%s', (written, name, rule) => {
		expect(gate(written)).toEqual({ name, stage: 'commit', rule, sources: [] });
	});
});

describe('runners', () => {
	const token = { from: 'environment', name: 'T' };
	it.each([
		[
			'{kind: github, repository: acme/shop, workflow: ci.yml, token: {env: T}}',
			{
				kind: 'github',
				api: 'https://api.github.com',
				repository: { owner: 'acme', name: 'shop' },
				workflow: 'ci.yml',
				token,
			},
		],
		[
			'{kind: github, repository: acme/shop.js, api: https://ghe.example/api/v3/}',
			{
				kind: 'github',
				api: 'https://ghe.example/api/v3',
				repository: { owner: 'acme', name: 'shop.js' },
				workflow: null,
				token: null,
			},
		],
		[
			'{kind: gitlab, project: a/b/shop}',
			{ kind: 'gitlab', url: 'https://gitlab.com', project: 'a/b/shop', token: null },
		],
		[
			'{kind: jenkins, url: https://ci.example/, job: team/shop, multibranch: true, user: ci, token: {env: T}}',
			{ kind: 'jenkins', url: 'https://ci.example', job: 'team/shop', isMultibranch: true, user: 'ci', token },
		],
	])('%s', (written, runner) => {
		const { pipeline } = read(hostedConfig(written));
		expect(pipeline?.runner).toEqual(runner);
		expect(pipeline?.stages[0]?.jobPatterns).toEqual(['unit']);
	});
});

describe('repositories', () => {
	it.each([
		['.', { kind: 'folder', path: '/srv/shop' }],
		['../other', { kind: 'folder', path: '/srv/other' }],
		['/srv/git/shop.git', { kind: 'folder', path: '/srv/git/shop.git' }],
		["'C:\\shop'", { kind: 'folder', path: 'C:\\shop' }],
		['https://git.example/acme/shop.git', { kind: 'address', url: 'https://git.example/acme/shop.git' }],
		['ssh://git@git.example:22/shop', { kind: 'address', url: 'ssh://git@git.example:22/shop' }],
		['git@git.example:acme/shop.git', { kind: 'address', url: 'git@git.example:acme/shop.git' }],
		// What git would hand to a program of another name, or to ssh as an option, is nowhere to go.
		["'ext::sh -c x'", null],
		['ssh://-oProxyCommand=x/shop', null],
		['git@-oProxyCommand=x:shop', null],
		['git@git.example:-shop', null],
		['file:///srv/shop', null],
		['~/shop', null],
	])('%s', (written, source) => {
		const text = change(smallestConfig, 'name: checkout', `name: checkout\n    repository: ${written}`);
		expect(read(text).service.repositorySource).toEqual(source);
	});
});
