/**
 * What every target must do, as tests. A new target writes a harness and calls `targetConformance` from its
 * integration test; nothing here knows any product.
 */
import { describe, expect, test } from 'vitest';
import { allTrafficTo, observedSplit, sameSplit, splitTraffic } from '../../../shared/domain/target/model.ts';
import { harnessOfEachTest } from '../../testing/harness.ts';
import {
	calls,
	code,
	eventually,
	expectTrafficFollows,
	expectUnharmed,
	facts,
	soon,
	standing,
	type TargetHarness,
	value,
} from './conformance-steps.ts';

export type { TargetHarness } from './conformance-steps.ts';

type Use = () => TargetHarness;

/** Registers the suite under `name`. `makeHarness` runs before each test. */
export function targetConformance(name: string, makeHarness: () => Promise<TargetHarness>): void {
	describe(`target conformance: ${name}`, () => {
		const use = harnessOfEachTest(makeHarness);
		describe('inspect', () => inspectTests(use));
		describe('deploy', () => deployTests(use));
		describe('setTraffic', () => trafficTests(use));
		describe('retire', () => retireTests(use));
		describe('trouble', () => troubleTests(use));
	});
}

function inspectTests(use: Use): void {
	test('changes nothing, and says the same twice', async () => {
		const harness = use();
		await standing(harness, 25);
		const once = value(await harness.target.inspect());
		const twice = value(await harness.target.inspect());
		expect(facts(twice)).toEqual(facts(once));
		expect(facts(once)).toEqual({
			blue: { version: harness.versions.first, health: 'up' },
			green: { version: harness.versions.second, health: 'up' },
		});
		expect(once.slots.blue.addresses.length).toBeGreaterThan(0);
	});

	test('a place where nothing runs has no version and no traffic', async () => {
		const state = value(await use().target.inspect());
		for (const slot of [state.slots.blue, state.slots.green]) {
			expect(slot.version).toBeNull();
			expect(slot.health).not.toBe('up');
			expect(slot.weightPercent).toBe(0);
		}
	});
}

