/** Waivers: a person's word that a gate does not hold back, with a reason and an end. */
import { type Failure, fail } from '../result.ts';
import type { GateOutcome, GateResult, Waiver } from './model.ts';

export const longestWaiverDays = 90;
const dayMs = 86_400_000;

/** The newest waiver in force; one that ends now is over. Waivers that a person has ended are not passed in. */
export function waiverFor(
	gate: { readonly gate: string; readonly service: string; readonly runId: string },
	waivers: readonly Waiver[],
	now: number,
): Waiver | null {
	return (
		waivers
			.filter((waiver) => waiver.gate === gate.gate && waiver.service === gate.service)
			.filter((waiver) => (waiver.runId === null || waiver.runId === gate.runId) && waiver.until > now)
			.toSorted((a, b) => b.at - a.at)[0] ?? null
	);
}

/** Only what failed or is missing can be waived: what may still pass by itself is waited for. */
export function outcomeWith(waiver: Waiver | null, unwaived: GateResult['unwaived']): GateOutcome {
	return waiver !== null && (unwaived === 'failed' || unwaived === 'missing') ? 'waived' : unwaived;
}

/** Why a waiver cannot be given so (`invalid-input`); null when it can. */
export function checkWaive(
	{ until, reason }: { readonly until: number; readonly reason: string },
	now: number,
): Failure | null {
	const hint = `Name an end in the future and at most ${longestWaiverDays} days from now.`;
	if (reason.trim() === '') {
		return fail('invalid-input', 'A waiver needs a reason.', 'Say why the release may go on without this gate.');
	}
	if (!(until > now)) return fail('invalid-input', 'The waiver would already be over.', hint);
	if (until > now + longestWaiverDays * dayMs) {
		return fail('invalid-input', `A waiver lasts at most ${longestWaiverDays} days.`, hint);
	}
	return null;
}
