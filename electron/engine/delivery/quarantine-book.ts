/** Quarantines over time as gates need them: read from the journal, where also other control rooms write, and kept in memory. */
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { createQuarantineHistory } from '../../../shared/domain/tests/quarantine-history.ts';
import type { DecisionJournal } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { QuarantineSource } from '../pipeline-ports.ts';
import type { Logger } from '../ports.ts';

const pageSize = 500;
const types: readonly DeliveryDecision['type'][] = ['test-quarantined', 'quarantine-ended'];

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

	async function read(): Promise<void> {
		const concerned = new Set<string>();
		for (;;) {
			const page = await journal.decisionsAfter({ afterSeq: upTo, limit: pageSize, types });
			if (!page.ok) {
				logger.warn({ problem: page.problem }, 'quarantines could not be read: gates go by those that are known');
				break;
			}
			for (const service of history.add(page.value)) concerned.add(service);
			upTo = page.value.at(-1)?.seq ?? upTo;
			if (page.value.length < pageSize) break;
		}
		if (concerned.size > 0) options.onChange([...concerned]);
	}

	return {
		inForce: ({ service, at }) => history.inForce(service, at),
		refresh: () => lane.run(read).catch((err: unknown) => logger.error({ err }, 'quarantines were not read')),
	};
}
