/** Judges units whose facts, links, commits or rules changed, each as a whole, and keeps what comes of it as columns. */
import { judgeHistory } from '../../../shared/domain/delivery/judge-history.ts';
import { compareText } from '../../../shared/domain/order.ts';
import { transact } from './connection.ts';
import type { StoreContext } from './context.ts';
import { dirtyKinds } from './dirty.ts';
import { createHistoryLoader } from './load-history.ts';
import { isUnitNeeded, listUnits, type Unit, unitId } from './units.ts';
import { createUnitWriter } from './write-unit.ts';

export interface Judge {
	/** Judges what is not up to date among these units, or all. */
	catchUp(isWanted?: (unit: Unit) => boolean): void;
	/** Judges one unit that is not up to date; false: there is none. */
	judgeOne(): boolean;
	/** All units, those that were just told of among them. */
	units(): readonly Unit[];
}

export interface JudgeParts {
	readonly context: StoreContext;
	/** Called for each row of columns that was written anew or removed. */
	readonly onChanged: (row: number) => void;
	/** Called when a unit was judged. */
	readonly onJudged: (unit: number) => void;
}

export function createJudge({ context, onChanged, onJudged }: JudgeParts): Judge {
	const { db } = context;
	const loader = createHistoryLoader(context);
	const writer = createUnitWriter(context, onChanged);
	const marked = db.prepare('select home, part from dirty where kind = ?');
	const unmark = db.prepare('delete from dirty where kind = ? and home = ? and part = ?');
	const anyBroad = db.prepare('select 1 from dirty where kind in (0, 2, 3, 6) limit 1');
	let known: readonly Unit[] | null = null;
	context.onStale(() => {
		known = null;
	});
	// Commits that are written between two units of a repository must be seen by the second.
	context.onWritten(() => loader.rest());

	const units = (): readonly Unit[] => (known ??= listUnits(context));
	/** Marks of services, repositories and rules become marks of units; units that are new are made. */
	function settle(): void {
		const fresh = marked
			.all(dirtyKinds.unit)
			.filter((row) => !isKnown(units(), Number(row['home']), Number(row['part'])));
		if (fresh.length > 0) {
			transact(db, () => {
				for (const row of fresh) unitId(context, Number(row['home']), Number(row['part']));
			});
			known = null;
		}
		// Those that are new are among the siblings of others.
		if (anyBroad.get() !== undefined) transact(db, () => widen(context));
	}
	function pending(): readonly Unit[] {
		settle();
		const keys = new Set(marked.all(dirtyKinds.unit).map((row) => `${Number(row['home'])} ${Number(row['part'])}`));
		return keys.size === 0 ? [] : units().filter((unit) => keys.has(`${unit.serviceId} ${unit.environmentId}`));
	}
	function judge(unit: Unit): void {
		transact(db, () => {
			const input = loader.load(unit.serviceId, unit.environmentId);
			writer.write(unit.id, input, judgeHistory(input));
			if (!isUnitNeeded(context, unit)) db.prepare('delete from units where id = ?').run(unit.id);
			unmark.run(dirtyKinds.unit, unit.serviceId, unit.environmentId);
		});
		known = null;
		onJudged(unit.id);
	}
	return {
		units,
		catchUp(isWanted = () => true) {
			// The tier, which most questions ask for, may only be known once a unit was judged.
			const wanted = pending().filter((unit) => isWanted(unit) || !isTierKnown(unit));
			for (const unit of byRepository(wanted)) judge(unit);
			loader.rest();
		},
		judgeOne() {
			const [next] = byRepository(pending());
			if (next === undefined) loader.rest();
			else judge(next);
			return next !== undefined;
		},
	};
}

function isTierKnown({ configured, environment }: Unit): boolean {
	return configured?.environments.some(({ name }) => name === environment) === true;
}

function isKnown(units: readonly Unit[], service: number, environment: number): boolean {
	return units.some((unit) => unit.serviceId === service && unit.environmentId === environment);
}

/** So that a repository is read once for all of its units. */
function byRepository(units: readonly Unit[]): readonly Unit[] {
	const key = ({ configured }: Unit) => configured?.repository ?? '';
	return units.toSorted((one, other) => compareText(key(one), key(other)));
}

/** Environments of a service that may be of production, where they are several; the tier that facts say may be about to change. */
function siblingsOf({ db, names, setup }: StoreContext, service: number): readonly number[] {
	const configured = setup().services.find(({ name }) => name === names.textOf(service));
	const found = db
		.prepare('select environment from units where service = ?')
		.all(service)
		.map((row) => Number(row['environment']))
		.filter((part) => {
			const said = configured?.environments.find(({ name }) => name === names.textOf(part));
			return said === undefined || said.tier === 'production';
		});
	return found.length > 1 ? found : [];
}

function widen(context: StoreContext): void {
	const { db, names, setup } = context;
	const unitsOfFacts = 'select service as home, environment as part from units';
	const mark = 'insert or ignore into dirty (kind, home, part)';
	const one = db.prepare(`${mark} values (1, ?, ?)`);
	const take = (kind: number) => {
		const homes = db.prepare('select home from dirty where kind = ?').all(kind);
		db.prepare('delete from dirty where kind = ?').run(kind);
		return homes.map((row) => Number(row['home']));
	};
	const ofService = db.prepare(`${mark} select 1, home, part from (${unitsOfFacts}) where home = ?`);
	if (take(dirtyKinds.all).length > 0) db.exec(`${mark} select 1, home, part from (${unitsOfFacts})`);
	for (const service of take(dirtyKinds.service)) ofService.run(service);
	for (const service of take(dirtyKinds.siblings))
		for (const part of siblingsOf(context, service)) one.run(service, part);
	const repositories = new Set(take(dirtyKinds.repository).map((id) => names.textOf(id)));
	for (const { name, repository } of setup().services) {
		if (repository !== null && repositories.has(repository)) ofService.run(names.idOf(name));
	}
}
