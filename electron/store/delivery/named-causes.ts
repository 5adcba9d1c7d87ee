/** Deployments that incidents name as their cause by address: their units are judged with the incident, whatever its service. */
import type { DatabaseSync } from 'node:sqlite';
import type { FactRef, IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import type { DirtyMarks } from './dirty.ts';
import { kindNumbers } from './fact-bodies.ts';
import { createFinder } from './find-facts.ts';
import type { Names } from './names.ts';

export interface NamedCauses {
	/** Takes over what an incident names; marks the units of what it named and names. `row`: its number in `facts`. */
	replace(row: number, incident: Pick<IncidentFact, 'causedBy'>): void;
	/** Marks what an incident names and forgets that it did. */
	remove(row: number): void;
}

export function createNamedCauses(parts: {
	readonly db: DatabaseSync;
	readonly names: Names;
	readonly dirty: DirtyMarks;
}): NamedCauses {
	const { db, names, dirty } = parts;
	const find = createFinder(db, names);
	const select = db.prepare('select deployment from named_causes where incident = ?');
	const insert = db.prepare('insert or ignore into named_causes (incident, deployment) values (?, ?)');
	const clear = db.prepare('delete from named_causes where incident = ?');

	function mark(ref: FactRef): void {
		const found = find(kindNumbers.deployment, ref);
		if (found !== null) dirty.mark('unit', found.home, found.part);
	}
	function remove(row: number): void {
		for (const known of select.all(row)) mark(String(known['deployment']));
		clear.run(row);
	}
	return {
		remove,
		replace(row, { causedBy }) {
			remove(row);
			for (const ref of causedBy.filter((name) => name.includes('|'))) {
				insert.run(row, ref);
				mark(ref);
			}
		},
	};
}
