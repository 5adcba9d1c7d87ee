/** Facts and decisions in memory: for tests of the engine. It keeps the promises of the port but for judging. */
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import { type Fact, type FactKind, factRef } from '../../../shared/domain/delivery/facts.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/domain/result.ts';
import { actorName } from '../../../shared/domain/release.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { DecisionJournal, DeliverySetup, DeliveryStore, StoredSource } from '../delivery-ports.ts';

export interface MemoryDeliveryStore extends DeliveryStore {
	readonly facts: ReadonlyMap<string, Fact>;
	readonly setups: readonly DeliverySetup[];
	readonly mirrored: readonly RecordedDecision[];
	/** The next calls of this method fail like this; null: they work again. */
	break(method: 'ingest' | 'configure' | 'applyDecisions', failure: Failure | null): void;
	readonly isClosed: () => boolean;
}

const keyOf = (fact: Fact): string =>
	fact.kind === 'commit' ? `commit ${fact.repository} ${fact.sha}` : `${fact.kind} ${factRef(fact)}`;

export function createMemoryDeliveryStore(): MemoryDeliveryStore {
	const facts = new Map<string, Fact>();
	const ownerOf = new Map<string, string>();
	const sources = new Map<string, StoredSource>();
	const setups: DeliverySetup[] = [];
	const mirrored: RecordedDecision[] = [];
	const broken = new Map<string, Failure>();
	let isClosed = false;

	const unused = async (): Promise<Result<never>> => fail('unsupported', 'Not kept in memory.', 'Use the real store.');
	const source = (id: string): StoredSource =>
		sources.get(id) ?? { source: id, cursor: null, coveredFrom: null, syncedAt: null, problem: null, counts: {} };

	function counts(id: string): StoredSource['counts'] {
		const found: Partial<Record<FactKind, number>> = {};
		for (const [key, fact] of facts) if (ownerOf.get(key) === id) found[fact.kind] = (found[fact.kind] ?? 0) + 1;
		return found;
	}

	return {
		...{ facts, setups, mirrored, isClosed: () => isClosed },
		break(method, failure) {
			if (failure === null) broken.delete(method);
			else broken.set(method, failure);
		},
		async configure(setup) {
			const failure = broken.get('configure');
			if (failure !== undefined) return failure;
			setups.push(setup);
			return ok(null);
		},
		async ingest({ source: id, facts: told, cursor, coveredFrom }) {
			const failure = broken.get('ingest');
			if (failure !== undefined) return failure;
			const tally = { added: 0, changed: 0, unchanged: 0 };
			for (const fact of told) {
				const key = keyOf(fact);
				const before = facts.get(key);
				const isSame = JSON.stringify(before) === JSON.stringify(fact);
				tally[before === undefined ? 'added' : isSame ? 'unchanged' : 'changed'] += 1;
				facts.set(key, fact);
				ownerOf.set(key, id);
			}
			sources.set(id, { ...source(id), cursor, coveredFrom, counts: counts(id) });
			return ok(tally);
		},
		async noteSync({ source: id, at, problem }) {
			sources.set(id, { ...source(id), problem, ...(problem === null ? { syncedAt: at } : {}) });
			return ok(null);
		},
		sources: async () => ok([...sources.values()]),
		async forget(id) {
			for (const [key, owner] of ownerOf) if (owner === id) facts.delete(key);
			sources.delete(id);
			return ok(null);
		},
		async applyDecisions(decisions) {
			const failure = broken.get('applyDecisions');
			if (failure !== undefined) return failure;
			mirrored.push(...decisions);
			return ok(null);
		},
		decisionsUpTo: async () => ok(mirrored.at(-1)?.seq ?? 0),
		metrics: unused,
		rows: unused,
		timeline: unused,
		suspects: unused,
		unlinked: async () => ok({ items: [], total: 0 }),
		tests: unused,
		quarantines: async (now) => ok(quarantinesAt(mirrored, now)),
		months: async () => ok([]),
		units: async () => ok([]),
		monthFacts: unused,
		decisions: async ({ types }) => ok(newest(mirrored).filter(({ decision }) => types.includes(decision.type))),
		async close() {
			isClosed = true;
		},
	};
}

function thingOf({ decision }: RecordedDecision): string {
	switch (decision.type) {
		case 'incident-noted':
		case 'incident-withdrawn':
		case 'action-taken':
			return decision.id;
		case 'test-quarantined':
		case 'quarantine-ended':
			return `${decision.service} ${decision.test}`;
		default:
			return JSON.stringify(decision);
	}
}

/** The newest decision of each thing. */
function newest(decisions: readonly RecordedDecision[]): readonly RecordedDecision[] {
	return [...new Map(decisions.map((one) => [thingOf(one), one])).values()];
}

function quarantinesAt(decisions: readonly RecordedDecision[], now: number): readonly Quarantine[] {
	return newest(decisions).flatMap(({ decision, at, actor }): readonly Quarantine[] => {
		if (decision.type !== 'test-quarantined' || decision.expiresAt <= now) return [];
		const { service, test, file, owner, reason, ticket, expiresAt } = decision;
		return [{ service, test, file, owner, reason, ticket, by: actorName(actor), at, expiresAt }];
	});
}

/** A journal of decisions alone. */
export function createMemoryDecisionJournal(): DecisionJournal & { readonly entries: readonly RecordedDecision[] } {
	const entries: RecordedDecision[] = [];
	const keys = new Map<string, number>();
	return {
		entries,
		async recordDecision({ decision, actor, at, idempotencyKey }) {
			const known = idempotencyKey === null ? undefined : keys.get(idempotencyKey);
			if (known !== undefined) return ok({ seq: known, duplicate: true });
			const seq = entries.length + 1;
			entries.push({ seq, at, actor, decision });
			if (idempotencyKey !== null) keys.set(idempotencyKey, seq);
			return ok({ seq, duplicate: false });
		},
		decisionsAfter: async ({ afterSeq, limit, types }) => {
			const isAsked = (type: DeliveryDecision['type']) => types === undefined || types.includes(type);
			return ok(entries.filter(({ seq, decision }) => seq > afterSeq && isAsked(decision.type)).slice(0, limit));
		},
	};
}
