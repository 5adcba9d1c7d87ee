/** Pipeline runs of one service as columns: when each try ended, how, and whether it was the first or the last of its run. */
import type { PipelineRunFact } from '../../../shared/domain/delivery/facts.ts';

export interface RunColumns {
	/** Ends, ms since the epoch, ascending. */
	readonly at: Float64Array;
	/** `runFlags`, and the state in the lowest two bits: index into `runStates`. */
	readonly flag: Uint8Array;
}

export const runStates = ['passed', 'failed', 'cancelled'] as const;
export const runFlags = { state: 3, first: 4, final: 8 } as const;

/** The run that a try is of: sources put `#2` behind the id of a second try. */
export function runIdOf({ nativeId, attempt }: Pick<PipelineRunFact, 'nativeId' | 'attempt'>): string {
	const suffix = `#${attempt}`;
	return nativeId.endsWith(suffix) ? nativeId.slice(0, -suffix.length) : nativeId;
}

/** A try that still runs takes the place of none. */
export function isEnded({ state, finishedAt }: Pick<PipelineRunFact, 'state' | 'finishedAt'>): boolean {
	return state !== 'running' && finishedAt !== null;
}

/** Tells whether a try is the last of its run, among these. */
export function lastTries(tries: readonly PipelineRunFact[]): (run: PipelineRunFact) => boolean {
	const last = new Map<string, number>();
	const keyOf = (run: PipelineRunFact) => `${run.source}|${runIdOf(run)}`;
	for (const run of tries) last.set(keyOf(run), Math.max(last.get(keyOf(run)) ?? 0, run.attempt));
	return (run) => last.get(keyOf(run)) === run.attempt;
}

/** Tries that ended, in any order. */
export function writeRuns(runs: readonly PipelineRunFact[]): Uint8Array {
	const ended = runs.filter(isEnded);
	const isLastTry = lastTries(ended);
	const rows = ended
		.map((run) => ({
			at: run.finishedAt ?? 0,
			flag:
				runStates.findIndex((state) => state === run.state) |
				(run.attempt <= 1 ? runFlags.first : 0) |
				(isLastTry(run) ? runFlags.final : 0),
		}))
		.sort((one, other) => one.at - other.at || one.flag - other.flag);
	const bytes = new Uint8Array(rows.length * 9);
	const { at, flag } = readRuns(bytes);
	for (const [index, row] of rows.entries()) {
		at[index] = row.at;
		flag[index] = row.flag;
	}
	return bytes;
}

export function readRuns(blob: Uint8Array): RunColumns {
	const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice();
	const count = bytes.byteLength / 9;
	return {
		at: new Float64Array(bytes.buffer, bytes.byteOffset, count),
		flag: new Uint8Array(bytes.buffer, bytes.byteOffset + count * 8, count),
	};
}