function deployTests(use: Use): void {
	test('runs the version and leaves the traffic alone', async () => {
		const { target, versions } = use();
		const first = value(await target.deploy({ slot: 'blue', version: versions.first, fence: 1 }));
		expect(first.slots.blue).toMatchObject({ version: versions.first, health: 'up', weightPercent: 0 });
		value(await target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
		const second = value(await target.deploy({ slot: 'green', version: versions.second, fence: 1 }));
		expect(second.slots.green).toMatchObject({ version: versions.second, health: 'up' });
		expect(observedSplit(second)).toEqual(allTrafficTo('blue'));
	});

	test('the version that is already up is a success without effect', async () => {
		const harness = use();
		await standing(harness, 25);
		const before = value(await harness.target.inspect());
		const again = value(await harness.target.deploy({ slot: 'green', version: harness.versions.second, fence: 1 }));
		expect(facts(again)).toEqual(facts(before));
		expect(observedSplit(again)).toEqual(observedSplit(before));
		expect(again.slots.green.addresses).toEqual(before.slots.green.addresses);
	});

	test('an unknown version is refused and harms nothing', async () => {
		const harness = use();
		await standing(harness, null);
		const answer = await harness.target.deploy({ slot: 'green', version: harness.versions.unknown, fence: 1 });
		expect(code(answer)).toBe('unknown-version');
		await expectUnharmed(harness);
	});

	test('a version that never becomes healthy is given up in time and harms nothing', async () => {
		const harness = use();
		await standing(harness, null);
		const started = performance.now();
		const answer = await harness.target.deploy({ slot: 'green', version: harness.versions.broken, fence: 1 });
		expect(['slot-not-ready', 'deploy-failed']).toContain(code(answer));
		expect(performance.now() - started).toBeLessThan(harness.brokenDeployLimitMs);
		await expectUnharmed(harness);
	});

	test('a slot with a broken version can be deployed to again', async () => {
		const harness = use();
		await standing(harness, null);
		await harness.target.deploy({ slot: 'green', version: harness.versions.broken, fence: 1 });
		const mended = value(await harness.target.deploy({ slot: 'green', version: harness.versions.second, fence: 1 }));
		expect(mended.slots.green).toMatchObject({ version: harness.versions.second, health: 'up' });
		await expectUnharmed(harness);
	});
}

function trafficTests(use: Use): void {
	test.for([[[5, 25, 0]], [[50, 100, 0]]])('takes shares for the new slot of %j and says so', async ([shares]) => {
		const harness = use();
		await standing(harness, null);
		value(await harness.target.deploy({ slot: 'green', version: harness.versions.second, fence: 1 }));
		for (const percent of shares ?? []) {
			const split = splitTraffic('green', percent);
			const answer = value(await harness.target.setTraffic({ split, fence: 1 }));
			expect(sameSplit(observedSplit(answer), split)).toBe(true);
			expect(sameSplit(observedSplit(value(await harness.target.inspect())), split)).toBe(true);
			await expectTrafficFollows(harness, percent);
		}
	});

	test('the same split twice is a success', async () => {
		const harness = use();
		await standing(harness, 25);
		const split = splitTraffic('green', 25);
		for (let time = 0; time < 2; time++) {
			const state = value(await harness.target.setTraffic({ split, fence: 1 }));
			expect(sameSplit(observedSplit(state), split)).toBe(true);
		}
	});

	test('calls at the same time end in the split that was asked for last', async () => {
		const harness = use();
		await standing(harness, 0);
		const answers = [25, 75, 50, 10].map((percent) =>
			harness.target.setTraffic({ split: splitTraffic('green', percent), fence: 1 }),
		);
		value((await Promise.all(answers)).at(-1));
		const split = observedSplit(value(await harness.target.inspect()));
		expect(sameSplit(split, splitTraffic('green', 10))).toBe(true);
	});

	test('no request is lost while traffic moves to and fro', async () => {
		const harness = use();
		if (harness.sendRequests === null) return;
		await standing(harness, 0);
		let isCounting = true;
		const counting = harness.sendRequests(600).finally(() => {
			isCounting = false;
		});
		do {
			for (const percent of [5, 25, 100, 0, 50, 0]) {
				value(await harness.target.setTraffic({ split: splitTraffic('green', percent), fence: 1 }));
			}
		} while (isCounting);
		const count = await counting;
		expect(count.failed).toBe(0);
		expect(count.blue + count.green).toBe(600);
	});
}

function retireTests(use: Use): void {
	test('is refused while the slot has traffic, and ends it when it has none', async () => {
		const harness = use();
		await standing(harness, 25);
		expect(code(await harness.target.retire({ slot: 'green', fence: 1 }))).toBe('target-refused');
		const kept = value(await harness.target.inspect());
		expect(kept.slots.green).toMatchObject({ version: harness.versions.second, health: 'up' });

		value(await harness.target.setTraffic({ split: allTrafficTo('blue'), fence: 1 }));
		const retired = value(await harness.target.retire({ slot: 'green', fence: 1 }));
		expect(retired.slots.green).toMatchObject({ version: null, health: 'empty', weightPercent: 0 });
		await expectUnharmed(harness);
	});

	test('an empty slot is a success, as often as one likes', async () => {
		const harness = use();
		await standing(harness, null);
		for (let time = 0; time < 2; time++) {
			const state = value(await harness.target.retire({ slot: 'green', fence: 1 }));
			expect(state.slots.green.health).toBe('empty');
		}
		await expectUnharmed(harness);
	});

	test('a retired slot can be deployed to again', async () => {
		const harness = use();
		await standing(harness, 0);
		value(await harness.target.retire({ slot: 'green', fence: 1 }));
		const state = value(await harness.target.deploy({ slot: 'green', version: harness.versions.second, fence: 1 }));
		expect(state.slots.green).toMatchObject({ version: harness.versions.second, health: 'up' });
	});
}

function troubleTests(use: Use): void {
	test('an aborted signal ends each call at once and changes nothing', async () => {
		const harness = use();
		await standing(harness, 25);
		for (const call of calls(harness, AbortSignal.abort())) {
			expect(code(await soon(call, 1000))).toBe('cancelled');
		}
		expect(sameSplit(observedSplit(value(await harness.target.inspect())), splitTraffic('green', 25))).toBe(true);
	});

	test('an abort ends a deploy that waits, and the slot can be deployed to again', async () => {
		const harness = use();
		await standing(harness, null);
		const abort = new AbortController();
		const waiting = harness.target.deploy({ slot: 'green', version: harness.versions.broken, fence: 1 }, abort.signal);
		setTimeout(() => abort.abort(), 50);
		expect(code(await soon(() => waiting, 3000))).toBe('cancelled');
		await expectUnharmed(harness);
		value(await harness.target.deploy({ slot: 'green', version: harness.versions.second, fence: 1 }));
	});

	test('an unreachable target is told within seconds, and is found again', async () => {
		const harness = use();
		await standing(harness, 25);
		await harness.breakTarget();
		const answers = await Promise.all(calls(harness).map((call) => soon(call, 5000)));
		for (const answer of answers) {
			expect(code(answer)).toBe('target-unreachable');
			expect(answer.ok || answer.problem.retryable).toBe(true);
		}
		await harness.mendTarget();
		await eventually(async () => (await harness.target.inspect()).ok, 5000);
	});

	test('an older fence is refused where the target can know', async () => {
		const harness = use();
		if (!harness.knowsFences) return;
		await standing(harness, 0);
		value(await harness.target.setTraffic({ split: splitTraffic('green', 25), fence: 7 }));
		const late = await harness.target.setTraffic({ split: splitTraffic('green', 75), fence: 6 });
		expect(code(late)).toBe('lease-lost');
		expect(code(await harness.target.retire({ slot: 'green', fence: 6 }))).toBe('lease-lost');
		expect(code(await harness.target.deploy({ slot: 'green', version: harness.versions.first, fence: 6 }))).toBe(
			'lease-lost',
		);
		expect(sameSplit(observedSplit(value(await harness.target.inspect())), splitTraffic('green', 25))).toBe(true);
	});
}
