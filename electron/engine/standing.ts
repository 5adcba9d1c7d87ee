/** What stands in an environment: how a deployment changes it, and how it is found out where no journal tells. */
import { type Deployment, type Standing, endedStates } from '../../shared/domain/deployment/model.ts';
import { type Result, fail, ok } from '../../shared/domain/result.ts';
import { type TargetState, hasAllTraffic, slotNames } from '../../shared/domain/target/model.ts';
import type { EnvironmentRecord } from './ports.ts';

/** The record after a deployment went from `before` to `after`; the same object when nothing changed. */
export function standingAfter(
	record: EnvironmentRecord,
	before: Deployment | null,
	after: Deployment,
	at: number,
): EnvironmentRecord {
	if (before?.state === after.state || !endedStates.includes(after.state)) return record;
	// A person accepted what the target shows, whatever this deployment was about.
	const accepted =
		before?.state === 'needs-operator' && after.observed !== null ? findStanding(after.observed, record) : null;
	if (accepted?.ok === true) return { ...record, standing: accepted.value, since: at, deploymentId: after.id };
	if (after.state === 'completed') {
		return {
			...record,
			standing: { version: after.release.version, slot: after.canarySlot },
			knownGood: after.healthyAtEnd ? after.release.version : record.knownGood,
			previousKnownGood: record.knownGood,
			since: at,
			deploymentId: after.id,
		};
	}
	const wasItself = record.standing?.version === after.release.version;
	return {
		...record,
		standing: after.from,
		knownGood: knownGoodWithout(record, after),
		previousKnownGood: record.deploymentId === after.id ? null : (record.previousKnownGood ?? null),
		since: wasItself ? at : record.since,
		deploymentId: wasItself ? after.id : record.deploymentId,
	};
}

/**
 * What is known good after a release was taken back. What it returned to need not be: it may have been promoted without
 * ever being judged. A version that had to be taken back is not, unless it stands in the other slot too.
 */
function knownGoodWithout(record: EnvironmentRecord, taken: Deployment): string | null {
	const { version } = taken.release;
	const before = record.previousKnownGood ?? null;
	const candidates = record.deploymentId === taken.id ? [before] : [record.knownGood, before];
	return candidates.find((one) => one !== null && (one !== version || taken.from?.version === version)) ?? null;
}

/**
 * Finds out what stands by asking the target; the journal's word serves only where the target cannot tell a version.
 * Refuses to guess when users are split between two releases that no deployment of ours explains.
 */
export function findStanding(observed: TargetState, record: EnvironmentRecord): Result<Standing | null> {
	const serving = slotNames.filter((slot) => observed.slots[slot].weightPercent > 0);
	const alone = serving.find((slot) => hasAllTraffic(observed.slots[slot]));
	if (serving.length > 0 && alone === undefined) {
		const shares = serving.map((slot) => `${slot} ${Math.round(observed.slots[slot].weightPercent)} %`).join(', ');
		return fail(
			'not-allowed',
			`Traffic is already split (${shares}) and no deployment of this control room explains it, so nothing can be called stable.`,
			'Send all traffic to the slot that is good, by hand or in the control room that split it, then start again.',
		);
	}
	if (alone === undefined) return ok(null);
	const slot = observed.slots[alone];
	// Weight on a slot where nothing runs is how a target looks before its first release.
	if (slot.health === 'empty') return ok(null);
	const told = slot.version ?? (record.standing?.slot === alone ? record.standing.version : null);
	return ok(told === null ? { version: 'unknown', slot: alone } : { version: told, slot: alone });
}
