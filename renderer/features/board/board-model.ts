/** Services by environments, as rows and columns. Pure; knows nothing of pixels. */
import type { EnvironmentKey, Tier } from '../../../shared/domain/release.ts';
import type { EnvironmentView } from '../../../shared/rpc/views.ts';
import type { Grouping } from '../../store/desk-store.ts';
import { compare } from '../../store/order.ts';

export interface BoardColumn {
	readonly name: string;
	readonly isProduction: boolean;
}

export interface BoardRow {
	readonly service: string;
	readonly owner: string | null;
	/** Name of its project. */
	readonly project: string;
	readonly isPinned: boolean;
	/** One per column; null where the service has no such environment. */
	readonly cells: readonly (EnvironmentKey | null)[];
}

export interface BoardGroup {
	/** Null when the board is not grouped. */
	readonly title: string | null;
	readonly rows: readonly BoardRow[];
}

export interface BoardModel {
	readonly columns: readonly BoardColumn[];
	readonly groups: readonly BoardGroup[];
	/** Services in all, and those that the filter lets through. */
	readonly total: number;
	readonly shown: number;
}

export interface BoardView {
	readonly filter: string;
	readonly grouping: Grouping;
	readonly pinned: readonly string[];
	/** How a project is called, by its id. */
	readonly projectName: (id: string) => string;
}

const tierRank: Readonly<Record<Tier, number>> = { development: 0, testing: 1, staging: 2, production: 3 };

/** Lays out the board: columns from development to production, pinned services first, then by name. */
export function boardModel(environments: readonly EnvironmentView[], view: BoardView): BoardModel {
	const columns = columnsOf(environments);
	const services = byService(environments);
	const words = view.filter.toLowerCase().split(/\s+/).filter(Boolean);
	const rows = [...services.values()]
		.filter((own) => matches(haystack(own, view.projectName), words))
		.map((own) => rowOf(own, columns, view))
		.sort((left, right) => Number(right.isPinned) - Number(left.isPinned) || compare(left.service, right.service));
	return { columns, groups: grouped(rows, view.grouping), total: services.size, shown: rows.length };
}

/** The groups cut to `count` rows in all. */
export function firstRows(groups: readonly BoardGroup[], count: number): readonly BoardGroup[] {
	let left = count;
	return groups.flatMap((group) => {
		const rows = group.rows.slice(0, Math.max(0, left));
		left -= rows.length;
		return rows.length === 0 ? [] : [{ ...group, rows }];
	});
}

function matches(text: string, words: readonly string[]): boolean {
	return words.every((word) => text.includes(word));
}

function columnsOf(environments: readonly EnvironmentView[]): readonly BoardColumn[] {
	const found = new Map<string, Tier>();
	for (const { environment, tier } of environments) {
		const known = found.get(environment);
		// An environment that is production for one service is framed for all.
		if (known === undefined || tierRank[tier] > tierRank[known]) found.set(environment, tier);
	}
	return [...found]
		.sort(([leftName, left], [rightName, right]) => tierRank[left] - tierRank[right] || compare(leftName, rightName))
		.map(([name, tier]) => ({ name, isProduction: tier === 'production' }));
}

function byService(environments: readonly EnvironmentView[]): ReadonlyMap<string, readonly EnvironmentView[]> {
	const services = new Map<string, EnvironmentView[]>();
	for (const environment of environments) {
		const own = services.get(environment.service);
		if (own === undefined) services.set(environment.service, [environment]);
		else own.push(environment);
	}
	return services;
}

/** What the filter looks into: names, owner, project, versions and health, so that "degraded" finds those. */
function haystack(own: readonly EnvironmentView[], projectName: (id: string) => string): string {
	return own
		.flatMap((each) => [
			each.service,
			each.owner,
			projectName(each.project),
			each.environment,
			each.standing?.version,
			each.health,
		])
		.filter((text) => typeof text === 'string')
		.join(' ')
		.toLowerCase();
}

function rowOf(own: readonly EnvironmentView[], columns: readonly BoardColumn[], view: BoardView): BoardRow {
	const keys = new Map(own.map((each) => [each.environment, each.key]));
	const service = own[0]?.service ?? '';
	return {
		service,
		owner: own[0]?.owner ?? null,
		project: view.projectName(own[0]?.project ?? ''),
		isPinned: view.pinned.includes(service),
		cells: columns.map((column) => keys.get(column.name) ?? null),
	};
}

function grouped(rows: readonly BoardRow[], grouping: Grouping): readonly BoardGroup[] {
	if (grouping === 'none' || rows.length === 0) return [{ title: null, rows }];
	const groups = new Map<string, BoardRow[]>();
	for (const row of rows) {
		const title = row.isPinned ? '' : grouping === 'owner' ? (row.owner ?? 'No owner') : row.project;
		const own = groups.get(title);
		if (own === undefined) groups.set(title, [row]);
		else own.push(row);
	}
	return [...groups]
		.sort(([left], [right]) => compare(left, right))
		.map(([title, own]) => ({ title: title === '' ? 'Pinned' : title, rows: own }));
}
