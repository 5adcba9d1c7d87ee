/** Runs and jobs that tests start from. */
import type { CommitInfo, Job, PipelineRun, StageName } from './model.ts';

export const commit: CommitInfo = {
	sha: '12e4567d1c0ffee012e4567d1c0ffee012e4567d',
	subject: 'Count the basket once',
	author: { name: 'Ada', email: 'ada@example.org' },
	authoredAt: Date.UTC(2026, 10, 27, 9),
	committedAt: Date.UTC(2026, 10, 28, 10),
	parents: [],
};

export function makeJob(name: string, stage: StageName | null, change: Partial<Job> = {}): Job {
	return {
		...{ id: name, name, stage, state: 'passed', needs: [], startedAt: 1_000, finishedAt: 2_000 },
		...{ mayFail: false, note: null, url: null, hasLog: true },
		...change,
	};
}

export function makeRun(change: Partial<PipelineRun> = {}): PipelineRun {
	return {
		...{ id: 'shop:7', service: 'shop', runner: 'memory', nativeId: '7', number: 7, attempt: 1, commit },
		...{ branch: 'main', trigger: 'push', startedBy: 'ada', url: null, state: 'passed' },
		...{ createdAt: 500, startedAt: 1_000, finishedAt: 9_000, jobs: [], jobsKnown: true },
		...change,
	};
}
