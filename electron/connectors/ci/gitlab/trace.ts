/**
 * Logs of jobs. GitLab sends a whole log each time (lib/api/ci/jobs.rb), so what was fetched beyond a piece is kept for the
 * next ones. Colours and the marks of sections are left as they are.
 */
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import { endedJobStates } from '../../../../shared/domain/pipeline/model.ts';
import type { LogPiece } from '../../../engine/pipeline-ports.ts';
import { pieceBytes, readWindow } from '../../http-hosts/byte-window.ts';
import { logPiece } from '../../http-hosts/log-text.ts';
import type { GitlabClient } from './client.ts';
import { gitlabFailure } from './failures.ts';
import { parseJobId } from './map-run.ts';
import { jobSchema, type WireJob } from './wire.ts';
import { jobStateOf } from './words.ts';

/** Fetched at once: a log of 100 MB, the most that GitLab keeps, is downloaded a few times instead of a hundred. */
const windowBytes = 8 * pieceBytes;

interface Spare {
	readonly jobId: string;
	readonly fromByte: number;
	readonly bytes: Uint8Array;
	/** What came when the job had ended, and ends the log. */
	readonly isEnd: boolean;
}

export interface TraceReader {
	read(
		request: { readonly nativeId: string; readonly jobId: string; readonly fromByte: number },
		signal?: AbortSignal,
	): Promise<Result<LogPiece>>;
}

export function noSuchJob(label: string): Failure {
	return fail(
		'not-found',
		`${label} has no such job in this pipeline.`,
		'Look at the pipeline again; it may have been retried.',
	);
}

function emptyPiece(fromByte: number, isComplete: boolean, gap: string | null = null): LogPiece {
	return { text: '', fromByte, nextByte: fromByte, isComplete, gap };
}

/** Cuts one piece out of what was fetched. */
function cutPiece(from: Spare, fromByte: number, gap: string | null): LogPiece {
	const rest = from.bytes.subarray(fromByte - from.fromByte);
	const isLast = rest.byteLength <= pieceBytes;
	const isComplete = isLast && from.isEnd;
	return logPiece(rest.subarray(0, pieceBytes), { fromByte, isComplete, gap: isComplete ? gap : null });
}

/** What GitLab says about a log that is not all there. */
function gapOf(job: WireJob): string | null {
	return job.failure_reason === 'trace_size_exceeded'
		? 'GitLab cut the log here: it grew beyond the size that is kept.'
		: null;
}

/** The job as it was before its log was read: what had ended by then will write nothing more. */
async function readJob(
	client: GitlabClient,
	request: { readonly nativeId: string; readonly jobId: string },
	signal: AbortSignal | undefined,
): Promise<Result<{ readonly job: WireJob; readonly projectId: number | null }>> {
	const place = parseJobId(request.jobId);
	const found = await client.get({
		path: `jobs/${place?.id ?? 0}`,
		projectId: place?.projectId ?? null,
		schema: jobSchema,
		what: 'the job',
		signal,
	});
	if (!found.ok) return found;
	const { value: job } = found.value;
	const isElsewhere = place?.projectId === null && job.pipeline && String(job.pipeline.id) !== request.nativeId;
	if (place === null || isElsewhere) return noSuchJob(client.http.host.label);
	return ok({ job, projectId: place.projectId });
}

export function createTraceReader(client: GitlabClient): TraceReader {
	let spare: Spare | null = null;
	const { http } = client;

	return {
		async read(request, signal) {
			const { jobId, fromByte } = request;
			const found = await readJob(client, request, signal);
			if (!found.ok) return found;
			const { job, projectId } = found.value;
			const hasEnded = endedJobStates.includes(jobStateOf(job.status));
			if (job.erased_at !== null) {
				return ok(emptyPiece(fromByte, true, 'Somebody erased this log in GitLab.'));
			}
			if (job.started_at === null) return ok(emptyPiece(fromByte, hasEnded));
			const kept = spare;
			if (kept?.jobId === jobId && kept.fromByte <= fromByte && fromByte < kept.fromByte + kept.bytes.byteLength) {
				return ok(cutPiece(kept, fromByte, gapOf(job)));
			}
			const window = await readWindow(http, {
				address: client.address(`jobs/${job.id}/trace`, {}, projectId),
				fromByte,
				maxBytes: windowBytes,
				headers: { accept: 'text/plain' },
				signal,
				refused: (reply) => gitlabFailure(http.host, reply, { what: 'the log of the job', isAct: false }),
			});
			if (!window.ok) return window;
			const { bytes } = window.value;
			const isEnd = window.value.isEnd && hasEnded;
			if (fromByte === 0 && isEnd && bytes.byteLength === 0) {
				return ok(emptyPiece(0, true, 'GitLab keeps no log of this job any more.'));
			}
			const fetched: Spare = { jobId, fromByte, bytes, isEnd };
			// A log that still grows is read to its end each time; only what is longer than a piece is worth keeping.
			spare = bytes.byteLength > pieceBytes ? fetched : null;
			return ok(cutPiece(fetched, fromByte, gapOf(job)));
		},
	};
}
