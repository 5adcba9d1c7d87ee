/** What happens on the fake GitHub: runs, their jobs, and what they leave behind. Tests turn it; the server only tells it. */
import { createHash } from 'node:crypto';
import type { Schemas } from './fake-github-shapes.ts';
import { fakeZip } from './fake-zip.ts';

type JobShape = Schemas['job'];

export interface FakeJob {
	readonly id: number;
	readonly name: string;
	status: JobShape['status'];
	conclusion: JobShape['conclusion'];
	readonly createdAt: number;
	startedAt: number | null;
	completedAt: number | null;
	steps: { name: string; conclusion: string | null }[];
	log: string;
	/** `late`: not put together yet. `gone`: thrown away. */
	logState: 'kept' | 'late' | 'gone';
}

export interface FakePending {
	readonly id: number;
	readonly environment: string;
	readonly jobId: number;
	readonly waitTimer: number;
	readonly reviewers: readonly string[];
	readonly mayApprove: boolean;
}

export interface FakeReview {
	readonly environment: string;
	readonly state: 'approved' | 'rejected';
	readonly by: string;
	readonly comment: string;
}

export interface FakeArtifact {
	readonly id: number;
	readonly name: string;
	readonly zip: Buffer;
	isExpired: boolean;
	readonly createdAt: number;
}

export interface FakeRun {
	readonly id: number;
	readonly number: number;
	attempt: number;
	readonly branch: string;
	readonly headOwner: string;
	readonly sha: string;
	readonly workflow: string;
	readonly event: string;
	readonly subject: string;
	startedBy: string;
	status: string;
	conclusion: string | null;
	readonly createdAt: number;
	startedAt: number;
	updatedAt: number;
	jobs: FakeJob[];
	readonly artifacts: FakeArtifact[];
	pending: FakePending[];
	readonly reviews: FakeReview[];
}

export interface FakeWorld {
	/** Newest first, as GitHub lists them. */
	readonly runs: readonly FakeRun[];
	readonly branches: ReadonlyMap<string, string>;
	readonly starts: { branch: string; inputs: Record<string, string> }[];
	now(): number;
	/** How far the host's clock is ahead of ours, ms. */
	skew(ms: number): void;
	run(id: number): FakeRun | undefined;
	/** The newest attempt's job of that name. */
	job(run: FakeRun, name: string): FakeJob;
	addRun(options?: { readonly branch?: string; readonly headOwner?: string; readonly event?: string }): FakeRun;
	addJob(run: FakeRun, name: string, status: FakeJob['status']): FakeJob;
	/** The job ends; `test` follows `build`, and the run follows its jobs. */
	finish(run: FakeRun, job: FakeJob, end: 'success' | 'failure'): void;
	protect(run: FakeRun, job: FakeJob, pending?: Partial<FakePending>): FakePending;
	review(run: FakeRun, pending: FakePending, review: Omit<FakeReview, 'environment'>): void;
	rerun(run: FakeRun, onlyFailed: boolean): void;
	cancel(run: FakeRun): void;
	addArtifact(run: FakeRun, name: string, files: Readonly<Record<string, string>>): FakeArtifact;
}

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex');

interface Basis {
	readonly branches: ReadonlyMap<string, string>;
	newId(): number;
	now(): number;
}

function endRun(basis: Basis, run: FakeRun, conclusion: string): void {
	Object.assign(run, { status: 'completed', conclusion, updatedAt: basis.now(), pending: [] });
}

function addJob(basis: Basis, run: FakeRun, name: string, status: FakeJob['status']): FakeJob {
	const now = basis.now();
	const job: FakeJob = {
		...{ id: basis.newId(), name, status, conclusion: null, createdAt: now, completedAt: null },
		startedAt: status === 'in_progress' ? now : null,
		...{ steps: [], log: '', logState: 'kept' as const },
	};
	run.jobs.push(job);
	return job;
}

/** GitHub makes a job only when what it needs has ended. */
function goOn(basis: Basis, run: FakeRun): void {
	const build = run.jobs.find((job) => job.name === 'build');
	const hasTest = run.jobs.some((job) => job.name === 'test');
	if (build?.conclusion === 'success' && !hasTest) addJob(basis, run, 'test', 'in_progress');
	else if (build?.conclusion === 'failure' && !hasTest) {
		const [job, now] = [addJob(basis, run, 'test', 'completed'), basis.now()];
		Object.assign(job, { conclusion: 'skipped', startedAt: now, completedAt: now });
	}
	if (run.jobs.some((job) => job.status !== 'completed')) return;
	endRun(basis, run, run.jobs.some((job) => job.conclusion === 'failure') ? 'failure' : 'success');
}

