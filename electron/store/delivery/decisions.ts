/** Mirrors what people said (journal, stream `delivery`) and applies it to the facts that it is about. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { FactRef, IncidentFact } from '../../../shared/domain/delivery/facts.ts';
import { handSource } from '../../../shared/domain/delivery/own-sources.ts';
import { compareText } from '../../../shared/domain/order.ts';
import { actorName } from '../../../shared/domain/release.ts';
import { ok } from '../../../shared/domain/result.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import { nothing, type StoreContext } from './context.ts';
import { thingOf, thingOfDecision } from './decision-things.ts';
import { kindNumbers } from './fact-bodies.ts';
import { assignedService, createFinder } from './find-facts.ts';
import { createIncidentMarks } from './incident-marks.ts';
import { createRowWriter, markRow } from './ingest-rows.ts';
import { createNamedCauses } from './named-causes.ts';

const holding =
	'select seq, at, actor, body from decisions d where d.seq = (select max(seq) from decisions where thing = d.thing)';

export function createDecisions(
	context: StoreContext,
): Pick<DeliveryStore, 'applyDecisions' | 'decisionsUpTo' | 'decisions' | 'quarantines'> {
	const { db } = context;
	const apply = createApplier(context);
	const insert = db.prepare('insert or ignore into decisions (seq, at, actor, thing, body) values (?, ?, ?, ?, ?)');
	const newest = db.prepare('select max(seq) as seq from decisions');
	const all = db.prepare(`${holding} order by seq`);
	const quarantinesAt = createQuarantines(context);
	return {
		applyDecisions: (decisions) =>
			context.write('mirror what people decided', () => {
				for (const { seq, at, actor, decision } of decisions) {
					const thing = thingOfDecision(decision);
					const row = insert.run(seq, at, JSON.stringify(actor), thing, JSON.stringify(decision));
					if (row.changes === 1) apply(decision);
				}
				return nothing;
			}),
		decisionsUpTo: () => context.read('look up decisions', () => ok(Number(newest.get()?.['seq'] ?? 0))),
		decisions: ({ types }) =>
			context.read('read what people decided', () =>
				ok(
					all
						.all()
						.map(readDecision)
						.filter(({ decision }) => types.includes(decision.type)),
				),
			),
		quarantines: (now) => context.read('list quarantined tests', () => ok(quarantinesAt(now))),
	};
}

function readDecision(row: Readonly<Record<string, unknown>>): RecordedDecision {
	const decision: DeliveryDecision = JSON.parse(String(row['body']));
	const actor: RecordedDecision['actor'] = JSON.parse(String(row['actor']));
	return { seq: Number(row['seq']), at: Number(row['at']), actor, decision };
}

/** Those in force at an instant: not ended, not expired. By service and test. */
export function createQuarantines({ db }: StoreContext): (instant: number) => readonly Quarantine[] {
	const all = db.prepare(`${holding} and thing >= 'quarantine ' and thing < 'quarantine!'`);
	return (instant) => inForce(all.all().map(readDecision), instant);
}

function inForce(decisions: readonly RecordedDecision[], now: number): readonly Quarantine[] {
	return decisions
		.flatMap(({ decision, at, actor }): readonly Quarantine[] => {
			if (decision.type !== 'test-quarantined' || decision.expiresAt <= now) return [];
			const { service, test, file, owner, reason, ticket, expiresAt } = decision;
			return [{ service, test, file, owner, reason, ticket, by: actorName(actor), at, expiresAt }];
		})
		.sort((one, other) => compareText(one.service, other.service) || compareText(one.test, other.test));
}

/** Marks what a decision concerns, and keeps incidents noted by hand as facts. */
function createApplier(context: StoreContext): (decision: DeliveryDecision) => void {
	const { db, names, dirty } = context;
	const find = createFinder(db, names);
	const markSaid = createIncidentMarks(context);
	const notes = createHandNotes(context);

	function markIncident(ref: FactRef): void {
		const row = find(kindNumbers.incident, ref);
		if (row !== null) markRow(dirty, 'incident', row.home, row.part);
		markSaid(ref);
	}
	function markDeployment(ref: FactRef | null): void {
		const row = ref === null ? null : find(kindNumbers.deployment, ref);
		if (row !== null) markRow(dirty, 'deployment', row.home, row.part);
	}
	return (decision) => {
		switch (decision.type) {
			case 'incident-noted':
				notes.keep(decision);
				return;
			case 'incident-withdrawn':
				markIncident(`${handSource}|${decision.id}`);
				notes.withdraw(decision.id);
				return;
			case 'incident-linked':
			case 'incident-unlinked':
				markIncident(decision.incident);
				// What it was put down to before is concerned as well.
				for (const earlier of saidOf(context, thingOf.cause(decision.incident))) {
					if (earlier.type === 'incident-linked') markDeployment(earlier.deployment);
				}
				return;
			case 'incident-assigned':
				// The service that it was of until now is concerned as well: everything that was judged with it.
				markIncident(decision.incident);
				for (const earlier of saidOf(context, thingOf.assignment(decision.incident))) {
					const service = assignedService(earlier);
					if (service !== null) dirty.mark('service', names.idOf(service));
				}
				return;
			case 'deployment-linked':
			case 'deployment-marked':
				markDeployment(decision.deployment);
				return;
			case 'deployments-matched':
				markDeployment(decision.one);
				markDeployment(decision.other);
				return;
			default:
				// Nothing is judged by it.
				return;
		}
	};
}

/** Everything that was ever said about a thing, the newest among it. */
function saidOf({ db }: StoreContext, thing: string): readonly DeliveryDecision[] {
	return db
		.prepare('select body from decisions where thing = ?')
		.all(thing)
		.map((row) => {
			const decision: DeliveryDecision = JSON.parse(String(row['body']));
			return decision;
		});
}

function createHandNotes(context: StoreContext) {
	const { db, names } = context;
	const write = createRowWriter(context);
	const causes = createNamedCauses(context);
	const find = db.prepare('select id from facts where kind = ? and source = ? and native = ?');
	const remove = db.prepare('delete from facts where id = ?');
	const count = db.prepare(`
		insert into counts (source, kind, n) values (?1, ?2, 0) on conflict (source, kind) do update set n =
			(select count(*) from facts where kind = ?2 and source = ?1)
	`);
	function recount(source: number): void {
		count.run(source, kindNumbers.incident);
		// The first insert only makes the row.
		count.run(source, kindNumbers.incident);
	}
	return {
		keep(decision: Extract<DeliveryDecision, { type: 'incident-noted' }>): void {
			const source = names.idOf(handSource);
			const { id: nativeId, title, service, environment, severity, startedAt, detectedAt, resolvedAt } = decision;
			const fact: IncidentFact = {
				...{ kind: 'incident', source: handSource, nativeId, url: null, offsetMinutes: null, title, service },
				...{ sourceService: null, environment, severity, startedAt, detectedAt, acknowledgedAt: null, resolvedAt },
				...{ causedBy: [], isNotFromChange: false },
			};
			write(fact, source);
			recount(source);
		},
		withdraw(id: string): void {
			const source = names.idOf(handSource);
			const row = find.get(kindNumbers.incident, source, id);
			if (row === undefined) return;
			causes.remove(Number(row['id']));
			remove.run(Number(row['id']));
			recount(source);
		},
	};
}
