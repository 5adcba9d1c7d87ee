/** What the memory target refuses, in words. */
import { type Failure, fail, type Problem, type Result } from '../../../../shared/domain/result.ts';
import { otherSlot, type SlotName, type TrafficSplit } from '../../../../shared/domain/target/model.ts';

export function cancelled(label: string): Failure {
	return fail(
		'cancelled',
		`The call to ${label} was cancelled; nothing more was changed.`,
		'Ask again when you need it.',
		{
			retryable: true,
		},
	);
}

export function leaseLost(label: string): Failure {
	return fail(
		'lease-lost',
		`${label} follows a newer control room; this one may not change it any more.`,
		'Reload to see what the other control room does.',
	);
}

export function unknownVersion(label: string, version: string): Failure {
	return fail(
		'unknown-version',
		`${label} has no version ${version}; nothing was changed.`,
		'Check the version, or wait until it is built.',
	);
}

export function notReady(label: string, version: string, slot: SlotName): Failure {
	return fail(
		'slot-not-ready',
		`Version ${version} was started in ${slot} of ${label} but did not become healthy; users still have what stood before.`,
		`Look at the log of ${version}; users are served by ${otherSlot(slot)}.`,
	);
}

export function notTaken(label: string, split: TrafficSplit): Result<never> {
	const details: Problem['details'] = { blue: split.blue, green: split.green };
	return fail(
		'traffic-not-taken',
		`${label} did not take the new split: blue has ${split.blue} %, green ${split.green} %.`,
		'Try again, or set the weights at the target by hand.',
		{ retryable: true, details },
	);
}

export function stillServing(label: string, slot: SlotName, percent: number): Failure {
	return fail(
		'target-refused',
		`${slot} of ${label} still serves ${percent} % of the users, so it was not ended.`,
		'Move its traffic away first.',
	);
}
