/** Facts by their address, and what was said by hand about them. */
import type { DatabaseSync } from 'node:sqlite';
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import { factRef, type FactRef, type IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import { thingOf } from './decision-things.ts';
import type { FactKey } from './fact-bodies.ts';
import type { Names } from './names.ts';

export interface FoundRow {
	readonly id: number;
	readonly home: number;
	readonly part: number;
	readonly key: FactKey;
	readonly body: string;
}

/** Finds by `<source>|<nativeId>`; a bar may be part of either, so that every cut is tried. */
export function createFinder(db: DatabaseSync, names: Names): (kind: number, ref: FactRef) => FoundRow | null {
	const select = db.prepare('select id, home, part, body from facts where kind = ? and source = ? and native = ?');
	return (kind, ref) => {
		for (let bar = ref.indexOf('|'); bar >= 0; bar = ref.indexOf('|', bar + 1)) {
			const source = ref.slice(0, bar);
			const sourceId = names.find(source);
			if (sourceId === null) continue;
			const nativeId = ref.slice(bar + 1);
			const row = select.get(kind, sourceId, nativeId);
			if (row === undefined) continue;
			const { home, part } = { home: Number(row['home']), part: Number(row['part']) };
			const key = { source, nativeId, home: wordOf(names, home), part: wordOf(names, part) };
			return { id: Number(row['id']), home, part, key, body: String(row['body']) };
		}
		return null;
	};
}

/** Of a row of `facts` with these columns. */
export function keyOf(names: Names, row: Readonly<Record<string, unknown>>): FactKey {
	return {
		...{ source: names.textOf(Number(row['source'])), nativeId: String(row['native']) },
		...{ home: wordOf(names, Number(row['home'])), part: wordOf(names, Number(row['part'])) },
	};
}

/** 0 stands for none. */
function wordOf(names: Names, id: number): string | null {
	return id === 0 ? null : names.textOf(id);
}

/** The decision that holds about a thing; null where nothing was said. */
export function createSayings(db: DatabaseSync): (thing: string) => DeliveryDecision | null {
	const select = db.prepare('select body from decisions where thing = ? order by seq desc limit 1');
	return (thing) => {
		const row = select.get(thing);
		if (row === undefined) return null;
		const decision: DeliveryDecision = JSON.parse(String(row['body']));
		return decision;
	};
}

/** The incident with what was assigned by hand applied. */
export function asAssigned(fact: IncidentFact, said: (thing: string) => DeliveryDecision | null): IncidentFact {
	return { ...fact, service: assignedService(said(thingOf.assignment(factRef(fact)))) ?? fact.service };
}

/** Service that an incident was assigned to by hand; null where nobody said so. */
export function assignedService(said: DeliveryDecision | null): string | null {
	return said?.type === 'incident-assigned' ? said.service : null;
}
