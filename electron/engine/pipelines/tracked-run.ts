/** A run as it is held in memory. */
import type { CollectedEvidence } from '../../../shared/domain/gates/evidence.ts';
import type { Artifact, Author, PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import type { Problem } from '../../../shared/domain/result.ts';

/** A run with what was found out about its newest try. */
export interface TrackedRun {
	readonly run: PipelineRun;
	/** Null until it was collected once. */
	readonly evidence: CollectedEvidence | null;
	/** Why the reports could not be fetched just now; null when they were, or nobody tried yet. */
	readonly evidenceProblem: Problem | null;
	readonly artifacts: readonly Artifact[];
	/** Everybody whose commits are in it since the last release; null until git was asked. */
	readonly authors: readonly Author[] | null;
	/** Why a green run made no release; null when it made one, or is not there yet. */
	readonly releaseProblem: Problem | null;
	/** Our clock: when the host last said so; null for what was only ever read from the store. */
	readonly asOf: number | null;
	/** The last question about it that failed. */
	readonly problem: Problem | null;
}

/** A run of which nothing more is known than what it is. */
export function untold(run: PipelineRun): TrackedRun {
	return {
		run,
		evidence: null,
		evidenceProblem: null,
		artifacts: [],
		authors: null,
		releaseProblem: null,
		asOf: null,
		problem: null,
	};
}

/** Older before younger, by the host's clock, then by its numbers. */
export function byAge(a: PipelineRun, b: PipelineRun): number {
	return a.createdAt - b.createdAt || (a.number ?? 0) - (b.number ?? 0) || a.nativeId.localeCompare(b.nativeId);
}
