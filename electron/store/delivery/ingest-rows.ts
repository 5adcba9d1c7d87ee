/** Deployments, changes, incidents, events and pipeline runs into `facts`. */
import type { DatabaseSync } from 'node:sqlite';
import { factRef } from '../../../shared/domain/delivery/facts.ts';
import type { DirtyMarks } from './dirty.ts';
import { kindNumbers, placeOf, type RowFact, writeBody } from './fact-bodies.ts';
import { createIncidentMarks } from './incident-marks.ts';
import { createNamedCauses } from './named-causes.ts';
import type { Names } from './names.ts';

export type Ingested = 'added' | 'changed' | 'unchanged';

/** Keeps one fact; `source` is the number of the source that tells it. */
export function createRowWriter({
	db,
	names,
	dirty,
}: {
	readonly db: DatabaseSync;
	readonly names: Names;
	readonly dirty: DirtyMarks;
}) {
	const insert = db.prepare(`
		insert into facts (kind, source, native, home, part, at, body) values (?, ?, ?, ?, ?, ?, ?)
		on conflict (kind, source, native) do nothing
	`);
	const select = db.prepare('select id, home, part, at, body from facts where kind = ? and source = ? and native = ?');
	const update = db.prepare('update facts set home = ?, part = ?, at = ?, body = ? where id = ?');

	const causes = createNamedCauses({ db, names, dirty });
	const markSaid = createIncidentMarks({ db, names, dirty });

	/** What was said by hand holds, whatever its source says. */
	function noteIncident(fact: RowFact, row: number): void {
		if (fact.kind !== 'incident') return;
		causes.replace(row, fact);
		markSaid(factRef(fact));
	}
	return (fact: RowFact, source: number): Ingested => {
		const kind = kindNumbers[fact.kind];
		const place = placeOf(fact);
		const home = place.home === null ? 0 : names.idOf(place.home);
		const part = place.part === null ? 0 : names.idOf(place.part);
		const body = writeBody(fact);
		const written = insert.run(kind, source, fact.nativeId, home, part, place.at, body);
		if (written.changes === 1) {
			markRow(dirty, fact.kind, home, part);
			noteIncident(fact, Number(written.lastInsertRowid));
			return 'added';
		}
		const known = select.get(kind, source, fact.nativeId);
		if (known === undefined) throw new Error(`fact ${fact.nativeId} is neither there nor can it be written`);
		if (known['home'] === home && known['part'] === part && known['body'] === body) return 'unchanged';
		update.run(home, part, place.at, body, Number(known['id']));
		markRow(dirty, fact.kind, home, part);
		markRow(dirty, fact.kind, Number(known['home']), Number(known['part']));
		noteIncident(fact, Number(known['id']));
		return 'changed';
	};
}

/** Notes what a fact of this kind at this place concerns. */
export function markRow(dirty: DirtyMarks, kind: RowFact['kind'], home: number, part: number): void {
	switch (kind) {
		case 'deployment':
			dirty.mark('unit', home, part);
			dirty.mark('siblings', home);
			return;
		case 'change':
			dirty.mark('repository', home);
			return;
		case 'incident':
			// One that somebody assigned to another service is looked after by the writer.
			if (home !== 0) dirty.mark('service', home);
			return;
		case 'pipeline-run':
			dirty.mark('runs', home);
			return;
		case 'timeline-event':
			// Never judged.
			return;
	}
}
