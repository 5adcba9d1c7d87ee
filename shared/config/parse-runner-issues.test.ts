import { describe, expect, it } from 'vitest';
import { change, hostedConfig } from './fixture.ts';
import { expectIssue, type IssueRow } from './test-issues.ts';
import { parseConfig } from './parse.ts';

const ofRunner: readonly IssueRow[] = [
	[
		'runner: {kind: local, parallel: 3, onPush: true, keepRuns: 5}',
		'runner: docker',
		50,
		15,
		'runner',
		'found "docker"',
	],
	['{kind: local, parallel: 3, onPush: true, keepRuns: 5}', '{kind: travis}', 50, 22, 'runner.kind', 'found "travis"'],
	['parallel: 3', 'parallel: 0', 50, 39, 'runner.parallel', 'found "0"'],
	[
		'runner: {kind: local, parallel: 3, onPush: true, keepRuns: 5}\n      ',
		'',
		49,
		5,
		'runner',
		'this field is missing',
	],
	[
		'    repository: .\n',
		'',
		4,
		5,
		'services[0].repository',
		'the service names no repository, and the runner local checks it out',
	],
	['repository: .', 'repository: ext::sh', 6, 17, 'services[0].repository', 'this is no place that git is sent to'],
	[
		'repository: .',
		'repository: https://ada@git.example/shop.git',
		6,
		17,
		'services[0].repository',
		'there is a name or a key before the @, which anyone who can read the file can use',
	],
	['branch: trunk', 'branch: -f', 51, 15, 'branch', 'found "-f"'],
	['branch: trunk', 'branch: a..b', 51, 15, 'branch', 'found "a..b"'],
	['budget: 20m', 'budget: 20', 52, 15, 'budget', 'found "20"'],
	[
		'version: {file: package.json, field: version}',
		'version: {file: /etc/version}',
		53,
		23,
		'version.file',
		'"/etc/version" is absolute',
	],
	[
		'version: {file: package.json, field: version}',
		'version: {file: ../version}',
		53,
		23,
		'version.file',
		'"../version" leads out of the checkout with ..',
	],
	[
		'version: {file: package.json, field: version}',
		"version: {template: '1.4.0'}",
		53,
		27,
		'version.template',
		'every release would have the same version',
	],
	[
		'version: {file: package.json, field: version}',
		"version: {template: '1.{attempt}'}",
		53,
		27,
		'version.template',
		'every release would have the same version',
	],
	[
		'version: {file: package.json, field: version}',
		"version: {template: '{build}'}",
		53,
		27,
		'version.template',
		'{build} is not a placeholder here',
	],
	[
		'version: {file: package.json, field: version}',
		"version: {template: '1.{run'}",
		53,
		27,
		'version.template',
		'a bracket is not closed',
	],
	[
		'version: {file: package.json, field: version}',
		"version: {template: '-{run}'}",
		53,
		27,
		'version.template',
		'found "-{run}"',
	],
	["'libs/{a,b}/**'", "'/libs/**'", 54, 37, 'paths[1]', '"/libs/**" is absolute'],
	["'libs/{a,b}/**'", "'libs/../**'", 54, 37, 'paths[1]', '"libs/../**" leads out of the folder with ..'],
	["'libs/{a,b}/**'", "'libs/{a,..}/**'", 54, 37, 'paths[1]', '"libs/{a,..}/**" leads out of the folder with ..'],
	["'libs/{a,b}/**'", "'libs/{a'", 54, 37, 'paths[1]', '"libs/{a" has a bracket that is not closed'],
	["'libs/{a,b}/**'", "'!libs/**'", 54, 37, 'paths[1]', '"!libs/**" means everything else; name what is meant'],
	[
		"'libs/{a,b}/**'",
		"'libs\\**'",
		54,
		37,
		'paths[1]',
		'"libs\\**" has a backslash; paths are written with / on every system',
	],
	["'libs/{a,b}/**'", "''", 54, 37, 'paths[1]', '"" is empty'],
];

describe('each fault of a pipeline is named with its place', () => {
	it.each(ofRunner)('runner, repository, version and paths: %j -> %j', (...row) => expectIssue(row));
});

const github = 'kind: github, repository: acme/shop';
const jenkins = 'kind: jenkins, url: https://ci.example, job: team/shop';

/** Fields of the runner, place, field below the service, severity, message. */
type HostedRow = readonly [runner: string, place: string, field: string, severity: string, message: string];

