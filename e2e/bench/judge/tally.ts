/** Counts over the runs of a cell; plain data, so that threads can hand it on. */
import { type Contender, contenders, type Finding } from './contenders.ts';
import { lookCount } from './scenarios.ts';

export interface Tally {
	runs: number;
	promoted: number;
	/** Runs by the look of the first alarm; index 0 is not used. */
	readonly alarms: number[];
}

export type CellTally = Readonly<Record<Contender, Tally>>;

const emptyTally = (): Tally => ({ runs: 0, promoted: 0, alarms: new Array<number>(lookCount + 1).fill(0) });

export const emptyCell = (): CellTally => ({
	sequential: emptyTally(),
	limit: emptyTally(),
	limits: emptyTally(),
	kayentaOnce: emptyTally(),
	kayentaRepeated: emptyTally(),
});

export function count(tally: Tally, { alarm, isPromoted }: Finding): void {
	tally.runs += 1;
	if (isPromoted) tally.promoted += 1;
	if (alarm !== null) tally.alarms[alarm] = (tally.alarms[alarm] ?? 0) + 1;
}

export function merge(parts: readonly CellTally[]): CellTally {
	const sum = emptyCell();
	for (const part of parts) {
		for (const contender of contenders) {
			const [into, from] = [sum[contender], part[contender]];
			into.runs += from.runs;
			into.promoted += from.promoted;
			from.alarms.forEach((runs, look) => {
				into.alarms[look] = (into.alarms[look] ?? 0) + runs;
			});
		}
	}
	return sum;
}

/** Share of all runs with an alarm by a look, the last one unless told. NaN when nothing was run. */
export function shareFound({ alarms, runs }: Tally, byLook = lookCount): number {
	return alarms.slice(0, byLook + 1).reduce((sum, found) => sum + found, 0) / runs;
}

/** Median look among the runs with an alarm; null when fewer than half of all runs had one. */
export function medianLook(tally: Tally): number | null {
	if (!(shareFound(tally) >= 0.5)) return null;
	const half = (shareFound(tally) * tally.runs) / 2;
	let seen = 0;
	return tally.alarms.findIndex((found) => {
		seen += found;
		return seen >= half && seen > 0;
	});
}

/** Standard error of a share over so many runs. */
export const standardError = (share: number, runs: number): number => Math.sqrt((share * (1 - share)) / runs);
