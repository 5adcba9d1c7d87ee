/** An engine whose host brought no store of facts: every question about delivery is refused, and nothing else is held back. */
import { fail } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';

/** The delivery API where nothing is measured. */
export function createNoDelivery(): DeliveryApi {
	const refuse = async () =>
		fail('unsupported', 'This control room keeps no facts about delivery.', 'Open it with a data folder of its own.');
	return {
		metrics: refuse,
		rows: refuse,
		rowsCsv: refuse,
		timeline: refuse,
		suspects: refuse,
		unlinked: refuse,
		tests: refuse,
		maturity: refuse,
		retrospective: refuse,
		exportReport: refuse,
		reportSchema: refuse,
		sync: refuse,
		cancelSync: refuse,
		import: refuse,
		forget: refuse,
		noteIncident: refuse,
		withdrawIncident: refuse,
		link: refuse,
		quarantine: refuse,
		endQuarantine: refuse,
		answerMaturity: refuse,
		writeNotes: refuse,
		takeAction: refuse,
		freezeReport: refuse,
	};
}
