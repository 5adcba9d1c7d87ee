/** What the board asks of the store; where it does not answer, what was known before stays. */
import type { Failure } from '../../../shared/domain/result.ts';
import type { RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { DeliveryStore, StoredSource } from '../delivery-ports.ts';
import type { Answers, Unit } from './board-frame.ts';
import { unlinkedBackMs } from './questions.ts';

/** All that the store was asked last. */
export interface Kept {
	readonly answers: Answers;
	readonly units: readonly Unit[];
	readonly sources: readonly StoredSource[];
}

export const nothingKept: Kept = { answers: { months: [], unlinked: 0, reports: [] }, units: [], sources: [] };

export type AskedStore = Pick<DeliveryStore, 'months' | 'unlinked' | 'decisions' | 'units' | 'sources'>;

const everything = { services: [], group: null, environments: [] } as const;

/** One question after the other: a screen that waits for an answer goes between them. */
export async function askAgain(
	store: AskedStore,
	now: number,
	before: Kept,
	onFailure: (failure: Failure) => void,
): Promise<Kept> {
	const sources = await store.sources();
	const months = await store.months(everything);
	const unlinked = await store.unlinked({ scope: everything, from: now - unlinkedBackMs, limit: 1 });
	const frozen = await store.decisions({ types: ['report-frozen'] });
	const units = await store.units();
	for (const asked of [sources, months, unlinked, frozen, units]) if (!asked.ok) onFailure(asked);
	return {
		answers: {
			months: months.ok ? months.value : before.answers.months,
			unlinked: unlinked.ok ? unlinked.value.total : before.answers.unlinked,
			reports: frozen.ok ? reportsOf(frozen.value) : before.answers.reports,
		},
		units: units.ok ? units.value : before.units,
		sources: sources.ok ? sources.value : before.sources,
	};
}

/** The newest month first. */
function reportsOf(frozen: readonly RecordedDecision[]): Answers['reports'] {
	const reports = frozen.flatMap(({ decision, at }) =>
		decision.type === 'report-frozen' ? [{ scope: decision.scope, month: decision.month, frozenAt: at }] : [],
	);
	return reports.sort((a, b) => (a.month === b.month ? 0 : a.month < b.month ? 1 : -1));
}
