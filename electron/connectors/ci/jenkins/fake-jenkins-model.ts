/** What happens inside the fake Jenkins: jobs, builds, stages with their steps, and a queue. */
import { createHash } from 'node:crypto';

export interface FakeStep {
	readonly id: number;
	/** The file as it lies on Jenkins' disk, with console notes; null when it is gone. */
	file: Buffer | null;
	isOpen: boolean;
}

export interface FakeStage {
	readonly id: number;
	readonly name: string;
	status: string;
	startedAt: number;
	duration: number;
	error: string | null;
	readonly steps: FakeStep[];
}

export interface FakeInput {
	readonly id: string;
	readonly message: string;
	readonly parameters: readonly { readonly name: string }[];
}

export interface FakeBuild {
	readonly number: number;
	readonly timestamp: number;
	building: boolean;
	result: string | null;
	duration: number;
	readonly cause: object;
	readonly parameters: readonly { readonly name: string; readonly value?: string }[];
	/** Checkouts, in their order. */
	checkouts: readonly { readonly sha: string; readonly ref: string; readonly url: string }[];
	readonly stages: FakeStage[];
	inputs: FakeInput[];
	files: Readonly<Record<string, string>>;
}

export interface FakeJob {
	/** `job/acme/job/shop/job/main` */
	readonly path: string;
	readonly branch: string | null;
	readonly hasStages: boolean;
	buildable: boolean;
	parameters: readonly string[];
	/** Oldest first. */
	readonly builds: FakeBuild[];
}

interface FakeQueueItem {
	readonly job: FakeJob;
	readonly parameters: FakeBuild['parameters'];
	looksLeft: number;
	build: FakeBuild | null;
	isCancelled: boolean;
}

export const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');

/** https://javadoc.jenkins.io/hudson/console/ConsoleNote.html: it is written into the file and left out of what is sent. */
export const consoleNote = '\u001b[8mha:////4AAAAG1BBBBB==\u001b[0m';

export interface JenkinsModel {
	readonly jobs: Map<string, FakeJob>;
	readonly queue: Map<number, FakeQueueItem>;
	/** How often an item must be looked at before it has a build. */
	queueLooks: number;
	addJob(path: string, options: { readonly branch: string | null; readonly hasStages: boolean }): FakeJob;
	begin(job: FakeJob, options?: { readonly cause?: object; readonly parameters?: FakeBuild['parameters'] }): FakeBuild;
	order(job: FakeJob, parameters: FakeBuild['parameters']): number;
	lookAt(item: number): { readonly build: FakeBuild | null; readonly isCancelled: boolean } | null;
	write(build: FakeBuild, stage: string, text: string): void;
	endStage(build: FakeBuild, stage: string, status: string): void;
	end(build: FakeBuild, result: string): void;
}

const userCause = {
	_class: 'hudson.model.Cause$UserIdCause',
	shortDescription: 'Started by user Ada',
	userId: 'ada',
	userName: 'Ada',
};

export function createJenkinsModel(now: () => number): JenkinsModel {
	const jobs = new Map<string, FakeJob>();
	const queue: JenkinsModel['queue'] = new Map();
	let lastStamp = 0;
	let lastItem = 100;
	/** No two builds begin in the same millisecond. */
	const stamp = () => (lastStamp = Math.max(lastStamp + 1, now()));

	const stageOf = (build: FakeBuild, name: string): FakeStage => {
		const found = build.stages.find((stage) => stage.name === name);
		if (found === undefined) throw new Error(`The fake has no stage ${name}.`);
		return found;
	};

	const beginStage = (build: FakeBuild, name: string) => {
		const id = 6 + build.stages.length * 10;
		const done = { id: id + 1, file: Buffer.from(`${consoleNote}[Pipeline] checkout\n`), isOpen: false };
		const open = { id: id + 4, file: Buffer.alloc(0), isOpen: true };
		const steps = [done, open];
		build.stages.push({ id, name, status: 'IN_PROGRESS', startedAt: now(), duration: 0, error: null, steps });
	};

	const end: JenkinsModel['end'] = (build, result) => {
		for (const stage of build.stages) for (const step of stage.steps) step.isOpen = false;
		Object.assign(build, { building: false, result, duration: now() - build.timestamp, inputs: [] });
	};

	const model: JenkinsModel = {
		jobs,
		queue,
		queueLooks: 0,
		addJob(path, { branch, hasStages }) {
			const job: FakeJob = { path, branch, hasStages, buildable: true, parameters: [], builds: [] };
			jobs.set(path, job);
			return job;
		},
		begin(job, { cause = userCause, parameters = [] } = {}) {
			const sha = shaOf(job.branch ?? 'main');
			const build: FakeBuild = {
				number: job.builds.length + 1,
				timestamp: stamp(),
				building: true,
				result: null,
				duration: 0,
				cause,
				parameters,
				checkouts: [
					{ sha, ref: job.branch ?? 'refs/remotes/origin/main', url: 'https://git.example.com/acme/shop.git' },
				],
				stages: [],
				inputs: [],
				files: {},
			};
			job.builds.push(build);
			beginStage(build, 'build');
			return build;
		},
		order(job, parameters) {
			lastItem += 1;
			const build = model.queueLooks === 0 ? model.begin(job, { parameters }) : null;
			queue.set(lastItem, { job, parameters, looksLeft: model.queueLooks, build, isCancelled: false });
			return lastItem;
		},
		lookAt(item) {
			const entry = queue.get(item);
			if (entry === undefined) return null;
			if (entry.looksLeft > 0) entry.looksLeft -= 1;
			else if (!entry.isCancelled) entry.build ??= model.begin(entry.job, { parameters: entry.parameters });
			return { build: entry.build, isCancelled: entry.isCancelled };
		},
		write(build, name, text) {
			const step = stageOf(build, name).steps.at(-1);
			if (step === undefined) return;
			step.file = Buffer.concat([step.file ?? Buffer.alloc(0), Buffer.from(consoleNote + text)]);
		},
		endStage(build, name, status) {
			const stage = stageOf(build, name);
			Object.assign(stage, { status, duration: now() - stage.startedAt });
			for (const step of stage.steps) step.isOpen = false;
			if (status === 'FAILED') stage.error = 'script returned exit code 1';
			if (name === 'build' && status === 'SUCCESS') beginStage(build, 'test');
			else end(build, status === 'SUCCESS' ? 'SUCCESS' : status === 'FAILED' ? 'FAILURE' : status);
		},
		end,
	};
	return model;
}
