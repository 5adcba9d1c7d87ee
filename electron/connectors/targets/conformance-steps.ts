/** What the conformance suite needs of a target, and the steps its tests are made of. */
import { expect } from 'vitest';
import type { ErrorCode, Result } from '../../../shared/domain/result.ts';
import type { SlotName, TargetState } from '../../../shared/domain/target/model.ts';
import { allTrafficTo, splitTraffic } from '../../../shared/domain/target/model.ts';
import type { Target } from '../../engine/ports.ts';

/** Where requests of users really ended. */
export interface TrafficCount {
	readonly blue: number;
	readonly green: number;
	/** Requests without a good answer. */
	readonly failed: number;
}

/** One fresh target in which nothing runs yet. Each test gets its own. */
export interface TargetHarness {
	readonly target: Target;
	readonly versions: {
		readonly first: string;
		readonly second: string;
		/** A version that nobody has. */
		readonly unknown: string;
		/** Starts, but never becomes healthy (it must not end by itself). */
		readonly broken: string;
	};
	/** Longest time that a deploy of `broken` may take until it is given up, ms. */
	readonly brokenDeployLimitMs: number;
	/** Whether the target remembers the highest fence and refuses older ones with `lease-lost`. */
	readonly knowsFences: boolean;
	/** Sends `count` requests as a user would; null where the target serves nobody. */
	readonly sendRequests: ((count: number) => Promise<TrafficCount>) | null;
	/** Makes the target's control unreachable. */
	breakTarget(): Promise<void>;
	/** Makes it reachable again; what it forgot is not asked for. */
	mendTarget(): Promise<void>;
	/** Ends everything that the harness and the target started. */
	dispose(): Promise<void>;
}

/** Version `first` in blue with the traffic; `second` in green with `percent` of it, or nothing in green for null. */
export async function standing({ target, versions }: TargetHarness, percent: number | null): Promise<void> {
	value(await target.deploy({ slot: 'blue', version: versions.first, fence: 1 }));
	value(await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
	if (percent === null) return;
	value(await target.deploy({ slot: 'green', version: versions.second, fence: 1 }));
	if (percent > 0) value(await target.setTraffic({ split: splitTraffic('green', percent), fence: 1 }));
}

/** What stood in blue still stands there and has all users. */
export async function expectUnharmed(harness: TargetHarness): Promise<void> {
	const state = value(await harness.target.inspect());
	expect(state.slots.blue).toMatchObject({ version: harness.versions.first, health: 'up', weightPercent: 100 });
	expect(state.slots.green.weightPercent).toBe(0);
	expect(state.slots.green.version).not.toBe(harness.versions.unknown);
	await expectTrafficFollows(harness, 0);
}

/** Bound: more than four standard deviations of a fair coin for 300 requests, so that a random router passes too. */
export async function expectTrafficFollows(harness: TargetHarness, greenPercent: number): Promise<void> {
	const count = await harness.sendRequests?.(300);
	if (count === undefined) return;
	expect(count.failed).toBe(0);
	const share = (100 * count.green) / (count.blue + count.green);
	if (greenPercent === 0 || greenPercent === 100) expect(share).toBe(greenPercent);
	else expect(Math.abs(share - greenPercent)).toBeLessThan(greenPercent === 5 ? 5 : 12);
}

/** One call of each operation, for what must be so of all of them. */
export function calls(
	{ target, versions }: TargetHarness,
	signal?: AbortSignal,
): readonly (() => Promise<Result<TargetState>>)[] {
	return [
		() => target.inspect(signal),
		() => target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }, signal),
		() => target.deploy({ slot: 'green', version: versions.first, fence: 1 }, signal),
		() => target.retire({ slot: 'green', fence: 1 }, signal),
	];
}

/** The answer of a call, or a failed test when it takes longer than `limitMs`. */
export async function soon<T>(call: () => Promise<T>, limitMs: number): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error(`No answer within ${limitMs} ms.`)), limitMs);
	});
	return Promise.race([call(), late]).finally(() => clearTimeout(timer));
}

/** Waits until it is so; a failed test when it is not within `limitMs`. */
export async function eventually(isSo: () => Promise<boolean>, limitMs: number): Promise<void> {
	const deadline = performance.now() + limitMs;
	while (!(await isSo())) {
		if (performance.now() > deadline) throw new Error(`Still not so after ${limitMs} ms.`);
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
}

/** The value of a success; anything else fails the test with its words. */
export function value<T>(result: Result<T> | undefined): T {
	if (result === undefined || !result.ok) throw new Error(`Expected a success, got ${JSON.stringify(result)}`);
	return result.value;
}

/** The code of a failure. */
export function code(result: Result<unknown>): ErrorCode | 'success' {
	return result.ok ? 'success' : result.problem.code;
}

/** What runs where, without times and counters. */
export function facts(state: TargetState): Record<SlotName, { version: string | null; health: string }> {
	const fact = (slot: SlotName) => ({ version: state.slots[slot].version, health: state.slots[slot].health });
	return { blue: fact('blue'), green: fact('green') };
}
