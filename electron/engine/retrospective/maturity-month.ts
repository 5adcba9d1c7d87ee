/**
 * One month of the maturity's history: as its report was frozen, else from what that month left behind. Asked month by month
 * when somebody opens the history, because a report must not wait for it.
 */
import { assessMaturity } from '../../../shared/domain/maturity/assess.ts';
import { gapsOf, historyMonth, saidBy, unknownPractice } from '../../../shared/domain/maturity/history.ts';
import type { MaturityMonth } from '../../../shared/domain/maturity/model.ts';
import { ok, type Result } from '../../../shared/domain/result.ts';
import { monthEnd } from '../../../shared/domain/retrospective/months.ts';
import { maturityInputs, type MonthRequest, type Place } from './gather.ts';

export async function maturityMonth(place: Place, month: MonthRequest['month']): Promise<Result<MaturityMonth>> {
	const { said, scope, setup } = place;
	const { zone } = setup;
	const frozen = said.frozen(scope.name, month);
	if (!frozen.ok) return frozen;
	if (frozen.value !== null) {
		const { report, frozenAt } = frozen.value;
		return ok(historyMonth(report.maturity, { zone, frozenAt, remarks: [] }));
	}
	const inputs = await maturityInputs(asOfItsEnd(place, monthEnd(month, zone)), month);
	if (!inputs.ok) return inputs;
	const remarks = gapsOf(inputs.value.facts.metrics);
	return ok(historyMonth(assessMaturity(inputs.value), { zone, frozenAt: null, remarks }));
}

/** The place as it was when the month ended; the month that is not over is seen from now. */
function asOfItsEnd(place: Place, end: number): Place {
	const { now, setup, said } = place;
	if (now < end) return place;
	return {
		...place,
		now: end,
		setup: { ...setup, practices: setup.practices.map(unknownPractice) },
		said: { ...said, answers: saidBy(said.answers, end) },
	};
}
