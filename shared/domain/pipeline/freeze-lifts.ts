/** Lifting a freeze for a while: who may, and for how long. */
import { type Failure, fail } from '../result.ts';
import type { Freeze, FreezeWindow, Person } from './decisions.ts';
import { wallClockText } from './local-time.ts';
import { isSamePerson, namesOfPerson } from './people.ts';
import { listed } from './words.ts';

/** Why the caller may not lift it; null when they may. */
export function mayLift(request: {
	readonly caller: { readonly name: string; readonly mayAct: boolean };
	readonly freeze: Freeze;
	readonly people: readonly Person[];
}): string | null {
	const { caller, freeze, people } = request;
	if (!caller.mayAct) return 'This window may only look';
	if (freeze.liftedBy.length === 0) return null;
	const own = namesOfPerson(caller.name, people);
	const isNamed = freeze.liftedBy.some((name) => isSamePerson(namesOfPerson(name, people), own));
	return isNamed ? null : `Only ${listed(freeze.liftedBy, 'or')} can lift ${freeze.name}`;
}

/** Why a freeze cannot be lifted so (`invalid-input`); null when it can. A lift ends with the window that it lifts. */
export function checkLift(
	lift: { readonly until: number; readonly reason: string },
	window: FreezeWindow | null,
	now: number,
): Failure | null {
	if (lift.reason.trim() === '') {
		return fail('invalid-input', 'Lifting a freeze needs a reason.', 'Say why the release cannot wait.');
	}
	if (window === null || window.from > now) {
		return fail('invalid-input', 'The freeze does not hold now, so there is nothing to lift.', 'Start the deployment.');
	}
	if (!(lift.until > now))
		return fail('invalid-input', 'The lift would already be over.', 'Name an end in the future.');
	if (lift.until > window.to) {
		const end = wallClockText(window.to, window.freeze.zone);
		return fail('invalid-input', `The freeze itself ends ${end}, before the lift would.`, `Name an end until ${end}.`);
	}
	return null;
}
