import { describe, expect, test } from 'vitest';
import { allTrafficTo, splitTraffic } from '../../../../shared/domain/target/model.ts';
import type { Clock } from '../../../engine/ports.ts';
import { targetConformance } from '../conformance.ts';
import { createMemoryTarget } from './memory-target.ts';

const clock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(delayMs, run) {
		const timer = setTimeout(run, delayMs);
		return () => clearTimeout(timer);
	},
};

targetConformance('memory', async () => {
	const target = createMemoryTarget({
		clock,
		label: 'memory',
		versions: ['1.0.0', '2.0.0', '6.6.6'],
		brokenVersions: ['6.6.6'],
		readyTimeoutMs: 150,
	});
	return {
		target,
		versions: { first: '1.0.0', second: '2.0.0', unknown: '9.9.9', broken: '6.6.6' },
		brokenDeployLimitMs: 1000,
		knowsFences: true,
		sendRequests: async (count) => target.serve(count),
		breakTarget: async () => target.faults.unreachable(true),
		mendTarget: async () => target.faults.unreachable(false),
		dispose: () => target.close(),
	};
});

describe('faults of the memory target', () => {
	const standing = { slot: 'blue', version: '1.0.0' } as const;

	test('the next calls of one operation fail, the others do not', async () => {
		const target = createMemoryTarget({ clock, label: 'memory', standing });
		target.faults.failNext('setTraffic', 2);
		const split = splitTraffic('blue', 50);
		expect((await target.inspect()).ok).toBe(true);
		expect(await target.setTraffic({ split, fence: 1 })).toMatchObject({ problem: { code: 'target-unreachable' } });
		expect((await target.setTraffic({ split, fence: 1 })).ok).toBe(false);
		expect(target.split()).toEqual(allTrafficTo('blue'));
		expect((await target.setTraffic({ split, fence: 1 })).ok).toBe(true);
		expect(target.calls('setTraffic')).toBe(3);
		expect(target.askedSplits()).toEqual([split, split, split]);
	});

	test('a call that hangs goes on when it is released, and ends when it is aborted', async () => {
		const target = createMemoryTarget({ clock, label: 'memory', standing });
		const release = target.faults.hang('setTraffic');
		const abort = new AbortController();
		const kept = target.setTraffic({ split: splitTraffic('blue', 50), fence: 1 });
		const dropped = target.setTraffic({ split: splitTraffic('blue', 10), fence: 1 }, abort.signal);
		abort.abort();
		expect(await dropped).toMatchObject({ problem: { code: 'cancelled' } });
		expect(target.split()).toEqual(allTrafficTo('blue'));
		release();
		expect((await kept).ok).toBe(true);
		expect(target.split()).toEqual(splitTraffic('blue', 50));
	});

	test('weights that are not taken, a crash and a foreign hand are seen', async () => {
		const target = createMemoryTarget({ clock, label: 'memory', standing });
		target.faults.ignoreWeights(true);
		expect(await target.setTraffic({ split: splitTraffic('blue', 50), fence: 1 })).toMatchObject({
			problem: { code: 'traffic-not-taken', details: { blue: 100, green: 0 } },
		});
		target.faults.crashSlot('blue');
		target.faults.changeSplit({ blue: 70, green: 30 });
		expect(await target.inspect()).toMatchObject({
			value: { slots: { blue: { health: 'down', weightPercent: 70 }, green: { health: 'empty', weightPercent: 30 } } },
		});
		expect(target.serve(10)).toEqual({ blue: 0, green: 0, failed: 10 });
	});
});
