/** Suites of one service as columns, and how many of its tests were flaky at any instant. */
import { countUpTo } from '../../../shared/domain/delivery/quantiles.ts';
import type { TestState } from '../../../shared/domain/tests/model.ts';

export interface SuiteColumns {
	/** Suites: when, ascending; wall clock and summed durations in ms, NaN where not known; 1: nearly everything failed. */
	readonly at: Float64Array;
	readonly wall: Float64Array;
	readonly summed: Float64Array;
	readonly isMass: Uint8Array;
	/** From each instant on: tests that are flaky, and tests that can be judged. */
	readonly stepAt: Float64Array;
	readonly flaky: Float64Array;
	readonly judged: Float64Array;
}

export interface SuiteRow {
	readonly at: number;
	readonly wallMs: number | null;
	readonly summedMs: number | null;
	readonly isMassFailure: boolean;
}

export interface TestStep {
	readonly at: number;
	readonly flaky: number;
	readonly judged: number;
}

const headerBytes = 8;

/** `suites` and `steps` in order of time. */
export function writeSuites(suites: readonly SuiteRow[], steps: readonly TestStep[]): Uint8Array {
	const bytes = new Uint8Array(sizeOf(suites.length, steps.length));
	const header = new DataView(bytes.buffer);
	header.setUint32(0, suites.length, true);
	header.setUint32(4, steps.length, true);
	const columns = readSuites(bytes);
	for (const [index, suite] of suites.entries()) {
		columns.at[index] = suite.at;
		columns.wall[index] = suite.wallMs ?? Number.NaN;
		columns.summed[index] = suite.summedMs ?? Number.NaN;
		columns.isMass[index] = suite.isMassFailure ? 1 : 0;
	}
	for (const [index, step] of steps.entries()) {
		columns.stepAt[index] = step.at;
		columns.flaky[index] = step.flaky;
		columns.judged[index] = step.judged;
	}
	return bytes;
}

export function readSuites(blob: Uint8Array): SuiteColumns {
	const bytes = blob.byteOffset % 8 === 0 ? blob : blob.slice();
	const header = new DataView(bytes.buffer, bytes.byteOffset, headerBytes);
	const [suites, steps] = [header.getUint32(0, true), header.getUint32(4, true)];
	if (sizeOf(suites, steps) !== bytes.byteLength) throw new Error('the suites of a service are damaged');
	let at = bytes.byteOffset + headerBytes;
	const floats = (length: number) => {
		const column = new Float64Array(bytes.buffer, at, length);
		at += length * 8;
		return column;
	};
	return {
		...{ at: floats(suites), wall: floats(suites), summed: floats(suites) },
		...{ stepAt: floats(steps), flaky: floats(steps), judged: floats(steps) },
		isMass: new Uint8Array(bytes.buffer, at, suites),
	};
}

function sizeOf(suites: number, steps: number): number {
	return headerBytes + (suites + steps) * 24 + suites;
}

/** The life of one test. */
export interface TestLife {
	readonly spans: readonly { readonly from: number; readonly state: TestState }[];
	/** When it was there, if only skipped; ascending. */
	readonly seen: readonly number[];
}

/**
 * How many tests were flaky, and could be judged, from each instant on. A test that does not show up any more in newer results
 * of its service leaves: at the first of them that lies a window after its last one (`isStillThere`). `suites`: instants of the
 * service's results, ascending.
 */
export function stepsOf(lives: readonly TestLife[], suites: readonly number[], windowMs: number): readonly TestStep[] {
	const changes = new Map<number, { flaky: number; judged: number }>();
	const change = (at: number, state: TestState, by: 1 | -1) => {
		if (state === 'new') return;
		const sum = changes.get(at) ?? { flaky: 0, judged: 0 };
		sum.judged += by;
		if (state === 'flaky') sum.flaky += by;
		changes.set(at, sum);
	};
	for (const { spans, seen } of lives) {
		for (const { from, to } of presence(seen, suites, windowMs)) {
			for (const [index, span] of spans.entries()) {
				const begins = Math.max(from, span.from);
				const ends = Math.min(to, spans[index + 1]?.from ?? Number.POSITIVE_INFINITY);
				if (ends <= begins) continue;
				change(begins, span.state, 1);
				if (ends !== Number.POSITIVE_INFINITY) change(ends, span.state, -1);
			}
		}
	}
	let [flaky, judged] = [0, 0];
	return [...changes]
		.sort(([one], [other]) => one - other)
		.map(([at, sum]) => {
			flaky += sum.flaky;
			judged += sum.judged;
			return { at, flaky, judged };
		});
}

interface Stay {
	readonly from: number;
	readonly to: number;
}

function presence(seen: readonly number[], suites: readonly number[], windowMs: number): readonly Stay[] {
	const stays: Stay[] = [];
	let from: number | null = null;
	for (const [index, at] of seen.entries()) {
		from ??= at;
		const next = seen[index + 1] ?? Number.POSITIVE_INFINITY;
		const left = suites[countUpTo(suites, at + windowMs, false)] ?? Number.POSITIVE_INFINITY;
		if (left >= next && next !== Number.POSITIVE_INFINITY) continue;
		stays.push({ from, to: left });
		from = null;
	}
	return stays;
}
