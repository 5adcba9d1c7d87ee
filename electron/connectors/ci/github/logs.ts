/** Logs of jobs. GitHub has one only after its job ended, in a store beside it, and throws it away some day. */
import { ok } from '../../../../shared/domain/result.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { LogPiece, PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { readWindow } from '../../http-hosts/byte-window.ts';
import { logPiece } from '../../http-hosts/log-text.ts';
import type { GithubApi } from './api.ts';
import { githubFailure } from './failures.ts';
import { numericId, type Place, unknownThing } from './place.ts';
import { jobSchema } from './schemas.ts';

const thrownAway =
	'GitHub has thrown this log away: it keeps logs for 90 days, or as long as the settings of the repository say.';
const lost = 'GitHub has no log of this job, although it ended long enough ago.';

/** GitHub puts a log together after its job has ended; longer than this it does not take. */
const logDelayMs = 5 * 60_000;

const nothingAt = (fromByte: number, isComplete: boolean, gap: string | null): LogPiece => ({
	...{ text: '', fromByte, nextByte: fromByte, isComplete, gap },
});

type Wanted = Parameters<PipelineRunner['readLog']>[0] & { readonly signal: AbortSignal | undefined };

export async function readLog(api: GithubApi, place: Place, wanted: Wanted): Promise<Result<LogPiece>> {
	const { fromByte, signal } = wanted;
	const jobId = numericId(wanted.jobId, 'job');
	if (!jobId.ok) return jobId;
	const window = await readWindow(api.http, {
		...{ address: `${place.address}/actions/jobs/${jobId.value}/logs`, fromByte, signal },
		refused: (reply) => githubFailure(api.host, reply, { what: 'the log of the job', isAct: false }),
	});
	if (window.ok) return ok(logPiece(window.value.bytes, { fromByte, isComplete: window.value.isEnd }));
	const status = window.problem.details?.['status'];
	if (status === 410) return ok(nothingAt(fromByte, true, thrownAway));
	return status === 404 ? withoutLog(api, place, { ...wanted, job: jobId.value }) : window;
}

/** Tells a log that is not there yet from one that is gone, and from a job that nobody knows. */
async function withoutLog(
	api: GithubApi,
	place: Place,
	wanted: Wanted & { readonly job: number },
): Promise<Result<LogPiece>> {
	const { owner, repo } = place;
	const { fromByte, signal } = wanted;
	const asking = { what: 'the job', isAct: false, signal };
	const answer = await api.ask(asking, jobSchema, (octokit, request) =>
		octokit.rest.actions.getJobForWorkflowRun({ owner, repo, job_id: wanted.job, request }),
	);
	if (!answer.ok) return answer;
	const { value: job, reply } = answer.value;
	if (job.run_id !== wanted.nativeId) return unknownThing(`job ${wanted.job} in the run`);
	if (job.conclusion === 'skipped') return ok(nothingAt(fromByte, true, null));
	const hostNow = reply.asOf + (reply.clockSkewMs ?? 0);
	const isLate = job.status === 'completed' && hostNow - (job.completed_at ?? hostNow) > logDelayMs;
	return ok(isLate ? nothingAt(fromByte, true, lost) : nothingAt(fromByte, false, null));
}
