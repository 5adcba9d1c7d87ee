/** What a memory runner says no with. */
import { type Failure, fail } from '../../../../shared/domain/result.ts';

export function runNotFound(label: string, nativeId: string): Failure {
	return fail('not-found', `${label} knows no run ${nativeId}.`, 'Refresh the list of runs; it may have been removed.');
}

export function jobNotFound(label: string, jobId: string): Failure {
	return fail('not-found', `${label} knows no job ${jobId} in that run.`, 'Refresh the run and choose a job again.');
}

export function artifactNotFound(label: string, artifactId: string): Failure {
	return fail('not-found', `${label} has no artifact ${artifactId}.`, 'Refresh the run and choose an artifact again.');
}

export function branchNotFound(label: string, branch: string): Failure {
	return fail('not-found', `${label} knows no branch ${branch}.`, 'Check the name of the branch.');
}

export function cancelled(label: string): Failure {
	return fail('cancelled', `The call to ${label} was cancelled before it answered.`, 'Ask again when you need it.');
}

export function stillRunning(label: string, nativeId: string): Failure {
	return fail(
		'ci-refused',
		`Run ${nativeId} of ${label} has not ended, so it is not run again.`,
		'Cancel it first, or wait for its end.',
	);
}

export function cannot(label: string, act: string): Failure {
	return fail('unsupported', `${label} cannot ${act}.`, 'Do it where the runs really happen.');
}

export function notWaiting(label: string, jobId: string): Failure {
	return fail('ci-refused', `Job ${jobId} of ${label} does not wait for a person.`, 'Refresh the run and look again.');
}

export function tooLarge(label: string, size: number, most: number): Failure {
	return fail(
		'too-large',
		`The artifact of ${label} has ${size} bytes, and at most ${most} are fetched.`,
		'Keep fewer or smaller files.',
	);
}
