/**
 * Likelihood of how events split between the slots, block by block.
 *
 * Given the k events of a block, whatever swings both slots share has no part in how they split: c of k fall on the canary
 * with c ~ Bin(k, p), logit p = log(n_canary / n_stable) + shift + u. The log ratio `u` is what the slots do against each
 * other without any harm; each model says how: not at all (`plain`), anew in each block (`swing`, the log ratio of two gamma
 * variables of shape a, so their variance is 1/a), or slowly (`drift`, an AR(1) on a grid, by the exact forward filter).
 * Sources: conditioning on totals, Lindon & Malek, arXiv 2011.03567; forward filter, Rabiner 1989, Proc. IEEE 77(2).
 */
import { coarseStride, firstShift, gridStep, shiftCount } from './grid.ts';

export type SplitModel =
	| { readonly kind: 'plain' }
	/** As `plain`, but no block counts for more than a few events: what is asked before swings are known. */
	| { readonly kind: 'sudden' }
	/** Swings of each slot have variance `1 / shape`. */
	| { readonly kind: 'swing'; readonly shape: number }
	/** Drift of the log ratio: stationary size, and what is left of it after one block. */
	| { readonly kind: 'drift'; readonly sd: number; readonly rho: number };

/** Events and requests of one block. */
export interface SplitBlock {
	readonly canaryEvents: number;
	readonly stableEvents: number;
	readonly canaryRequests: number;
	readonly stableRequests: number;
	/** Length in blocks of the usual length; longer after a gap. */
	readonly blocks: number;
}

/** What one model has made of all blocks so far: the log-likelihood of each shift, and where the drift may be. */
export interface SplitState {
	readonly model: SplitModel;
	readonly logLikelihood: Float64Array;
	/** Distance of the points of `logLikelihood` on the common grid. */
	readonly stride: number;
	/** For `drift`: the filter's distribution of u, one row for each point of `logLikelihood`; empty otherwise. */
	readonly filter: Float64Array;
}

/** A drift is followed this many standard deviations, and never beyond 6 (a slot 400 times worse). */
const driftReach = 3.3;
const furthestDrift = 60;
/** No swing of one block is taken to be beyond twentyfold: what is, and is counted well, is harm. In points of the grid. */
const swingReach = 30;

/**
 * No block is taken to tell the log ratio better than to about 13 % (information 60): with many events a minute the
 * smallest swing would otherwise count as proof. Counts beyond are scaled down together, which is conservative.
 */
export const informationCap = 60;

/**
 * For sudden harm a block counts for 24 events between equal slots at most, so that only a ratio of about five speaks in one
 * block, however many events there are: less than that is what slots with restless minutes do to each other.
 */
const suddenCap = 6;

/** What the counts are multiplied with so that a block does not tell more than `cap`. */
function scaleFor(block: SplitBlock, cap: number): number {
	const events = block.canaryEvents + block.stableEvents;
	const share = block.canaryRequests / (block.canaryRequests + block.stableRequests);
	const information = events * share * (1 - share);
	return information > cap ? cap / information : 1;
}

function capped(block: SplitBlock): SplitBlock {
	const scale = scaleFor(block, informationCap);
	if (scale === 1) return block;
	return { ...block, canaryEvents: block.canaryEvents * scale, stableEvents: block.stableEvents * scale };
}

/** log of Bin(c | k, p) without the coefficient, for log ratios on the grid from `from`, `count` points. */
function emissions(block: SplitBlock, from: number, count: number): Float64Array {
	const offset = Math.log(block.canaryRequests / block.stableRequests);
	const out = new Float64Array(count);
	for (let index = 0; index < count; index += 1) {
		const logit = offset + from + index * gridStep;
		// log p and log(1 - p) without cancellation.
		const soft = Math.log1p(Math.exp(-Math.abs(logit)));
		const logP = logit >= 0 ? -soft : logit - soft;
		const logQ = logit >= 0 ? -logit - soft : -soft;
		out[index] = block.canaryEvents * logP + block.stableEvents * logQ;
	}
	return out;
}

