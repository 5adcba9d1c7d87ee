/** Marks what an incident concerns by what people said of it: it may be put down to a deployment of another service. */
import type { DatabaseSync } from 'node:sqlite';
import type { FactRef } from '../../../shared/domain/delivery/facts.ts';
import { thingOf } from './decision-things.ts';
import type { DirtyMarks } from './dirty.ts';
import { kindNumbers } from './fact-bodies.ts';
import { assignedService, createFinder, createSayings } from './find-facts.ts';
import type { Names } from './names.ts';

/** For an incident that came, changed or goes: the service that it was assigned to, and the deployment that it was linked to. */
export function createIncidentMarks(parts: {
	readonly db: DatabaseSync;
	readonly names: Names;
	readonly dirty: DirtyMarks;
}): (incident: FactRef) => void {
	const { db, names, dirty } = parts;
	const find = createFinder(db, names);
	const said = createSayings(db);
	return (incident) => {
		const service = assignedService(said(thingOf.assignment(incident)));
		if (service !== null) dirty.mark('service', names.idOf(service));
		const cause = said(thingOf.cause(incident));
		const linked = cause?.type === 'incident-linked' ? cause.deployment : null;
		const deployment = linked === null ? null : find(kindNumbers.deployment, linked);
		if (deployment !== null) dirty.mark('unit', deployment.home, deployment.part);
	};
}
