/**
 * A Jenkins of this machine, for tests: the multibranch project `acme/shop` with the branches `main` and `feature`, and the
 * freestyle job `tools`.
 */
import type { Asked } from '../../http-hosts/testing.ts';
import { emptyZip, type FakeAnswer, type FakeHost, startFakeHost } from '../../http-hosts/fake-host.ts';
import { createJenkinsModel, type FakeBuild, type FakeJob, type JenkinsModel } from './fake-jenkins-model.ts';
import { buildShape, describeRun, describeStage, jobShape, progressiveText } from './fake-jenkins-shapes.ts';
import { parseTree, pruned } from './fake-jenkins-tree.ts';

export interface FakeJenkins {
	readonly host: FakeHost;
	readonly model: JenkinsModel;
	/** What acts must carry; null where the issuer is switched off. */
	crumb: string | null;
	/** Permissions that the account lacks. */
	readonly lacks: Set<string>;
	stop(): Promise<void>;
}

const project = 'job/acme/job/shop';

const json = (body: unknown): FakeAnswer => ({ status: 200, body });
const page = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): FakeAnswer => ({
	status,
	headers: { 'content-type': 'text/html;charset=utf-8', ...headers },
	body: `<html><head><title>Error</title></head><body><h2>${text}</h2></body></html>`,
});
const missing = page(404, 'HTTP ERROR 404 Not Found');

function lacking(permission: string): FakeAnswer {
	const headers = { 'x-you-are-authenticated-as': 'ada', 'x-required-permission': permission };
	return page(403, 'Access denied', headers);
}

const faults = {
	unauthorised: () => page(401, 'HTTP ERROR 401 Unauthorized', { 'www-authenticate': 'Basic realm="Jenkins"' }),
	forbidden: () => lacking('hudson.model.Hudson.Read'),
	'not-found': () => missing,
	'rate-limited': () => page(429, 'Too Many Requests', { 'retry-after': '30' }),
	'secondary-limit': () => page(429, 'Too Many Requests'),
	'server-error': () => page(500, 'Oops! A problem occurred while processing the request.'),
};

/** `api/json`, as `tree` wants it. */
function api(asked: Asked, value: unknown): FakeAnswer {
	const tree = asked.query.get('tree');
	return json(tree === null ? value : pruned(value, parseTree(tree)));
}

function buildGet(job: FakeJob, build: FakeBuild, below: string, asked: Asked, url: string): FakeAnswer | null {
	if (below === 'api/json') return api(asked, buildShape(job, build, url));
	if (below === 'wfapi/describe') return job.hasStages ? json(describeRun(job, build)) : missing;
	if (below === 'wfapi/pendingInputActions') {
		const inputs = build.inputs.map((input) => ({
			id: input.id,
			proceedText: 'Proceed',
			message: input.message,
			inputs: input.parameters,
			proceedUrl: `/${job.path}/${build.number}/wfapi/inputSubmit?inputId=${input.id}`,
			abortUrl: `/${job.path}/${build.number}/input/${input.id}/abort`,
			redirectApprovalUrl: `/${job.path}/${build.number}/input/`,
		}));
		return json(inputs);
	}
	if (below === 'artifact/*zip*/archive.zip') return { status: 200, body: emptyZip(JSON.stringify(build.files)) };
	const start = Number(asked.query.get('start') ?? 0);
	if (below === 'logText/progressiveText') {
		const files = build.stages.flatMap((stage) => stage.steps.flatMap((step) => step.file ?? []));
		return progressiveText({ file: Buffer.concat(files), isOpen: build.building }, start);
	}
	const node = /^execution\/node\/(\d+)\/(.+)$/.exec(below);
	if (node === null) return null;
	const stage = build.stages.find((each) => String(each.id) === node[1]);
	if (node[2] === 'wfapi/describe') return stage === undefined ? missing : json(describeStage(job, build, stage));
	const step = build.stages.flatMap((each) => each.steps).find((each) => String(each.id) === node[1]);
	if (node[2] !== 'log/logText/progressiveText') return null;
	return step === undefined ? missing : progressiveText(step, start);
}

function buildPost(model: JenkinsModel, job: FakeJob, build: FakeBuild, below: string): FakeAnswer | null {
	const back: FakeAnswer = { status: 302, headers: { location: `/${job.path}/${build.number}/` }, body: '' };
	if (below === 'stop') {
		if (!build.building) return back;
		for (const stage of build.stages) if (stage.status !== 'SUCCESS') stage.status = 'ABORTED';
		model.end(build, 'ABORTED');
		return back;
	}
	const [, id, answer] = /^input\/([^/]+)\/(proceedEmpty|abort)$/.exec(below) ?? [];
	const input = build.inputs.find((each) => encodeURIComponent(each.id) === id);
	if (answer === undefined) return null;
	if (input === undefined) return missing;
	build.inputs = build.inputs.filter((each) => each !== input);
	for (const stage of build.stages) if (stage.status === 'PAUSED_PENDING_INPUT') stage.status = 'IN_PROGRESS';
	if (answer === 'proceedEmpty') return { status: 200, body: '' };
	for (const stage of build.stages) if (stage.status === 'IN_PROGRESS') stage.status = 'ABORTED';
	model.end(build, 'ABORTED');
	return back;
}