/** Weights of u for gamma swings of a shape: density of log(G1/G2) is e^{au} / (1+e^u)^{2a} up to a constant. */
function swingWeights(shape: number): Float64Array {
	const weights = new Float64Array(2 * swingReach + 1);
	let sum = 0;
	for (let index = 0; index < weights.length; index += 1) {
		const u = (index - swingReach) * gridStep;
		const weight = Math.exp(shape * u - 2 * shape * Math.log1p(Math.exp(u)));
		weights[index] = weight;
		sum += weight;
	}
	return weights.map((weight) => weight / sum);
}

/** States of a drift on either side of none, in steps of the common grid. */
function driftHalf(sd: number): number {
	return Math.max(2, Math.min(furthestDrift, Math.round((driftReach * sd) / gridStep)));
}

interface Transition {
	readonly half: number;
	readonly stationary: Float64Array;
	/** Row-major: from each state to each state. */
	readonly matrix: Float64Array;
	/** States further from the expected one than this are out of reach in one block. */
	readonly band: number;
	/** Where the drift is expected after one block, as an index of a state; one for each state. */
	readonly centre: Int32Array;
}

function driftTransition(sd: number, rho: number): Transition {
	const half = driftHalf(sd);
	const size = 2 * half + 1;
	const spread = sd * Math.sqrt(1 - rho * rho);
	const normal = (x: number, scale: number) => Math.exp((-0.5 * x * x) / (scale * scale));
	const stationary = Float64Array.from({ length: size }, (_, index) => normal((index - half) * gridStep, sd));
	const total = stationary.reduce((sum, value) => sum + value, 0);
	const matrix = new Float64Array(size * size);
	for (let from = 0; from < size; from += 1) {
		let sum = 0;
		for (let to = 0; to < size; to += 1) {
			const weight = normal((to - half - rho * (from - half)) * gridStep, spread);
			matrix[from * size + to] = weight;
			sum += weight;
		}
		for (let to = 0; to < size; to += 1) matrix[from * size + to] = (matrix[from * size + to] ?? 0) / sum;
	}
	return {
		half,
		stationary: stationary.map((value) => value / total),
		matrix,
		band: Math.ceil((4 * spread) / gridStep) + 1,
		centre: Int32Array.from({ length: size }, (_, from) => half + Math.round(rho * (from - half))),
	};
}

/** Tables that depend on the models only; made once for a deployment's judge and never changed. */
export interface SplitTables {
	readonly models: readonly SplitModel[];
	readonly swings: ReadonlyMap<SplitModel, Float64Array>;
	readonly drifts: ReadonlyMap<SplitModel, Transition>;
	/** How far beyond the common grid the blocks are looked at, in points. */
	readonly reach: number;
}

export function splitTables(models: readonly SplitModel[]): SplitTables {
	const swings = new Map<SplitModel, Float64Array>();
	const drifts = new Map<SplitModel, Transition>();
	for (const model of models) {
		if (model.kind === 'swing') swings.set(model, swingWeights(model.shape));
		if (model.kind === 'drift') drifts.set(model, driftTransition(model.sd, model.rho));
	}
	const halves = [...drifts.values()].map(({ half }) => half);
	return { models, swings, drifts, reach: Math.max(swingReach, ...halves) };
}

/** Before the first block nothing speaks for or against any shift. */
export function startSplit(tables: SplitTables): readonly SplitState[] {
	return tables.models.map((model) => {
		const stride = model.kind === 'plain' || model.kind === 'sudden' ? 1 : coarseStride;
		return {
			model,
			logLikelihood: new Float64Array(Math.ceil(shiftCount / stride)),
			stride,
			filter: new Float64Array(0),
		};
	});
}

function addPlain(state: SplitState, logs: Float64Array, reach: number, scale: number): SplitState {
	const logLikelihood = state.logLikelihood.map((value, shift) => value + scale * (logs[shift + reach] ?? 0));
	return { ...state, logLikelihood };
}

