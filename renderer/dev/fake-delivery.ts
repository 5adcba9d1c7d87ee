/** Delivery metrics of the played connection: a made year, or nothing at all; everything that is pressed is noted. */
import { fail, ok, type Result } from '../../shared/domain/result.ts';
import type { ControlRoomClient } from '../store/connection.ts';
import { metricsOf } from './fake-delivery-metrics.ts';
import { rowsOf } from './fake-delivery-rows.ts';
import { suspectsOf, timelineOf, unlinkedOf } from './fake-delivery-timeline.ts';
import { fakeWorld } from './fake-delivery-world.ts';

type Note = <T>(name: string, value: T) => (input?: unknown) => Promise<Result<T>>;
type Delivery = ControlRoomClient['delivery'];

/** Nothing is measured. */
export function fakeDelivery(note: Note): Delivery {
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
		maturityMonth: nothing,
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

/** The made year's answers to what the screens Delivery, Timeline and Facts ask. */
export function playedDelivery(now: number): Partial<Delivery> {
	const world = fakeWorld(now);
	return {
		metrics: async (input) => ok(metricsOf(world, input, now)),
		rows: async ({ query, metric, show, cursor, limit }) => {
			const all = rowsOf(world, query, metric, now);
			const shown = all.filter((row) => show === 'all' || row.counts === (show === 'counted'));
			const from = Number(cursor ?? 0);
			const rows = shown.slice(from, from + limit);
			const end = from + rows.length;
			return ok({
				rows,
				total: shown.length,
				counted: all.filter(({ counts }) => counts).length,
				next: end < shown.length ? String(end) : null,
			});
		},
		rowsCsv: async ({ query, metric }) => {
			const rows = rowsOf(world, query, metric, now);
			return ok({ text: `id,why\r\n${rows.map(({ id, why }) => `${id},${why}`).join('\r\n')}\r\n`, next: null });
		},
		timeline: async (input) => ok(timelineOf(world, input)),
		suspects: async ({ incident, lookBackMs }) => suspectsOf(world, incident, lookBackMs),
		unlinked: async () => ok(unlinkedOf(world)),
	};
}
