/** The figures that the issue names, from the tallies and the bounds. */
import { round } from '../kit/report.ts';
import { firstLookOfHalf, type harshNulls, type PowerByLook } from './bounds.ts';
import type { Contender } from './contenders.ts';
import { lookCount, type Scenario } from './scenarios.ts';
import { type CellTally, medianLook, shareFound } from './tally.ts';

export interface Cell {
	readonly scenario: Scenario;
	readonly tally: CellTally;
}

/** A scenario of errors with a target that swings of the slots may forbid. */
export interface Bound {
	readonly scenario: Scenario;
	/** How the figures of it are named: `2x`. */
	readonly key: string;
	/** Looks by which the issue wants half or nearly all found. */
	readonly looks: readonly number[];
	/** Under each of the harsh nulls. */
	readonly power: Readonly<Record<keyof typeof harshNulls, PowerByLook>>;
}

/** What stands for "fewer than half were found" where only a number may stand. */
export const beyondLast = lookCount + 1;

/** Numbers for machines keep four digits. */
const digits = 4;

/** The largest share of false alarms over the nulls that the issue asks for, and the rows that stand for it. */
export function nullMax(cells: readonly Cell[], contender: Contender): number {
	const shares = cells
		.filter(({ scenario, tally }) => scenario.isNull && scenario.isAskedFor && tally[contender].runs > 0)
		.map(({ tally }) => shareFound(tally[contender]));
	return round(Math.max(...shares), digits);
}

export function boundFigures(bounds: readonly Bound[], promote: number): Readonly<Record<string, number>> {
	const entries = bounds.flatMap(({ key, looks, power }) =>
		Object.entries(power).flatMap(([name, found]): [string, number][] => [
			...[...looks, lookCount].map((look): [string, number] => [
				`bound_${name}_found_${key}_by_${look}`,
				round(found[look - 1] ?? Number.NaN, digits),
			]),
			[`bound_${name}_looks_${key}`, firstLookOfHalf(found) ?? beyondLast],
		]),
	);
	return { ...Object.fromEntries(entries), bound_promoted_null: round(promote, digits) };
}

/** The keys of the issue first, in its order. */
export function cellFigures(cells: readonly Cell[]): Readonly<Record<string, number>> {
	const sequential = (id: string) => {
		const found = cells.find(({ scenario }) => scenario.id === id);
		if (found === undefined) throw new Error(`The bench did not run ${id}.`);
		return found.tally.sequential;
	};
	const found = (id: string) => round(shareFound(sequential(id)), digits);
	const looks = (id: string) => medianLook(sequential(id)) ?? beyondLast;
	const promoted = (id: string) => round(sequential(id).promoted / sequential(id).runs, digits);
	return {
		null_max: nullMax(cells, 'sequential'),
		found_2x: found('errors-2'),
		looks_2x: looks('errors-2'),
		looks_3x: looks('errors-3'),
		looks_5x: looks('errors-5'),
		found_1_5x: found('errors-15'),
		found_2x_swings: found('errors-2-shared'),
		found_p95_20: found('latency-20'),
		promoted_null: promoted('errors-margin-null'),
		kayenta_null_max: nullMax(cells, 'kayentaRepeated'),
		threshold_null_max: nullMax(cells, 'limit'),
		looks_1_5x: looks('errors-15'),
		looks_2x_swings: looks('errors-2-shared'),
		found_2x_own_swings: found('errors-2-own-25'),
		looks_2x_own_swings: looks('errors-2-own-25'),
		looks_p95_20: looks('latency-20'),
		found_p95_20_coarse: found('latency-20-coarse'),
		looks_p95_20_coarse: looks('latency-20-coarse'),
		promoted_at_margin: promoted('errors-margin-15'),
		null_errors_3_percent_own_swings: found('errors-null-busy-own-50'),
		null_errors_3_percent_own_drift: found('errors-null-busy-drift'),
		no_drift_null_own_swings: found('errors-no-drift-null-own-50'),
		no_drift_null_own_drift: found('errors-no-drift-null-own-drift'),
		no_drift_found_1_5x: found('errors-no-drift-15'),
		no_drift_found_2x: found('errors-no-drift-2'),
		no_drift_looks_2x: looks('errors-no-drift-2'),
		no_drift_found_2x_swings: found('errors-no-drift-2-shared'),
		no_drift_looks_2x_swings: looks('errors-no-drift-2-shared'),
		three_metrics_null: found('three-null'),
		three_metrics_found_2x: found('three-2'),
		three_metrics_looks_2x: looks('three-2'),
		kayenta_once_null_max: nullMax(cells, 'kayentaOnce'),
		default_limits_null_max: nullMax(cells, 'limits'),
	};
}
