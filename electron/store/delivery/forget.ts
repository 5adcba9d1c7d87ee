/** Forgets a source with its facts: an import that was a mistake. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import { type FactKind, factKinds, factRef } from '../../../shared/domain/delivery/facts.ts';
import { nothing, type StoreContext } from './context.ts';
import { kindNumbers, type RowFact } from './fact-bodies.ts';
import { createIncidentMarks } from './incident-marks.ts';
import { markRow } from './ingest-rows.ts';
import { createNamedCauses } from './named-causes.ts';

export function createForget(context: StoreContext): Pick<DeliveryStore, 'forget'> {
	const { db, names } = context;
	return {
		forget: (source) =>
			context.write('forget a source of delivery facts', () => {
				const id = names.find(source);
				if (id === null) return nothing;
				markFactsOf(context, source, id);
				for (const table of ['facts', 'commits', 'test_runs', 'counts']) {
					db.prepare(`delete from ${table} where source = ?`).run(id);
				}
				db.prepare('delete from sources where id = ?').run(id);
				return nothing;
			}),
	};
}

function markFactsOf(context: StoreContext, source: string, id: number): void {
	const { db, dirty } = context;
	const places = db.prepare('select distinct home, part from facts where kind = ? and source = ?');
	for (const kind of factKinds.filter(isRowKind)) {
		for (const row of places.all(kindNumbers[kind], id)) markRow(dirty, kind, Number(row['home']), Number(row['part']));
	}
	markIncidents(context, source, id);
	for (const row of db.prepare('select distinct repository from commits where source = ?').all(id)) {
		dirty.mark('repository', Number(row['repository']));
	}
	for (const row of db.prepare('select distinct service from test_runs where source = ?').all(id)) {
		dirty.mark('tests', Number(row['service']));
	}
}

function markIncidents(context: StoreContext, source: string, id: number): void {
	const { db } = context;
	const markSaid = createIncidentMarks(context);
	const causes = createNamedCauses(context);
	const incidents = db
		.prepare('select id, native from facts where kind = ? and source = ?')
		.all(kindNumbers.incident, id);
	for (const row of incidents) {
		causes.remove(Number(row['id']));
		markSaid(factRef({ source, nativeId: String(row['native']) }));
	}
}

function isRowKind(kind: FactKind): kind is RowFact['kind'] {
	return kind !== 'commit' && kind !== 'test-run';
}