function makeRun(basis: Basis, number: number, options: Parameters<FakeWorld['addRun']>[0] = {}): FakeRun {
	const { branch = 'main', headOwner = 'acme', event = 'push' } = options;
	const [id, now, sha] = [basis.newId(), basis.now(), basis.branches.get(branch) ?? shaOf(branch)];
	const run: FakeRun = {
		...{ id, number, attempt: 1, branch, headOwner, sha, workflow: 'ci.yml', event, subject: `Change ${number}` },
		...{ startedBy: 'ada', status: 'in_progress', conclusion: null, createdAt: now, startedAt: now, updatedAt: now },
		...{ jobs: [], artifacts: [], pending: [], reviews: [] },
	};
	addJob(basis, run, 'build', 'in_progress');
	return run;
}

/** What people do with protected environments. */
function protectionActs(basis: Basis): Pick<FakeWorld, 'protect' | 'review'> {
	const { now } = basis;
	return {
		protect(run, job, about = {}) {
			const fixed = { id: basis.newId(), environment: 'production', jobId: job.id, waitTimer: 0, mayApprove: true };
			const pending: FakePending = { ...fixed, reviewers: ['grace'], ...about };
			Object.assign(job, { status: 'waiting', startedAt: null });
			run.pending.push(pending);
			run.status = run.jobs.some((each) => each.status === 'in_progress') ? 'in_progress' : 'waiting';
			return pending;
		},
		review(run, pending, review) {
			run.reviews.push({ ...review, environment: pending.environment });
			run.pending = run.pending.filter((each) => each !== pending);
			const job = run.jobs.find((each) => each.id === pending.jobId);
			run.status = 'in_progress';
			if (job === undefined) return;
			if (review.state === 'approved') Object.assign(job, { status: 'in_progress', startedAt: now() });
			else {
				Object.assign(job, { status: 'completed', conclusion: 'failure', startedAt: now(), completedAt: now() });
				goOn(basis, run);
			}
		},
	};
}

/** What happens to runs. */
function runActs(basis: Basis): Pick<FakeWorld, 'finish' | 'rerun' | 'cancel'> {
	const { now } = basis;
	return {
		finish(run, job, end) {
			const steps = [
				{ name: 'Set up job', conclusion: 'success' },
				{ name: `Run ${job.name}`, conclusion: end },
			];
			const startedAt = job.startedAt ?? now();
			Object.assign(job, { status: 'completed', conclusion: end, startedAt, completedAt: now(), steps });
			run.updatedAt = now();
			goOn(basis, run);
		},
		rerun(run, onlyFailed) {
			const before = run.jobs;
			run.attempt += 1;
			Object.assign(run, { status: 'in_progress', conclusion: null, startedAt: now(), jobs: [] });
			const passed = onlyFailed ? before.filter((job) => job.conclusion === 'success') : [];
			// What passed is listed again under a new id, with the times of then.
			run.jobs.push(...passed.map((job) => ({ ...job, id: basis.newId() })));
			const first = before.find((job) => !passed.includes(job));
			addJob(basis, run, onlyFailed ? (first?.name ?? 'build') : 'build', 'in_progress');
		},
		cancel(run) {
			for (const job of run.jobs.filter((each) => each.status !== 'completed')) {
				Object.assign(job, { status: 'completed', conclusion: 'cancelled', completedAt: now() });
			}
			endRun(basis, run, 'cancelled');
		},
	};
}

export function createFakeWorld(): FakeWorld {
	const runs: FakeRun[] = [];
	const branches = new Map(['main', 'feature'].map((name) => [name, shaOf(name)]));
	let [skewMs, lastId] = [0, 1000];
	const basis: Basis = { branches, newId: () => (lastId += 1), now: () => Date.now() + skewMs };
	return {
		...{ runs, branches, starts: [], now: basis.now },
		...protectionActs(basis),
		...runActs(basis),
		skew(ms) {
			skewMs = ms;
		},
		run: (id) => runs.find((run) => run.id === id),
		job(run, name) {
			const found = run.jobs.find((job) => job.name === name);
			if (found === undefined) throw new Error(`The fake run ${run.id} has no job ${name}`);
			return found;
		},
		addRun(options) {
			const run = makeRun(basis, runs.length + 1, options);
			runs.unshift(run);
			return run;
		},
		addJob: (run, name, status) => addJob(basis, run, name, status),
		addArtifact(run, name, files) {
			const artifact = { id: basis.newId(), name, zip: fakeZip(files), isExpired: false, createdAt: basis.now() };
			run.artifacts.push(artifact);
			return artifact;
		},
	};
}

/** A log as GitHub keeps it: a mark of byte order, and a time before each line. */
export function logBytes(job: FakeJob): Buffer {
	const at = `${new Date(job.startedAt ?? job.createdAt).toISOString().slice(0, 23)}0000Z `;
	return Buffer.from(`\ufeff${job.log.replace(/^(?=[^])/gm, at)}`);
}
