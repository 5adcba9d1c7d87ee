/** How often chance alone rolls a good release back: simulated canaries whose slots are equal in everything. */
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from './defaults.ts';
import { measured, wellSlot } from './fixtures.ts';
import type { HealthPolicy, JudgeInput, Reason } from './model.ts';
import { throughputRules } from './throughput-rules.ts';

type Random = () => number;

/** Seeded (mulberry32), so that a failure repeats. */
function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** Requests of a window in which `mean` are expected; the normal distribution stands in where nobody could tell. */
function poisson(random: Random, mean: number): number {
	if (mean > 500) {
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)));
	}
	const floor = Math.exp(-mean);
	let count = 0;
	for (let product = random(); product > floor; product *= random()) count += 1;
	return count;
}

const windowSeconds = 120;
const looks = 60;
const runs = 400;

interface Traffic {
	/** Requests a second of both slots together. */
	readonly rate: number;
	/** Per cent of the canary. */
	readonly weight: number;
	/** Share of its requests that the canary loses, 0..1. */
	readonly lost?: number;
}

function look(random: Random, { rate, weight, lost = 0 }: Traffic): JudgeInput {
	const slot = (name: 'green' | 'blue', share: number) => {
		const requests = poisson(random, rate * windowSeconds * share);
		const throughput = requests / windowSeconds;
		return { ...wellSlot(name, { requests }), throughput: measured('throughput', name, throughput, requests) };
	};
	return {
		at: 1_760_000_000_000,
		canary: slot('green', (weight / 100) * (1 - lost)),
		stable: slot('blue', 1 - weight / 100),
		weights: { canary: weight, stable: 100 - weight },
	};
}

const hasFailed = (reasons: readonly Reason[]): boolean => reasons.some(({ outcome }) => outcome === 'failed');

function failedLooks(seed: number, traffic: Traffic, count: number, policy: HealthPolicy = defaultHealthPolicy) {
	const random = seeded(seed);
	return Array.from({ length: count }, () => hasFailed(throughputRules(policy, look(random, traffic))));
}

const small: HealthPolicy = { ...defaultHealthPolicy, minimumRequests: 30 };

describe('equal slots', () => {
	it.each<[Traffic, HealthPolicy]>([
		[{ rate: 80, weight: 5 }, defaultHealthPolicy],
		[{ rate: 20, weight: 5 }, defaultHealthPolicy],
		[{ rate: 10, weight: 10 }, defaultHealthPolicy],
		[{ rate: 80, weight: 25 }, defaultHealthPolicy],
		[{ rate: 3, weight: 50 }, defaultHealthPolicy],
		[{ rate: 80, weight: 50 }, defaultHealthPolicy],
		[{ rate: 400, weight: 5 }, defaultHealthPolicy],
		[{ rate: 20, weight: 95 }, defaultHealthPolicy],
		[{ rate: 5, weight: 99 }, defaultHealthPolicy],
		[{ rate: 8, weight: 5 }, small],
	])('$rate requests/s at $weight %: chance rolls back fewer than 2 canaries of 100', (traffic, policy) => {
		const canaries = Array.from({ length: runs }, (_, run) => failedLooks(run + 1, traffic, looks, policy));
		expect(canaries.filter((failed) => failed.includes(true)).length / runs).toBeLessThan(0.02);
	});
});

describe('a canary that loses half of its traffic', () => {
	it.each<Traffic>([
		{ rate: 80, weight: 5, lost: 0.5 },
		{ rate: 40, weight: 10, lost: 0.5 },
		{ rate: 80, weight: 25, lost: 0.5 },
		{ rate: 10, weight: 50, lost: 0.5 },
	])('$rate requests/s at $weight %: found within three looks', (traffic) => {
		for (let seed = 1; seed <= 100; seed += 1) expect(failedLooks(seed, traffic, 3)).toContain(true);
	});
});

it('a change beyond the limit that may be chance is told with its numbers, and decides nothing', () => {
	const reasons = throughputRules(defaultHealthPolicy, {
		...look(seeded(1), { rate: 80, weight: 5 }),
		canary: { ...wellSlot('green'), throughput: measured('throughput', 'green', 3.5, 420) },
		stable: { ...wellSlot('blue'), throughput: measured('throughput', 'blue', 76, 9_120) },
	});
	expect(reasons.map(({ outcome }) => outcome)).toEqual(['not-judged', 'passed']);
	expect(reasons[0]?.text).toMatch(
		/12\.5 % below .* limit 10 %.*not judged: 420 requests and 9.120 requests scatter by/u,
	);
});
