/**
 * What every source of facts must do, as tests. A new source writes a harness and calls `factsConformance` from its test; nothing
 * here knows any product.
 */
import { describe, expect, test } from 'vitest';
import { harnessOfEachTest } from '../../../testing/harness.ts';
import { factKeys, type FactsHarness, pullAll, pullSome, type Use } from './conformance-steps.ts';
import { troubleTests } from './conformance-trouble.ts';

export type { FactsHarness } from './conformance-steps.ts';

/** Registers the suite under `name`. `makeHarness` runs before each test. */
export function factsConformance(name: string, makeHarness: () => Promise<FactsHarness>): void {
	describe(`facts conformance: ${name}`, () => {
		const use = harnessOfEachTest(makeHarness);
		describe('pulls', () => {
			pullTests(use);
			cutTests(use);
		});
		describe('changes', () => changeTests(use));
		describe('trouble', () => troubleTests(use));
	});
}

function pullTests(use: Use): void {
	test('a source that has nothing to tell ends well', async () => {
		const pulled = await pullAll(use(), null);
		expect(pulled.failure).toBeNull();
		expect(pulled.facts).toEqual([]);
	});

	test('tells everything, beyond one page, in batches of bounded size with progress', async () => {
		const harness = use();
		const ids = await harness.world.fill(harness.beyondOnePage);
		const pulled = await pullAll(harness, null);
		expect(pulled.failure).toBeNull();
		expect(factKeys(harness, pulled.facts)).toEqual(new Set(ids));
		expect(pulled.leftOut).toEqual([]);
		for (const batch of pulled.batches) expect(batch.facts.length).toBeLessThanOrEqual(5000);
		const done = pulled.batches.map((batch) => batch.progress.done);
		expect(done).toEqual(done.toSorted((a, b) => a - b));
		expect(done.at(-1)).toBeGreaterThanOrEqual(ids.length);
		for (const { progress } of pulled.batches) {
			expect(progress.noun).not.toBe('');
			if (progress.total !== null) expect(progress.total).toBeGreaterThanOrEqual(progress.done);
		}
	});

	test('names its source in every fact, and tells only kinds that it announces', async () => {
		const harness = use();
		await harness.world.fill(5);
		const { facts } = await pullAll(harness, null);
		expect(facts.length).toBeGreaterThan(0);
		for (const fact of facts) {
			expect(harness.source.tells).toContain(fact.kind);
			if (fact.kind !== 'commit') expect(fact.source).toBe(harness.source.id);
		}
	});

	test('says from when on its facts are complete, no later than asked for where it can look back', async () => {
		const harness = use();
		await harness.world.fill(5);
		const { batches } = await pullAll(harness, null);
		const covered = batches.flatMap((batch) => batch.coveredFrom ?? []).at(-1);
		if (harness.looksBack) expect(covered).toBeLessThanOrEqual(harness.since);
		else expect(covered ?? harness.since).toBeGreaterThanOrEqual(harness.since);
	});

	test('a cursor that it does not understand begins anew', async () => {
		const harness = use();
		const ids = await harness.world.fill(5);
		for (const cursor of ['', '{"version":999}', 'null', '[]', '{"name":"__proto__"}']) {
			const pulled = await pullAll(harness, cursor);
			expect(pulled.failure).toBeNull();
			expect(factKeys(harness, pulled.facts)).toEqual(new Set(ids));
		}
	});
}

function cutTests(use: Use): void {
	test('cut off after any batch and gone on with its cursor, nothing is missing', async () => {
		const harness = use();
		const ids = await harness.world.fill(harness.beyondOnePage);
		const whole = await pullAll(harness, null);
		for (let kept = 1; kept <= whole.batches.length; kept += 1) {
			const first = await pullSome(harness, null, kept);
			const rest = await pullAll(harness, first.cursor);
			expect(rest.failure).toBeNull();
			expect(factKeys(harness, [...first.facts, ...rest.facts])).toEqual(new Set(ids));
		}
	});

	test('cut off after every single answer of its host it still comes to an end', async () => {
		const harness = use();
		const ids = await harness.world.fill(harness.beyondOnePage);
		const told = new Set<string>();
		let cursor: string | null = null;
		const most = 3 * (await pullAll(harness, null)).batches.length + 3;
		for (let round = 0; round < most; round += 1) {
			const piece = await pullSome(harness, cursor, harness.batchesAStep ?? 1);
			for (const key of factKeys(harness, piece.facts)) told.add(key);
			({ cursor } = piece);
		}
		expect(told).toEqual(new Set(ids));
	});
}

function changeTests(use: Use): void {
	test('a second pull tells what is new, and little else', async () => {
		const harness = use();
		await harness.world.fill(harness.beyondOnePage);
		const first = await pullAll(harness, null);
		const added = await harness.world.add();
		const second = await pullAll(harness, first.cursor);
		expect(second.failure).toBeNull();
		expect(factKeys(harness, second.facts)).toContain(added);
		expect(second.facts.length).toBeLessThanOrEqual(1 + harness.toldAgain);
	});

	test('what is open is told again until it is closed', async () => {
		const harness = use();
		if (harness.world.open === null || harness.world.close === null) return;
		await harness.world.fill(3);
		const key = await harness.world.open();
		const first = await pullAll(harness, null);
		const isOpenIn = (pulled: typeof first) => {
			const fact = pulled.facts.findLast((one) => harness.keyOf(one) === key);
			return fact === undefined ? null : harness.isOpen(fact);
		};
		expect(isOpenIn(first)).toBe(true);
		const second = await pullAll(harness, first.cursor);
		expect(second.failure).toBeNull();
		await harness.world.close(key);
		const third = await pullAll(harness, second.cursor ?? first.cursor);
		expect(isOpenIn(third)).toBe(false);
		const fourth = await pullAll(harness, third.cursor);
		expect(fourth.failure).toBeNull();
		expect(fourth.facts.length).toBeLessThanOrEqual(harness.toldAgain);
	});

	test('what opened during a pull that was cut off is not forgotten', async () => {
		const harness = use();
		if (harness.world.open === null || harness.world.close === null) return;
		await harness.world.fill(harness.beyondOnePage);
		const key = await harness.world.open();
		const first = await pullSome(harness, null, 1);
		await harness.world.close(key);
		const rest = await pullAll(harness, first.cursor);
		const next = await pullAll(harness, rest.cursor);
		const last = [...first.facts, ...rest.facts, ...next.facts].findLast((fact) => harness.keyOf(fact) === key);
		expect(last === undefined ? null : harness.isOpen(last)).toBe(false);
	});
}
