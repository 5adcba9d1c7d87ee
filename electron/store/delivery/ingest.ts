/** Ingestion: a batch of one source with its cursor, all or nothing. */
import type { DeliveryStore, StoredSource } from '../../engine/delivery-ports.ts';
import { type Fact, type FactKind, factKinds } from '../../../shared/domain/delivery/facts.ts';
import { ok, type Problem } from '../../../shared/domain/result.ts';
import { nothing, type StoreContext } from './context.ts';
import { kindNumbers } from './fact-bodies.ts';
import { createCommitWriter } from './ingest-commits.ts';
import { createRowWriter, type Ingested } from './ingest-rows.ts';
import { createTestRunWriter } from './ingest-tests.ts';

export function createIngest(context: StoreContext): Pick<DeliveryStore, 'ingest' | 'noteSync' | 'sources'> {
	const { db, names } = context;
	const writeFact = createFactWriter(context);
	const countUp = db.prepare(`
		insert into counts (source, kind, n) values (?, ?, ?) on conflict (source, kind) do update set n = n + excluded.n
	`);
	const saveSource = db.prepare(`
		insert into sources (id, cursor, covered_from, told_at) values (?, ?, ?, ?)
		on conflict (id) do update set cursor = excluded.cursor,
			covered_from = case
				when covered_from is null then excluded.covered_from
				when excluded.covered_from is null then covered_from
				else min(covered_from, excluded.covered_from) end,
			told_at = max(coalesce(told_at, excluded.told_at), coalesce(excluded.told_at, told_at))
	`);
	const saveSync = db.prepare(`
		insert into sources (id, synced_at, problem) values (?1, ?2, ?3)
		on conflict (id) do update set synced_at = coalesce(?2, synced_at), problem = ?3
	`);
	return {
		ingest: (batch) =>
			context.write('keep delivery facts', () => {
				const source = names.idOf(batch.source);
				const told = { added: 0, changed: 0, unchanged: 0 };
				const addedOf = new Map<FactKind, number>();
				for (const fact of batch.facts) {
					const outcome = writeFact(fact, source);
					told[outcome] += 1;
					if (outcome === 'added') addedOf.set(fact.kind, (addedOf.get(fact.kind) ?? 0) + 1);
				}
				for (const [kind, count] of addedOf) countUp.run(source, kindNumbers[kind], count);
				const isNews = told.added + told.changed > 0;
				saveSource.run(source, batch.cursor, batch.coveredFrom, isNews ? batch.at : null);
				return ok(told);
			}),
		noteSync: ({ source, at, problem }) =>
			context.write('note a pull of delivery facts', () => {
				saveSync.run(
					names.idOf(source),
					problem === null ? at : null,
					problem === null ? null : JSON.stringify(problem),
				);
				return nothing;
			}),
		sources: () => context.read('list the sources of delivery facts', () => ok(listSources(context))),
	};
}

function createFactWriter(context: StoreContext): (fact: Fact, source: number) => Ingested {
	const writeRow = createRowWriter(context);
	const writeCommit = createCommitWriter(context);
	const writeTestRun = createTestRunWriter(context);
	return (fact, source) => {
		switch (fact.kind) {
			case 'commit':
				return writeCommit(fact, source);
			case 'test-run':
				return writeTestRun(fact, source);
			default:
				return writeRow(fact, source);
		}
	};
}

function listSources({ db, names }: StoreContext): readonly StoredSource[] {
	const kinds = new Map<number, FactKind>(factKinds.map((kind) => [kindNumbers[kind], kind]));
	const counts = db.prepare('select kind, n from counts where source = ? and n > 0');
	return db
		.prepare('select id, cursor, covered_from, synced_at, problem from sources')
		.all()
		.map((row): StoredSource => {
			const problem: Problem | null = row['problem'] === null ? null : JSON.parse(String(row['problem']));
			const perKind = counts.all(Number(row['id'])).flatMap((count) => {
				const kind = kinds.get(Number(count['kind']));
				return kind === undefined ? [] : [[kind, Number(count['n'])] as const];
			});
			return {
				source: names.textOf(Number(row['id'])),
				cursor: row['cursor'] === null ? null : String(row['cursor']),
				coveredFrom: row['covered_from'] === null ? null : Number(row['covered_from']),
				syncedAt: row['synced_at'] === null ? null : Number(row['synced_at']),
				problem,
				counts: Object.fromEntries(perKind),
			};
		})
		.sort((one, other) => (one.source < other.source ? -1 : 1));
}
