/** What the router refuses, in words. */
import { type Failure, fail } from '../../../../shared/domain/result.ts';
import type { SlotName, TrafficSplit } from '../../../../shared/domain/target/model.ts';

/** The older of two control rooms asks. */
export function leaseLost(): Failure {
	return fail(
		'lease-lost',
		'Another control room has taken over this environment, so nothing was changed.',
		'Look at what the other control room is doing, and act there.',
	);
}

/** Null when the shares can be taken. */
export function refuseSplit(split: TrafficSplit): Failure | null {
	const total = split.blue + split.green;
	if (total === 0 || Math.abs(total - 100) < 0.01) return null;
	return fail(
		'invalid-input',
		`Shares of ${split.blue} % and ${split.green} % do not add up to 100 %, so the traffic was left as it was.`,
		'Ask for shares that add up to 100 %, or for none at all.',
	);
}

export function nothingThere(slot: SlotName, percent: number): Failure {
	return fail(
		'slot-not-ready',
		`Nothing runs in the ${slot} slot, so it was not given ${percent} % of the traffic.`,
		'Deploy a version there first.',
	);
}

export function stillServing(slot: SlotName, percent: number): Failure {
	return fail(
		'target-refused',
		`The ${slot} slot still has ${percent} % of the traffic, so it was not ended.`,
		'Give its traffic to the other slot first.',
	);
}

export function badVersion(version: string): Failure {
	return fail(
		'unknown-version',
		`"${version.slice(0, 100)}" is not the name of a version, so nothing was started.`,
		'Use letters, digits, dots, plus, minus and underscores, beginning with a letter or digit.',
	);
}
