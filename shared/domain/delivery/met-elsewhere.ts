/** What users last met of a service in its other environments of production: an incident that names none is of one of them. */
import { compareText, countPassing } from '../order.ts';
import type { PlacedDeployment } from './place.ts';
import { canFail, type Standing } from './standing.ts';

/** What users met of one environment. */
export interface MetHistory {
	readonly environment: string;
	readonly placed: readonly PlacedDeployment[];
	readonly standings: readonly Standing[];
}

/** A deployment that users had met at an instant. */
export interface LastMet {
	readonly environment: string;
	/** Index among the deployments of its environment. */
	readonly deployment: number;
	readonly metAt: number;
	readonly at: number;
}

/** The last counted or taken-back deployment of one environment that users had met at an instant; null: none. */
export function lastMetIn({ environment, placed, standings }: MetHistory): (instant: number) => LastMet | null {
	const met = placed
		.map(({ metAt, at }, deployment) => ({ environment, metAt, at, deployment }))
		.filter(({ deployment }) => canFail(standings[deployment]?.standing))
		.sort((left, right) => left.metAt - right.metAt || left.deployment - right.deployment);
	return (instant) => met[countPassing(met, ({ metAt }) => metAt <= instant) - 1] ?? null;
}

/** The same of several environments: what was met last; of two at once what ended later, then by the environment's name. */
export function lastMetOf(histories: readonly MetHistory[]): (instant: number) => LastMet | null {
	const each = histories.map(lastMetIn);
	return (instant) =>
		each
			.flatMap((find) => find(instant) ?? [])
			.sort(
				(left, right) =>
					right.metAt - left.metAt || right.at - left.at || compareText(left.environment, right.environment),
			)[0] ?? null;
}
