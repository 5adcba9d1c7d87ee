/** Runs and jobs that tests start from. */
import type { GateResult } from '../gates/model.ts';
import type { ApprovalState, ApprovalStatus } from './decisions.ts';
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

export function makeGateResult(change: Partial<GateResult> = {}): GateResult {
	const outcome = change.outcome ?? 'passed';
	return {
		...{
			gate: 'Coverage',
			stage: 'commit',
			kind: 'coverage',
			outcome,
			found: '79.2 %',
			limit: '80 %',
			reason: 'It fell',
		},
		...{ evidence: [], trend: null, waiver: null, unwaived: outcome === 'waived' ? 'failed' : outcome },
		...change,
	};
}

export function makeStatus(state: ApprovalState, text = 'Waiting for approval from 1 of 1'): ApprovalStatus {
	return { state, text, have: state === 'approved' ? 1 : 0, need: 1, decisions: [], openItems: [] };
}
