/** Delivery metrics of the played connection: nothing is measured, and everything that is pressed is noted. */
import { fail, ok } from '../../shared/domain/result.ts';
import type { Result } from '../../shared/domain/result.ts';
import type { ControlRoomClient } from '../store/connection.ts';

type Note = <T>(name: string, value: T) => (input?: unknown) => Promise<Result<T>>;

export function fakeDelivery(note: Note): ControlRoomClient['delivery'] {
	const nothing = async () => fail('not-found', 'Nothing is measured here.', 'Open a project.');
	return {
		metrics: nothing,
		rows: nothing,
		rowsCsv: nothing,
		timeline: nothing,
		suspects: nothing,
		unlinked: nothing,
		tests: nothing,
		maturity: nothing,
		retrospective: nothing,
		exportReport: nothing,
		reportSchema: async () => ok({ jsonSchema: '{}' }),
		sync: note('delivery.sync', null),
		cancelSync: note('delivery.cancelSync', null),
		import: note('delivery.import', { source: 'import:made' }),
		forget: note('delivery.forget', null),
		noteIncident: note('delivery.noteIncident', { duplicate: false, id: 'made' }),
		withdrawIncident: note('delivery.withdrawIncident', { duplicate: false }),
		link: note('delivery.link', { duplicate: false }),
		quarantine: note('delivery.quarantine', { duplicate: false }),
		endQuarantine: note('delivery.endQuarantine', { duplicate: false }),
		answerMaturity: note('delivery.answerMaturity', { duplicate: false }),
		writeNotes: note('delivery.writeNotes', { duplicate: false }),
		takeAction: note('delivery.takeAction', { duplicate: false, id: 'made' }),
		freezeReport: note('delivery.freezeReport', { duplicate: false }),
	};
}
