/** What a memory runner tells. */
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { ok } from '../../../../shared/domain/result.ts';
import type { LogPiece, PipelineRunner } from '../../../engine/pipeline-ports.ts';
import { pieceBytes, wholeCharacters } from '../log-text.ts';
import * as refusals from './refusals.ts';
import type { MemoryWorld } from './world.ts';

type Runs = Pick<PipelineRunner, 'listRuns' | 'readRun'>;
type Leavings = Pick<PipelineRunner, 'readLog' | 'artifacts' | 'fetchArtifact'>;

export function runsOf({ label, enter, find, list, polled }: MemoryWorld): Runs {
	return {
		async listRuns({ branch, limit }, signal) {
			const failed = await enter('listRuns', signal);
			if (failed !== null) return failed;
			const listed = list(branch);
			const revision = listed.map(({ run, revision: each }) => `${run.nativeId}:${each}`).join(' ');
			const value = listed.slice(0, limit).map(({ run }) => ({ ...run, jobs: [], jobsKnown: false }));
			return ok(polled(`list ${branch} ${limit}`, revision, value));
		},
		async readRun(nativeId, signal) {
			const failed = await enter('readRun', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			return ok(polled(`run ${nativeId}`, String(entry.revision), entry.run));
		},
	};
}

export function leavingsOf({ label, enter, find }: MemoryWorld): Leavings {
	return {
		async readLog({ nativeId, jobId, fromByte }, signal) {
			const failed = await enter('readLog', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			const job = entry.run.jobs.find((each) => each.id === jobId);
			if (job === undefined) return refusals.jobNotFound(label, jobId);
			return ok(pieceOf(entry.logs.get(jobId) ?? { text: '', gap: null }, fromByte, job.finishedAt !== null));
		},
		async artifacts(nativeId, signal) {
			const failed = await enter('artifacts', signal);
			if (failed !== null) return failed;
			const entry = find(nativeId);
			if (entry === undefined) return refusals.runNotFound(label, nativeId);
			return ok(entry.left.map(({ artifact }) => artifact));
		},
		async fetchArtifact({ nativeId, artifactId, folder, maxBytes }, signal) {
			const failed = await enter('fetchArtifact', signal);
			if (failed !== null) return failed;
			const left = find(nativeId)?.left.find((each) => each.artifact.id === artifactId);
			if (left === undefined) return refusals.artifactNotFound(label, artifactId);
			const size = left.artifact.sizeBytes ?? 0;
			if (size > maxBytes) return refusals.tooLarge(label, size, maxBytes);
			const root = join(folder, 'files');
			await mkdir(root, { recursive: true });
			// Only the last part of a name, as everywhere where names come from elsewhere.
			for (const [name, text] of Object.entries(left.files)) await writeFile(join(root, basename(name)), text);
			return ok({ kind: 'folder', root });
		},
	};
}

function pieceOf(log: { text: string; gap: string | null }, fromByte: number, hasEnded: boolean): LogPiece {
	const bytes = Buffer.from(log.text);
	const from = Math.min(fromByte, bytes.length);
	const rough = bytes.subarray(from, from + pieceBytes);
	const cut = rough.subarray(0, wholeCharacters(rough));
	const nextByte = from + cut.length;
	const isComplete = hasEnded && nextByte >= bytes.length;
	return { text: cut.toString('utf8'), fromByte: from, nextByte, isComplete, gap: log.gap };
}
