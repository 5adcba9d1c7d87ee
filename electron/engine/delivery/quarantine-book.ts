/** Quarantines over time as gates need them: read from the journal, where also other control rooms write, and kept in memory. */
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import { createQuarantineHistory } from '../../../shared/domain/tests/quarantine-history.ts';
import type { DecisionJournal } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { QuarantineSource } from '../delivery-ports.ts';
import type { Logger } from '../ports.ts';

const pageSize = 500;
/** Decisions that it is made of. */
export const quarantineTypes: readonly DeliveryDecision['type'][] = ['test-quarantined', 'quarantine-ended'];

export function createQuarantineBook(options: {
	readonly journal: Pick<DecisionJournal, 'decisionsAfter'>;
	readonly logger: Logger;
	/** Hears of which services others are in quarantine than before. */
	readonly onChange: (services: readonly string[]) => void;
}): QuarantineSource {
	const { journal, logger } = options;
	const history = createQuarantineHistory();
	// No decision is taken twice, and none before an earlier one.
	const lane = createLane();
	let upTo = 0;

	/** Taken over once all of them are there: what a page puts into quarantine the next one may have ended. */
	async function read(): Promise<void> {
		const decided: RecordedDecision[] = [];
		for (;;) {
			const afterSeq = decided.at(-1)?.seq ?? upTo;
			const page = await journal.decisionsAfter({ afterSeq, limit: pageSize, types: quarantineTypes });
			if (!page.ok) {
				logger.warn({ problem: page.problem }, 'quarantines could not be read: gates go by those that are known');
				return;
			}
			decided.push(...page.value);
			if (page.value.length < pageSize) break;
		}
		upTo = decided.at(-1)?.seq ?? upTo;
		const concerned = history.add(decided);
		if (concerned.length > 0) options.onChange(concerned);
	}

	return {
		held: ({ service, test, at }) => history.held(service, test, at),
		refresh: () => lane.run(read).catch((err: unknown) => logger.error({ err }, 'quarantines were not read')),
	};
}
