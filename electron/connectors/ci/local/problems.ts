/** What the local runner says no with. */
import { type Failure, fail } from '../../../../shared/domain/result.ts';

export function runNotFound(nativeId: string): Failure {
	return fail('not-found', `This machine knows no run ${nativeId}.`, 'Refresh the list of runs; old ones are removed.');
}

export function jobNotFound(jobId: string): Failure {
	return fail('not-found', `That run has no job ${jobId}.`, 'Refresh the run and choose a job again.');
}

export function artifactNotFound(artifactId: string): Failure {
	return fail(
		'not-found',
		`That run kept no files as ${artifactId}.`,
		'Refresh the run; the files of old runs are removed, and "keep" says how many runs keep them.',
	);
}

export function cancelled(): Failure {
	return fail('cancelled', 'The question to the runner of this machine was cancelled.', 'Ask again when you need it.');
}

export function stillUnderWay(nativeId: string): Failure {
	return fail(
		'ci-refused',
		`Run ${nativeId} is still under way, so it is not run again.`,
		'Cancel it, or wait for its end.',
	);
}

export function nothingFailed(nativeId: string): Failure {
	return fail(
		'ci-refused',
		`Every job of run ${nativeId} has passed: there is nothing to repeat.`,
		'Run all of it again.',
	);
}

export function filesAreGone(nativeId: string): Failure {
	return fail(
		'ci-refused',
		`The files of run ${nativeId} were removed, so what passed cannot be taken over.`,
		'Run all of it again.',
	);
}

export function asksNobody(): Failure {
	return fail('unsupported', 'Jobs of this machine wait for nobody.', 'Approve the stage instead.');
}

export function isHeldElsewhere(folder: string, pid: number | null): Failure {
	return fail(
		'ci-unreachable',
		`Another Signalbox${pid === null ? '' : ` (process ${pid})`} runs the jobs of this folder, so this one leaves them alone.`,
		'Close the other one, or use another data folder.',
		{ retryable: true, details: { folder } },
	);
}

export function cannotKeep(folder: string, cause: unknown): Failure {
	return fail(
		'ci-unreachable',
		`The folder ${folder} cannot be used, so no job runs on this machine.`,
		'Check the disk and the rights of the folder.',
		{ retryable: true, cause },
	);
}

export function isClosed(): Failure {
	return fail('cancelled', 'The runner of this machine is closed.', 'Start Signalbox again.');
}

export function tooLarge(name: string, bytes: number, most: number): Failure {
	return fail(
		'too-large',
		`What job ${name} left behind has ${bytes} bytes; at most ${most} are read.`,
		'Keep fewer files, or smaller ones.',
	);
}