const ofHosts: readonly HostedRow[] = [
	['kind: github, repository: acme', '7:42', 'pipeline.runner.repository', 'error', 'found "acme"'],
	['kind: github, repository: acme/..', '7:42', 'pipeline.runner.repository', 'error', 'found "acme/.."'],
	['kind: github', '7:7', 'pipeline.runner.repository', 'error', 'this field is missing'],
	[`${github}, workflow: a/ci.yml`, '7:63', 'pipeline.runner.workflow', 'error', 'found "a/ci.yml"'],
	[`${github}, api: ghe.example`, '7:58', 'pipeline.runner.api', 'error', 'found "ghe.example"'],
	[
		`${github}, token: {vault: x}`,
		'7:60',
		'pipeline.runner.token',
		'error',
		'a secret is named by the place where it is found, never written here',
	],
	[
		`${github}, token: abc`,
		'7:60',
		'pipeline.runner.token',
		'error',
		'the value of "token" is a secret written into the file; anyone who can read the file can use it',
	],
	[
		`${github}, api: 'http://ghe.example', token: {env: T}`,
		'7:58',
		'pipeline.runner.api',
		'error',
		'the token would travel unencrypted to another machine, so it would never be sent',
	],
	[
		`${github}, api: 'http://ghe.example'`,
		'7:58',
		'pipeline.runner.api',
		'warning',
		'what it answers travels unencrypted from another machine, so whoever is between could make a run pass',
	],
	['kind: gitlab, project: shop', '7:39', 'pipeline.runner.project', 'error', 'found "shop"'],
	[
		"kind: gitlab, project: a/shop, url: 'https://g.example/api/v4'",
		'7:52',
		'pipeline.runner.url',
		'error',
		'found "https://g.example/api/v4"',
	],
	[
		"kind: gitlab, project: a/shop, url: 'http://g.example', token: {file: t}",
		'7:52',
		'pipeline.runner.url',
		'error',
		'the token would travel unencrypted to another machine, so it would never be sent',
	],
	['kind: jenkins, url: https://ci.example, job: job/shop', '7:61', 'pipeline.runner.job', 'error', 'found "job/shop"'],
	[
		`${jenkins}, token: {env: T}`,
		'7:7',
		'pipeline.runner.user',
		'error',
		'there is a token but no user; Jenkins takes the two together',
	],
	[`${jenkins}, user: ci`, '7:7', 'pipeline.runner.token', 'error', 'there is a user but no token'],
	[
		"kind: jenkins, url: 'http://ci.example', job: s, user: ci, token: {env: T}",
		'7:36',
		'pipeline.runner.url',
		'error',
		'the token would travel unencrypted to another machine, so it would never be sent',
	],
	[`${github}, parallel: 2`, '7:53', 'pipeline.runner.parallel', 'error', '"parallel" is not a field here'],
];

describe('pipelines that run elsewhere', () => {
	it.each([github, `${github}, api: 'http://127.0.0.1:9', token: {env: T}`, 'kind: gitlab, project: 17', jenkins])(
		'%s is accepted',
		(runner) => expect(parseConfig(hostedConfig(`{${runner}}`), 'signalbox.yaml').issues).toEqual([]),
	);

	it.each(ofHosts)('%s is told at %s', (runner, place, field, severity, message) => {
		const { config, issues } = parseConfig(hostedConfig(`{${runner}}`), 'signalbox.yaml');
		expect(config === null).toBe(severity === 'error');
		const told = issues.map((issue) => [`${issue.line}:${issue.column}`, issue.field, issue.severity, issue.message]);
		expect(told).toEqual([[place, `services[0].${field}`, severity, message]]);
	});

	it.each([
		[
			"jobs: ['*']}, acceptance: {jobs: [e2e]",
			'the stage commit takes these jobs already, so none is left for acceptance',
		],
		[
			'jobs: [a, b]}, production: {jobs: [b]',
			'the stage commit takes these jobs already, so none is left for production',
		],
		['jobs: [a-*]}, production: {jobs: [b-*]', null],
	])('stages share no jobs: %s', (written, message) => {
		const source = change(
			hostedConfig(`{${github}}`),
			'        commit: {jobs: [unit]}',
			`        {commit: {${written}}}`,
		);
		const { issues } = parseConfig(source, 'signalbox.yaml');
		expect(issues.map((issue) => issue.message)).toEqual(message === null ? [] : [message]);
	});

	it('need a repository only where a version is read from it', () => {
		const source = change(
			hostedConfig(`{${github}}`),
			'    pipeline:\n',
			'    pipeline:\n      version: {file: VERSION}\n',
		);
		expect(parseConfig(source, 'signalbox.yaml').issues).toMatchObject([
			{
				field: 'services[0].repository',
				line: 4,
				message: expect.stringContaining('the version of a release is read'),
			},
		]);
	});
});