function jobPost(model: JenkinsModel, job: FakeJob, way: string, asked: Asked, url: string): FakeAnswer | null {
	if (way !== 'build' && way !== 'buildWithParameters') return null;
	const isParameterised = job.parameters.length > 0;
	if (!job.buildable) return page(409, `${job.path} is not buildable`);
	if (way === 'build' && isParameterised) return page(400, 'Nothing is submitted');
	if (way !== 'build' && !isParameterised) return page(500, 'Oops! The job is not parameterized.');
	const given = [...new URLSearchParams(asked.body)].map(([name, value]) => ({ name, value }));
	// What the job does not define is left out without a word: SECURITY-170.
	const item = model.order(
		job,
		given.filter(({ name }) => job.parameters.includes(name)),
	);
	return { status: 201, headers: { location: `${url}/queue/item/${item}/` }, body: '' };
}

function queueGet(model: JenkinsModel, id: number, asked: Asked): FakeAnswer {
	const found = model.lookAt(id);
	if (found === null) return missing;
	const { build, isCancelled } = found;
	return api(asked, {
		_class: build === null ? 'hudson.model.Queue$WaitingItem' : 'hudson.model.Queue$LeftItem',
		id,
		why: build === null ? 'Waiting for next available executor' : null,
		...(build === null ? {} : { executable: { number: build.number } }),
		...(build === null && !isCancelled ? {} : { cancelled: isCancelled }),
	});
}

export async function startFakeJenkins(user: string, token: string): Promise<FakeJenkins> {
	const model = createJenkinsModel(() => host.now());
	for (const branch of ['main', 'feature', 'feature/basket']) {
		const path = `${project}/job/${encodeURIComponent(encodeURIComponent(branch))}`;
		model.addJob(path, { branch, hasStages: true }).parameters = ['LEVEL'];
	}
	model.addJob('job/tools', { branch: null, hasStages: false });

	const get = (path: string, asked: Asked): FakeAnswer | null => {
		if (path === 'crumbIssuer/api/json') {
			if (fake.crumb === null) return missing;
			const headers = { 'set-cookie': 'JSESSIONID.abc1=node0xyz.node0; Path=/; HttpOnly' };
			return { ...json({ crumb: fake.crumb, crumbRequestField: 'Jenkins-Crumb' }), headers };
		}
		if (path === `${project}/api/json`) {
			const branches = [...model.jobs.values()].filter((job) => job.branch !== null);
			const jobs = branches.map((job) => jobShape(job, host.url));
			return api(asked, { _class: 'org.jenkinsci.plugins.workflow.multibranch.WorkflowMultiBranchProject', jobs });
		}
		const item = /^queue\/item\/(\d+)\/api\/json$/.exec(path)?.[1];
		if (item !== undefined) return queueGet(model, Number(item), asked);
		const [job, below] = jobAt(path);
		if (job === null) return missing;
		if (below === 'api/json') return api(asked, jobShape(job, host.url));
		const [, number, rest = ''] = /^(\d+)\/(.+)$/.exec(below) ?? [];
		const build = job.builds.find((each) => String(each.number) === number);
		if (number === undefined) return null;
		return build === undefined ? missing : buildGet(job, build, rest, asked, host.url);
	};

	const post = (path: string, asked: Asked): FakeAnswer | null => {
		if (fake.crumb !== null) {
			const isGood =
				asked.headers['jenkins-crumb'] === fake.crumb && asked.headers.cookie === 'JSESSIONID.abc1=node0xyz.node0';
			if (!isGood) return page(403, 'HTTP ERROR 403 No valid crumb was included in the request');
		}
		const [job, below] = jobAt(path);
		if (job === null) return missing;
		if (fake.lacks.has('hudson.model.Item.Build')) return lacking('hudson.model.Item.Build');
		const [, number, rest = ''] = /^(\d+)\/(.+)$/.exec(below) ?? [];
		if (number === undefined) return jobPost(model, job, below, asked, host.url);
		const build = job.builds.find((each) => String(each.number) === number);
		return build === undefined ? missing : buildPost(model, job, build, rest);
	};

	const jobAt = (path: string): readonly [FakeJob | null, string] => {
		const at = /^((?:job\/[^/]+\/)+)(.*)$/.exec(path);
		const job = model.jobs.get((at?.[1] ?? '').replace(/\/$/, ''));
		return [job ?? null, at?.[2] ?? ''];
	};

	const host: FakeHost = await startFakeHost({
		hasEtags: false,
		faults,
		route(asked) {
			const basic = `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;
			if (asked.headers.authorization !== basic) return faults.unauthorised();
			if (fake.lacks.has('hudson.model.Item.Read')) return lacking('hudson.model.Item.Read');
			const path = asked.path.replace(/^\/+/, '');
			return asked.method === 'POST' ? post(path, asked) : get(path, asked);
		},
	});
	const fake: FakeJenkins = { host, model, crumb: 'crumb-1', lacks: new Set(), stop: () => host.stop() };
	return fake;
}