function addSwing(
	state: SplitState,
	likelihoods: Float64Array,
	top: number,
	reach: number,
	weights: Float64Array,
): SplitState {
	const first = reach - swingReach;
	const logLikelihood = state.logLikelihood.map((value, point) => {
		const from = point * state.stride + first;
		let sum = 0;
		for (let index = 0; index < weights.length; index += 1) {
			sum += (weights[index] ?? 0) * (likelihoods[from + index] ?? 0);
		}
		return value + top + Math.log(Math.max(sum, Number.MIN_VALUE));
	});
	return { ...state, logLikelihood };
}

/** One row of the filter a step further in time. */
function moved(row: Float64Array, { matrix, band, centre }: Transition, out: Float64Array): void {
	const size = row.length;
	out.fill(0);
	for (let from = 0; from < size; from += 1) {
		const weight = row[from] ?? 0;
		if (weight < 1e-9) continue;
		const middle = centre[from] ?? 0;
		const end = Math.min(size, middle + band + 1);
		for (let to = Math.max(0, middle - band); to < end; to += 1) {
			out[to] = (out[to] ?? 0) + weight * (matrix[from * size + to] ?? 0);
		}
	}
}

/** After this many blocks without data the drift is where it likes: its stationary law. */
const forgottenAfter = 12;

function addDrift(
	state: SplitState,
	likelihoods: Float64Array,
	top: number,
	reach: number,
	transition: Transition,
	blocks: number,
): SplitState {
	const size = 2 * transition.half + 1;
	const isFresh = state.filter.length === 0 || blocks > forgottenAfter;
	const points = state.logLikelihood.length;
	const filter = new Float64Array(points * size);
	const logLikelihood = new Float64Array(points);
	let row = new Float64Array(size);
	let next = new Float64Array(size);
	const steps = Math.max(1, Math.round(blocks));
	for (let point = 0; point < points; point += 1) {
		if (isFresh) row.set(transition.stationary);
		else row.set(state.filter.subarray(point * size, (point + 1) * size));
		for (let step = 0; !isFresh && step < steps; step += 1) {
			moved(row, transition, next);
			[row, next] = [next, row];
		}
		let sum = 0;
		for (let index = 0; index < size; index += 1) {
			const weight = (row[index] ?? 0) * (likelihoods[point * state.stride + reach - transition.half + index] ?? 0);
			row[index] = weight;
			sum += weight;
		}
		const safe = Math.max(sum, Number.MIN_VALUE);
		// A block that no drift explains says nothing about where the drift is, and must not end the filter.
		const isLost = !(sum > 0);
		for (let index = 0; index < size; index += 1) {
			filter[point * size + index] = isLost ? (transition.stationary[index] ?? 0) : (row[index] ?? 0) / safe;
		}
		logLikelihood[point] = (state.logLikelihood[point] ?? 0) + top + Math.log(safe);
	}
	return { ...state, filter, logLikelihood };
}

/** True when the block says anything about the split at all. */
function isTelling(block: SplitBlock): boolean {
	return block.canaryRequests > 0 && block.stableRequests > 0 && block.canaryEvents + block.stableEvents > 0;
}

/** The states after one more block. A block without events in either slot, or with an idle slot, changes nothing. */
export function observeBlock(
	tables: SplitTables,
	states: readonly SplitState[],
	given: SplitBlock,
): readonly SplitState[] {
	if (!isTelling(given)) return states;
	const block = capped(given);
	const { reach } = tables;
	const from = firstShift - reach * gridStep;
	const logs = emissions(block, from, shiftCount + 2 * reach);
	const top = logs.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
	const likelihoods = logs.map((value) => Math.exp(value - top));
	return states.map((state) => {
		const { model } = state;
		if (model.kind === 'plain') return addPlain(state, logs, reach, 1);
		if (model.kind === 'sudden') return addPlain(state, logs, reach, scaleFor(block, suddenCap));
		if (model.kind === 'swing') {
			return addSwing(state, likelihoods, top, reach, tables.swings.get(model) ?? new Float64Array(0));
		}
		const transition = tables.drifts.get(model);
		return transition === undefined ? state : addDrift(state, likelihoods, top, reach, transition, block.blocks);
	});
}
