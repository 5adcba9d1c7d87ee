/** What people do with runs of this machine: start, run again, cancel. */
import { type CommitInfo, endedJobStates } from '../../../../shared/domain/pipeline/model.ts';
import { ok, type Result } from '../../../../shared/domain/result.ts';
import type { PipelineRunner, Repository } from '../../../engine/pipeline-ports.ts';
import type { Clock } from '../../../engine/ports.ts';
import { unrun } from './desk.ts';
import type { Office } from './local-runner.ts';
import type { JobFile } from './model.ts';
import * as problems from './problems.ts';

type Acts = Pick<PipelineRunner, 'start' | 'rerun' | 'cancel' | 'answer'>;

/** The calls, for a runner whose folder is opened by `office`. */
export function actsOf(
	office: (signal?: AbortSignal) => Promise<Result<Office>>,
	{ repository, clock }: { readonly repository: Repository; readonly clock: Clock },
): Acts {
	return {
		async start({ branch, commit, inputs, startedBy }, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const found = await commitToRun(repository, branch, commit, signal);
			if (!found.ok) return found;
			const { desk, executor, paths } = there.value;
			try {
				const run = desk.create({ commit: found.value, branch, trigger: 'person', startedBy, inputs }, clock.now());
				executor.pump();
				return ok({ nativeId: String(run.number) });
			} catch (cause) {
				return problems.cannotKeep(paths.folder, cause);
			}
		},
		async rerun({ nativeId, onlyFailed }, signal) {
			const there = await office(signal);
			return there.ok ? runAgain(there.value, nativeId, onlyFailed) : there;
		},
		async cancel(nativeId, signal) {
			const there = await office(signal);
			if (!there.ok) return there;
			const { desk, executor } = there.value;
			const run = desk.find(nativeId);
			if (run === null) return problems.runNotFound(nativeId);
			if (run.end !== null) return ok(null);
			desk.change(run.number, { isCancelled: true });
			executor.stop(run.number);
			return ok(null);
		},
		answer: async () => problems.asksNobody(),
	};
}

/** The commit as git tells it; by hash alone when git cannot tell more of it. */
async function commitToRun(
	repository: Repository,
	branch: string,
	sha: string | null,
	signal?: AbortSignal,
): Promise<Result<CommitInfo>> {
	const head = await repository.head(branch, signal);
	if (!head.ok || sha === null || head.value.sha === sha) return head;
	const found = await repository.commits({ from: null, to: sha, paths: [], limit: 1 }, signal);
	const commit = found.ok ? found.value.commits[0] : undefined;
	if (commit !== undefined) return ok(commit);
	if (!found.ok && found.problem.code !== 'scm-failed') return found;
	return ok({ sha, subject: null, author: null, authoredAt: null, committedAt: null, parents: [] });
}

function runAgain({ desk, executor }: Office, nativeId: string, onlyFailed: boolean): Result<{ nativeId: string }> {
	const run = desk.find(nativeId);
	if (run === null) return problems.runNotFound(nativeId);
	if (run.end === null) return problems.stillUnderWay(nativeId);
	const isRepeated = (state: string) => !onlyFailed || state !== 'passed';
	if (!run.jobs.some((job) => isRepeated(job.state) && endedJobStates.includes(job.state))) {
		return problems.nothingFailed(nativeId);
	}
	if (onlyFailed && !run.isLaidOut && run.jobs.some((job) => job.state === 'passed'))
		return problems.filesAreGone(nativeId);
	const isLaidOut = onlyFailed && run.isLaidOut;
	// A checkout that is made anew has nothing of an earlier try in it.
	const triedAt = (job: JobFile) => (isLaidOut ? (job.startedAt ?? job.triedAt) : null);
	const jobs = run.jobs.map((job) => (isRepeated(job.state) ? { ...job, ...unrun, triedAt: triedAt(job) } : job));
	const again = { attempt: run.attempt + 1, jobs, isLaidOut, isCancelled: false, isCleared: false };
	desk.change(run.number, { ...again, end: null, startedAt: null, finishedAt: null });
	executor.pump();
	return ok({ nativeId });
}
