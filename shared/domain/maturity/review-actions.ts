/** Last month's actions against this month's figures: what became of each, said plainly. */
import type { ActionReview, Recommendation } from './model.ts';
import { figureText } from './figure-text.ts';

export interface AgreedAction {
	readonly id: string;
	readonly text: string;
	readonly owner: string | null;
	/** As it was measured when it was agreed; null for an action of people's own. */
	readonly check: Recommendation['check'] | null;
}

/** A smaller change than this share of the earlier value is none. */
const noticeable = 0.05;

/** `figureNow` answers the key of a check with this month's figure; null: not measured. */
export function reviewActions(
	actions: readonly AgreedAction[],
	figureNow: (key: string) => number | null,
): readonly ActionReview[] {
	return actions.map((action) => reviewAction(action, figureNow));
}

function reviewAction(action: AgreedAction, figureNow: (key: string) => number | null): ActionReview {
	const { check } = action;
	if (check === null) {
		const result = 'No figure goes with it: whether it was done, and helped, is for the team to say.';
		return { ...action, before: null, now: null, outcome: 'not-measured', result };
	}
	const now = figureNow(check.figure);
	const outcome = outcomeOf(check, now);
	return { ...action, before: check.now, now, outcome, result: resultText(check, now, outcome) };
}

function outcomeOf(check: Recommendation['check'], now: number | null): ActionReview['outcome'] {
	if (now === null) return 'not-measured';
	const sign = check.lessIsBetter ? 1 : -1;
	if ((now - check.goal) * sign <= 0) return 'reached';
	if (check.now === null) return 'not-measured';
	const worsening = (now - check.now) * sign;
	if (Math.abs(worsening) <= Math.abs(check.now) * noticeable) return 'unchanged';
	return worsening < 0 ? 'better' : 'worse';
}

function resultText(check: Recommendation['check'], now: number | null, outcome: ActionReview['outcome']): string {
	const text = (value: number | null) => figureText(value, check.unit);
	if (now === null) return `${check.label} was not measured this month; it was ${text(check.now)}.`;
	const goal =
		outcome === 'reached' ? `that reaches the goal of ${text(check.goal)}` : `the goal was ${text(check.goal)}`;
	if (check.now === null) return `${check.label} is ${text(now)}, and was not measured before; ${goal}.`;
	if (now === check.now) return `${check.label} stayed at ${text(now)}; ${goal}.`;
	const verb = now < check.now ? 'fell' : 'rose';
	const hardly = outcome === 'unchanged' ? ', hardly a change' : '';
	return `${check.label} ${verb} from ${text(check.now)} to ${text(now)}${hardly}; ${goal}.`;
}
