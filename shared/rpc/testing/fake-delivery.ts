/** The delivery metrics of the fake engine: they note what was decided and measure nothing. */
import { fail, ok } from '../../domain/result.ts';
import type { Caller } from '../api.ts';
import type { DeliveryApi } from '../delivery-api.ts';

export function createFakeDelivery(note: (name: string, input: unknown, caller: Caller | null) => void): DeliveryApi {
	const nothing = async () => fail('not-found', 'Nothing is measured here.', 'Use a real control room.');
	const done = (name: string) => async (input: unknown, caller: Caller) => {
		note(`delivery.${name}`, input, caller);
		return ok({ duplicate: false, id: 'made' });
	};
	const told = (name: string) => async (input: unknown, caller: Caller) => {
		note(`delivery.${name}`, input, caller);
		return ok(null);
	};
	return {
		metrics: nothing,
		rows: nothing,
		maturity: nothing,
		maturityMonth: nothing,
		retrospective: nothing,
		exportReport: nothing,
		suspects: nothing,
		rowsCsv: async () => ok({ text: '', next: null }),
		timeline: async () => ok({ items: [], total: 0 }),
		unlinked: async () => ok({ items: [], total: 0 }),
		tests: nothing,
		reportSchema: async () => ok({ jsonSchema: '{}' }),
		sync: told('sync'),
		cancelSync: told('cancelSync'),
		forget: told('forget'),
		import: async (input, caller) => {
			note('delivery.import', input, caller);
			return ok({ source: `import:${input.name}` });
		},
		noteIncident: done('noteIncident'),
		withdrawIncident: done('withdrawIncident'),
		link: done('link'),
		quarantine: done('quarantine'),
		endQuarantine: done('endQuarantine'),
		answerMaturity: done('answerMaturity'),
		writeNotes: done('writeNotes'),
		takeAction: done('takeAction'),
		freezeReport: done('freezeReport'),
	};
}
