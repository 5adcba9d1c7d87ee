/** Keeps what was judged of one unit. Months that come to the same are not written again. */
import type { HistoryInput } from '../../../shared/domain/delivery/judge-history.ts';
import type { JudgedHistory } from '../../../shared/domain/delivery/judged.ts';
import { writeColumns } from './columns.ts';
import type { StoreContext } from './context.ts';
import { detailsHash, detailsText, packDetails } from './details.ts';
import { cutByMonth, monthsPerUnit, rowOf } from './months.ts';

/** Of a unit as a whole. */
export interface UnitFacts {
	/** End of its first deployment, ms; null: it has none. */
	readonly firstAt: number | null;
	/** Numbers of the sources that told of its deployments and of its service's incidents. */
	readonly deploymentSources: readonly number[];
	readonly incidentSources: readonly number[];
	readonly incidentsWithoutDeployment: JudgedHistory['incidentsWithoutDeployment'];
}

export interface UnitWriter {
	/** Within a transaction. */
	write(unit: number, input: HistoryInput, history: JudgedHistory): void;
}

export function createUnitWriter(context: StoreContext, onChanged: (row: number) => void): UnitWriter {
	const { db, names } = context;
	const months = createMonthWriter(context, onChanged);
	const saveUnit = db.prepare('update units set tier = ? where id = ?');
	const saveFacts = db.prepare(
		'insert into unit_facts (unit, body) values (?, ?) on conflict (unit) do update set body = excluded.body',
	);
	const clearCauses = db.prepare('delete from causes where unit = ?');
	const addCause = db.prepare(
		'insert or ignore into causes (unit, incident, deployment, is_inferred) values (?, ?, ?, ?)',
	);
	const sourcesOf = (facts: readonly { readonly source: string }[]) =>
		[...new Set(facts.map(({ source }) => source))].map((source) => names.idOf(source));
	return {
		write(unit, input, history) {
			const facts: UnitFacts = {
				firstAt: history.deployments[0]?.at ?? null,
				deploymentSources: sourcesOf(input.deployments),
				incidentSources: sourcesOf(input.incidents.filter(({ service }) => service === input.unit.service)),
				incidentsWithoutDeployment: history.incidentsWithoutDeployment,
			};
			saveFacts.run(unit, JSON.stringify(facts));
			saveUnit.run(input.unit.tier, unit);
			clearCauses.run(unit);
			for (const { ref, failure } of history.deployments) {
				for (const evidence of failure?.evidence ?? []) {
					const isInferred = evidence.kind === 'inferred-incident';
					if (isInferred || evidence.kind === 'linked-incident')
						addCause.run(unit, evidence.ref, ref, isInferred ? 1 : 0);
				}
			}
			months(unit, history);
		},
	};
}

function createMonthWriter({ db }: StoreContext, onChanged: (row: number) => void) {
	const numbersOf = db.prepare('select id, body from numbers where id >= ? and id < ?');
	const hashesOf = db.prepare('select id, hash from details where id >= ? and id < ?');
	const saveNumbers = db.prepare(
		'insert into numbers (id, body) values (?, ?) on conflict (id) do update set body = excluded.body',
	);
	const saveDetails = db.prepare(`
		insert into details (id, hash, body) values (?, ?, ?)
		on conflict (id) do update set hash = excluded.hash, body = excluded.body
	`);
	const remove = [db.prepare('delete from numbers where id = ?'), db.prepare('delete from details where id = ?')];
	return (unit: number, history: JudgedHistory): void => {
		const range = [rowOf(unit, 0), rowOf(unit, monthsPerUnit)] as const;
		const numbers = new Map(numbersOf.all(...range).map((row) => [Number(row['id']), row['body']]));
		const hashes = new Map(hashesOf.all(...range).map((row) => [Number(row['id']), row['hash']]));
		const gone = new Set(numbers.keys());
		for (const [month, part] of cutByMonth(history)) {
			const id = rowOf(unit, month);
			gone.delete(id);
			const columns = writeColumns(part);
			if (!isSame(columns, numbers.get(id))) {
				saveNumbers.run(id, columns);
				onChanged(id);
			}
			const text = detailsText(part);
			const hash = detailsHash(text);
			if (!isSame(hash, hashes.get(id))) saveDetails.run(id, hash, packDetails(text));
		}
		for (const id of gone) {
			for (const statement of remove) statement.run(id);
			onChanged(id);
		}
	};
}

function isSame(bytes: Uint8Array, other: unknown): boolean {
	return other instanceof Uint8Array && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).equals(other);
}
