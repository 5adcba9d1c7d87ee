/** The table for people. */
import type { BenchRow } from '../kit/report.ts';
import { firstLookOfHalf } from './bounds.ts';
import { type Contender, contenders } from './contenders.ts';
import type { Bound, Cell } from './figures.ts';
import { lookCount } from './scenarios.ts';
import { medianLook, shareFound, standardError, type Tally } from './tally.ts';

const heads: Readonly<Record<Contender, string>> = {
	sequential: 'sequential',
	limit: 'one limit',
	limits: 'our limits',
	kayentaOnce: 'Kayenta once',
	kayentaRepeated: 'Kayenta each min',
};

const width = 18;
/** Values in columns, and blanks up to the last column: the report puts its rows to the right. */
export function inColumns(values: readonly string[]): string {
	return values
		.map((value) => value.padStart(width))
		.join('')
		.padEnd(width * (contenders.length + 1));
}
const share = (value: number): string => value.toFixed(3);

/** "0.998 ±.001 (8)": the share with its standard error, and the median look. */
function figure(tally: Tally, isNull: boolean): string {
	if (tally.runs === 0) return '-';
	const found = shareFound(tally);
	const error = standardError(found, tally.runs).toFixed(3).slice(1);
	// When a false alarm came says little.
	const look = isNull ? '' : ` (${medianLook(tally) ?? `>${lookCount}`})`;
	return `${share(found)} ±${error}${look}`;
}

function promoted({ promoted: times, runs }: Tally): string {
	return `${share(times / runs)} ±${standardError(times / runs, runs)
		.toFixed(3)
		.slice(1)}`;
}

/** What the issue wants of the sequential judge in the cells that it names. */
const reaches: Readonly<Record<string, string>> = {
	'errors-15': '>= .75',
	'errors-2': '>= .99, look <= 6',
	'errors-3': 'look <= 3',
	'errors-5': 'look <= 1',
	'errors-2-shared': '>= .99, look <= 8',
	'latency-20': '>= .95, look <= 10',
	'errors-margin-null': '<= .05, promoted >= .90',
	'errors-margin-15': 'promoted <= .10',
};

export function cellRows(cells: readonly Cell[]): readonly BenchRow[] {
	const head = inColumns([...contenders.map((contender) => heads[contender]), 'promoted']);
	const rows = cells.map(({ scenario, tally }): BenchRow => {
		const reach = reaches[scenario.id] ?? (scenario.isNull && scenario.isAskedFor ? '<= .05' : undefined);
		const figures = contenders.map((contender) => figure(tally[contender], scenario.isNull));
		const value = inColumns([...figures, promoted(tally.sequential)]);
		return { what: scenario.label, value, ...(reach === undefined ? {} : { reach }) };
	});
	return [{ what: 'share with an alarm (median look)', value: head }, ...rows];
}

/** Beside what no judge can exceed stands what the sequential judge reached. */
export function boundRows(bounds: readonly Bound[], cells: readonly Cell[], promote: number): readonly BenchRow[] {
	const tallyOf = (id: string) => cells.find(({ scenario }) => scenario.id === id)?.tally.sequential;
	const rows = bounds.flatMap(({ scenario, looks, power }): readonly BenchRow[] => {
		const tally = tallyOf(scenario.id);
		if (tally === undefined) return [];
		const both = [power.drift, power.swings];
		const found = [...looks, lookCount].map((look) => ({
			what: `${scenario.label}, found by look ${look}`,
			value: inColumns([...both.map((one) => share(one[look - 1] ?? Number.NaN)), share(shareFound(tally, look))]),
		}));
		const least = both.map((one) => String(firstLookOfHalf(one) ?? `>${lookCount}`));
		const half = {
			what: `${scenario.label}, half found by look`,
			value: inColumns([...least, reachedHalf(tally)]),
		};
		return [...found, half];
	});
	const margin = tallyOf('errors-margin-null');
	const reached = margin === undefined ? '-' : share(margin.promoted / margin.runs);
	return [
		{ what: 'bounds: 5 % under ... of each slot', value: inColumns(['drift', 'swings var .5', 'reached']) },
		...rows,
		{ what: 'same, margin .5 points: one look at the end', value: inColumns([share(promote), '', reached]) },
	];
}

function reachedHalf(tally: Tally): string {
	for (let look = 1; look <= lookCount; look += 1) if (shareFound(tally, look) >= 0.5) return String(look);
	return `>${lookCount}`;
}
