import { describe, expect, it } from 'vitest';
import { change, fullConfig } from './fixture.ts';
import { formatIssue } from './issues.ts';
import { parseConfig } from './parse.ts';

/** Change to the full configuration, line and column, field (of the pipeline, unless it starts otherwise), message. */
type Row = readonly [from: string, to: string, line: number, column: number, field: string, message: string];

const ofPipeline = 'services[0].pipeline.';

function expectIssue([from, to, line, column, field, message]: Row): void {
	const { config, issues } = parseConfig(change(fullConfig, from, to), 'signalbox.yaml');
	expect(config).toBeNull();
	const places = [field, `${ofPipeline}${field}`];
	const found = issues.filter((issue) => places.includes(issue.field));
	expect(found[0], issues.map(formatIssue).join('\n')).toMatchObject({ severity: 'error', line, column, message });
}

const ofJobs: readonly Row[] = [
	[
		'stages:\n        commit:',
		'stages:\n        comit:',
		56,
		9,
		'stages.comit',
		'"comit" is not a field here; did you mean "commit"?',
	],
	[
		'install: [npm, ci]',
		'install: npm ci',
		59,
		22,
		'stages.commit.jobs.install',
		'a command must be a list: Signalbox starts programs without a shell, so that no version or name can turn into a command of its own',
	],
	['install: [npm, ci]', 'install: []', 59, 22, 'stages.commit.jobs.install', 'the command is empty'],
	[
		'install: [npm, ci]',
		"install: [npm, '{version}']",
		59,
		28,
		'stages.commit.jobs.install[1]',
		'{version} is not a placeholder here',
	],
	[
		'install: [npm, ci]',
		"install: [npm, '${HOME}']",
		59,
		28,
		'stages.commit.jobs.install[1]',
		'${HOME} stays as it is: there is no shell that fills it in',
	],
	['install: [npm, ci]', 'in/stall: [npm, ci]', 59, 13, 'stages.commit.jobs.in/stall', 'found "in/stall"'],
	[
		'install: [npm, ci]',
		'Unit: [npm, ci]\n            install: [npm, ci]',
		61,
		13,
		'stages.commit.jobs.unit',
		'this stage already has a job "Unit"',
	],
	[
		"BRANCH: '{branch}'",
		"BRANCH: '{slot}'",
		65,
		39,
		'stages.commit.jobs.unit.env.BRANCH',
		'{slot} is not a placeholder here',
	],
	[
		'needs: [install]',
		'needs: [instal]',
		62,
		23,
		'stages.commit.jobs.unit.needs[0]',
		'there is no job "instal"; did you mean "install"?',
	],
	['needs: [install]', 'needs: [unit]', 62, 23, 'stages.commit.jobs.unit.needs[0]', 'a job cannot need itself'],
	['needs: [install]\n', 'needs: [e2e]\n', 62, 23, 'stages.commit.jobs.unit.needs[0]', 'there is no job "e2e"'],
	[
		'install: [npm, ci]',
		'install: {run: [npm, ci], needs: [pack]}',
		59,
		46,
		'stages.commit.jobs.install.needs',
		'these jobs wait for each other: install needs pack needs install',
	],
	['timeout: 5m', 'timeout: 0', 63, 24, 'stages.commit.jobs.unit.timeout', 'found "0"'],
	[
		'cwd: services/checkout',
		'cwd: /srv/checkout',
		64,
		20,
		'stages.commit.jobs.unit.cwd',
		'"/srv/checkout" is absolute',
	],
	[
		'cwd: services/checkout',
		'cwd: ../checkout',
		64,
		20,
		'stages.commit.jobs.unit.cwd',
		'"../checkout" leads out of the checkout with ..',
	],
	[
		'passEnv: [JAVA_HOME]',
		'passEnv: [NPM_TOKEN]',
		66,
		25,
		'stages.commit.jobs.unit.passEnv[0]',
		'"NPM_TOKEN" is a secret by its name; passed this way it would stand in logs as it is',
	],
	[
		'passEnv: [JAVA_HOME]',
		'passEnv: [CI]',
		65,
		25,
		'stages.commit.jobs.unit.env.CI',
		'"CI" is set in more than one way',
	],
	['passEnv: [JAVA_HOME]', 'passEnv: [JAVA-HOME]', 66, 25, 'stages.commit.jobs.unit.passEnv[0]', 'found "JAVA-HOME"'],
	[
		'env: {CI: true',
		'env: {SIGNALBOX_RUN: 1, CI: true',
		65,
		36,
		'stages.commit.jobs.unit.env.SIGNALBOX_RUN',
		'names that begin so are set by Signalbox itself',
	],
	[
		'{NPM_TOKEN: {env: NPM_TOKEN}}',
		'{NPM_TOKEN: abcdef}',
		67,
		36,
		'stages.commit.jobs.unit.secrets.NPM_TOKEN',
		'the value of "NPM_TOKEN" is a secret written into the file; anyone who can read the file can use it',
	],
	[
		'keep: [reports/**]',
		'keep: [/tmp/reports/**]',
		68,
		22,
		'stages.commit.jobs.unit.keep[0]',
		'"/tmp/reports/**" is absolute',
	],
	['mayFail: true', 'mayFail: maybe', 69, 24, 'stages.commit.jobs.unit.mayFail', 'found "maybe"'],
	[
		"keep: ['*.tgz'], release: true",
		'release: true',
		70,
		65,
		'stages.commit.jobs.pack.release',
		'it keeps nothing, so nothing of it can be released',
	],
	[
		"keep: ['*.tgz'], release: true",
		"keep: ['*.tgz'], mayFail: true, release: true",
		70,
		97,
		'stages.commit.jobs.pack.release',
		'it may fail, and then the release would lack its files',
	],
	[
		'        production: {approvals: 1}',
		'        production: {approvals: 1, jobs: {pack: [a]}}',
		93,
		49,
		'stages.production.jobs.pack',
		'the stage commit already has a job "pack"',
	],
	[
		'        production: {approvals: 1}',
		'        production: {approvals: 1, jobs: [deploy-*]}',
		93,
		42,
		'stages.production.jobs',
		'these are names of jobs that something else runs, but the runner local needs their commands',
	],
	[
		'kind: local, parallel: 3, onPush: true, keepRuns: 5',
		'kind: github, repository: acme/shop',
		58,
		11,
		'stages.commit.jobs',
		'these are commands, but github runs what its own file says, so they would never run',
	],
	[
		'install: [npm, ci]',
		"install: ['./{branch}', ci]",
		59,
		23,
		'stages.commit.jobs.install[0]',
		'nothing is filled in in the name of a program',
	],
];

describe('each fault of a pipeline is named with its place', () => {
	it.each(ofJobs)('jobs: %j -> %j', (...row) => expectIssue(row));
});
