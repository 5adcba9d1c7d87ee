/** Laws of the split of events in independent code, to hold the grid's against; and blocks for tests. */
import { logBeta, logChoose } from '../../statistics/gamma.ts';
import { interpolate } from './grid.ts';
import {
	type SplitBlock,
	type SplitModel,
	type SplitState,
	type SplitTables,
	observeBlock,
	startSplit,
} from './split-likelihood.ts';

/** A block of 10 000 requests. */
export function blockOf(canaryEvents: number, stableEvents: number, share = 0.5, blocks = 1): SplitBlock {
	const canaryRequests = 10_000 * share;
	return { canaryEvents, stableEvents, canaryRequests, stableRequests: 10_000 - canaryRequests, blocks };
}

export function observeAll(tables: SplitTables, blocks: readonly SplitBlock[]): readonly SplitState[] {
	return blocks.reduce((states, block) => observeBlock(tables, states, block), startSplit(tables));
}

/** log-likelihood of one model at a shift. */
export function logAt(states: readonly SplitState[], shift: number, index = 0): number {
	const state = states[index];
	return state === undefined ? Number.NaN : interpolate(state.logLikelihood, shift, state.stride);
}

/** log of p^c q^s at a log ratio; the coefficient is left out. */
export function logSplit(
	{ canaryEvents, stableEvents, canaryRequests, stableRequests }: SplitBlock,
	shift: number,
): number {
	const logit = Math.log(canaryRequests / stableRequests) + shift;
	const log = (x: number) => (x > 0 ? -Math.log1p(Math.exp(-x)) : x - Math.log1p(Math.exp(x)));
	return canaryEvents * log(logit) + stableEvents * log(-logit);
}

/** What the slots do against each other, finely: up to a swing of twentyfold, or 3.3 standard deviations of a drift. */
export function swingsOf(model: SplitModel): readonly (readonly [u: number, chance: number])[] {
	if (model.kind === 'plain' || model.kind === 'sudden') return [[0, 1]];
	const reach = model.kind === 'swing' ? 3 : 3.3 * model.sd;
	const density = (u: number) =>
		model.kind === 'swing'
			? Math.exp(model.shape * u - 2 * model.shape * Math.log1p(Math.exp(u)) - logBeta(model.shape, model.shape))
			: Math.exp(-0.5 * (u / model.sd) ** 2);
	const points = Array.from({ length: 601 }, (_, index) => ((index - 300) / 300) * reach);
	const total = points.reduce((sum, u) => sum + density(u), 0);
	return points.map((u) => [u, density(u) / total] as const);
}

/** Chances of 0..k events on the canary in one block. */
export function splitLaw(model: SplitModel, events: number, share: number, shift: number): readonly number[] {
	const swings = swingsOf(model);
	return Array.from({ length: events + 1 }, (_, canary) => {
		const choices = logChoose(events, canary);
		const block = blockOf(canary, events - canary, share);
		return swings.reduce((sum, [u, chance]) => sum + chance * Math.exp(choices + logSplit(block, shift + u)), 0);
	});
}
