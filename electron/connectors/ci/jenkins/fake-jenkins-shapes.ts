/** Answers in the shapes of Jenkins 2.5xx and of the plugin Pipeline: REST API. */
import type { FakeAnswer } from '../../http-hosts/fake-host.ts';
import { consoleNote, type FakeBuild, type FakeJob, type FakeStage, type FakeStep } from './fake-jenkins-model.ts';

export function buildShape(job: FakeJob, build: FakeBuild, url: string) {
	const kind = job.hasStages ? 'org.jenkinsci.plugins.workflow.job.WorkflowRun' : 'hudson.model.FreeStyleBuild';
	const changes = {
		_class: 'hudson.plugins.git.GitChangeSetList',
		kind: 'git',
		items: build.checkouts.slice(-1).map(({ sha }) => ({
			_class: 'hudson.plugins.git.GitChangeSet',
			commitId: sha,
			timestamp: 1_763_629_205_000,
			author: { absoluteUrl: `${url}/user/ada`, fullName: 'Ada Lovelace' },
			authorEmail: 'ada@example.com',
			msg: 'Shop: count the basket once',
			comment: 'Shop: count the basket once\n',
		})),
	};
	return {
		_class: kind,
		actions: [
			{ _class: 'hudson.model.CauseAction', causes: [build.cause] },
			...(build.parameters.length === 0
				? []
				: [{ _class: 'hudson.model.ParametersAction', parameters: build.parameters }]),
			{},
			...build.checkouts.map(({ sha, ref, url: remote }) => ({
				_class: 'hudson.plugins.git.util.BuildData',
				lastBuiltRevision: { SHA1: sha, branch: [{ SHA1: sha, name: ref }] },
				remoteUrls: [remote],
				scmName: '',
			})),
			{ _class: 'org.jenkinsci.plugins.workflow.job.views.FlowGraphAction' },
		],
		artifacts: Object.keys(build.files).map((name) => ({
			displayPath: name,
			fileName: name,
			relativePath: `reports/${name}`,
		})),
		building: build.building,
		inProgress: build.building,
		displayName: `#${build.number}`,
		duration: build.duration,
		estimatedDuration: 1000,
		id: String(build.number),
		number: build.number,
		result: build.result,
		timestamp: build.timestamp,
		url: `${url}/${job.path}/${build.number}/`,
		...(job.hasStages ? { changeSets: [changes] } : { changeSet: changes }),
	};
}

export function jobShape(job: FakeJob, url: string) {
	const builds = job.builds.toReversed().map((build) => buildShape(job, build, url));
	return {
		_class: job.hasStages ? 'org.jenkinsci.plugins.workflow.job.WorkflowJob' : 'hudson.model.FreeStyleProject',
		name: job.branch === null ? (job.path.split('/').at(-1) ?? '') : encodeURIComponent(job.branch),
		buildable: job.buildable,
		builds: builds.slice(0, 100),
		allBuilds: builds,
		property: [
			{ _class: 'jenkins.model.BuildDiscarderProperty' },
			...(job.parameters.length === 0
				? []
				: [
						{
							_class: 'hudson.model.ParametersDefinitionProperty',
							parameterDefinitions: job.parameters.map((name) => ({
								_class: 'hudson.model.StringParameterDefinition',
								name,
								type: 'StringParameterDefinition',
							})),
						},
					]),
		],
	};
}

function stageShape(path: string, stage: FakeStage) {
	return {
		_links: { self: { href: `/${path}/execution/node/${stage.id}/wfapi/describe` } },
		id: String(stage.id),
		name: stage.name,
		execNode: '',
		status: stage.status,
		...(stage.error === null ? {} : { error: { message: stage.error, type: 'hudson.AbortException' } }),
		startTimeMillis: stage.startedAt,
		durationMillis: stage.duration,
		pauseDurationMillis: 0,
	};
}

/** A stage that will not run any more is told without times. */
function missingStage(path: string, build: FakeBuild) {
	if (build.building || build.result === 'SUCCESS' || build.stages.some((stage) => stage.name === 'test')) return [];
	const left = { id: 96, name: 'test', status: 'NOT_EXECUTED', startedAt: 0, duration: 0, error: null, steps: [] };
	return [stageShape(path, left)];
}

export function describeRun(job: FakeJob, build: FakeBuild) {
	const path = `${job.path}/${build.number}`;
	const isPaused = build.inputs.length > 0;
	const status = build.building ? (isPaused ? 'PAUSED_PENDING_INPUT' : 'IN_PROGRESS') : build.result;
	return {
		_links: { self: { href: `/${path}/wfapi/describe` } },
		id: String(build.number),
		name: `#${build.number}`,
		status: status === 'FAILURE' ? 'FAILED' : status,
		startTimeMillis: build.timestamp,
		endTimeMillis: build.timestamp + build.duration,
		durationMillis: build.duration,
		queueDurationMillis: 0,
		pauseDurationMillis: 0,
		stages: [...build.stages.map((stage) => stageShape(path, stage)), ...missingStage(path, build)],
	};
}

export function describeStage(job: FakeJob, build: FakeBuild, stage: FakeStage) {
	const path = `${job.path}/${build.number}`;
	const nodes = stage.steps.map((step) => ({
		_links: {
			self: { href: `/${path}/execution/node/${step.id}/wfapi/describe` },
			log: { href: `/${path}/execution/node/${step.id}/wfapi/log` },
		},
		id: String(step.id),
		name: 'Shell Script',
		status: step.isOpen ? 'IN_PROGRESS' : 'SUCCESS',
		parentNodes: [String(stage.id)],
	}));
	// Blocks have no log, and the newest come first here: the runner puts them in order.
	const block = { _links: { self: { href: '' } }, id: String(stage.id + 2), name: 'Script', status: 'SUCCESS' };
	return { ...stageShape(path, stage), stageFlowNodes: [...nodes.toReversed(), block] };
}

/** What `progressiveText` sends of a file: no notes, CR LF, and while it is written only whole lines. */
export function progressiveText({ file, isOpen }: Pick<FakeStep, 'file' | 'isOpen'>, asked: number): FakeAnswer {
	const headers = { 'content-type': 'text/plain;charset=UTF-8' };
	if (file === null)
		return { status: 200, headers: { ...headers, 'x-text-size': '0', 'x-more-data': 'true' }, body: '' };
	const start = asked > file.byteLength ? 0 : asked;
	const end = isOpen ? Math.max(start, file.lastIndexOf('\n') + 1) : file.byteLength;
	const text = file.subarray(start, end).toString('utf8');
	return {
		status: 200,
		headers: { ...headers, 'x-text-size': String(end), ...(isOpen ? { 'x-more-data': 'true' } : {}) },
		body: text.replaceAll(consoleNote, '').replaceAll('\n', '\r\n'),
	};
}
