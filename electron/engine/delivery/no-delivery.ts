/** An engine without facts: every question about delivery is refused with the reason, and nothing else is held back. */
import { fail, type Failure } from '../../../shared/domain/result.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';

/** The host brought no store of facts. */
export function noStore(): Failure {
	return fail(
		'unsupported',
		'This control room keeps no facts about delivery.',
		'Open it with a data folder of its own.',
	);
}

/** The delivery API where nothing is measured. */
export function createNoDelivery(failure: Failure = noStore()): DeliveryApi {
	const refuse = async () => failure;
	return {
		metrics: refuse,
		rows: refuse,
		rowsCsv: refuse,
		timeline: refuse,
		suspects: refuse,
		unlinked: refuse,
		tests: refuse,
		maturity: refuse,
		maturityMonth: refuse,
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
