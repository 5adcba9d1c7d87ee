/** The judge over a watched release: what it says look by look. */
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../defaults.ts';
import { testInstant, wellInput, wellSlot } from '../fixtures.ts';
import type { HealthPolicy, JudgeInput, JudgeRole, Verdict, WatchProgress } from '../model.ts';
import type { Measurement, SlotTotals } from '../totals.ts';
import { kayentaJudge, type KayentaMemory } from './as-judge.ts';
import { defaultKayentaPolicy, kayentaMetric } from './defaults.ts';
import type { KayentaPolicy } from './model.ts';

function policyOf(changes: Partial<KayentaPolicy> & { readonly role?: JudgeRole } = {}): HealthPolicy {
	return { ...defaultHealthPolicy, kayenta: { role: 'decide', ...defaultKayentaPolicy, ...changes } };
}

/** How a slot behaves: shares and values that swing a little from block to block, so that no two are equal. */
interface Behaviour {
	readonly errorShare: number;
	/** Slow requests (above 200 ms) per request within each of the three quick buckets. */
	readonly slowShare: number;
	readonly memory: number;
}
const well: Behaviour = { errorShare: 0.01, slowShare: 0.02, memory: 0.4 };

const lookMs = 15_000;
const requestsALook = 400;

function totalsAt(look: number, slot: 'blue' | 'green', { errorShare, slowShare, memory }: Behaviour): SlotTotals {
	const requests = look * requestsALook;
	const swing = (size: number): number => size * Math.sin(look * (slot === 'blue' ? 1.3 : 1.7));
	const slow = Math.round(requests * slowShare + swing(4) + 10);
	return {
		slot,
		version: slot === 'green' ? '2.0.0' : '1.0.0',
		epoch: 'one',
		at: testInstant + look * lookMs,
		requests,
		events: { errors: Math.round(requests * errorShare + swing(4) + 10) },
		latency: { boundsMs: [50, 100, 200, 400], counts: [requests, requests, requests, slow, 0] },
		gauges: { memory: memory + swing(0.01) },
		source: 'Prometheus',
		query: 'http_requests_total',
	};
}

function inputAt(
	look: number,
	canary: Behaviour,
	stable: Behaviour | null,
	rest: Partial<JudgeInput> = {},
): JudgeInput {
	return wellInput({
		at: testInstant + look * lookMs,
		totals: {
			canary: totalsAt(look, 'green', canary),
			stable: stable === null ? null : totalsAt(look, 'blue', stable),
		},
		...rest,
	});
}

function watch(policy: HealthPolicy, inputs: readonly JudgeInput[]) {
	let memory: KayentaMemory = kayentaJudge.start();
	const verdicts: Verdict[] = [];
	for (const input of inputs) {
		const looked = kayentaJudge.look(policy, input, memory);
		memory = looked.memory;
		verdicts.push(looked.verdict);
	}
	return { memory, verdicts, last: verdicts.at(-1) };
}

const looks = (count: number, canary: Behaviour, stable: Behaviour | null = well, rest: Partial<JudgeInput> = {}) =>
	Array.from({ length: count }, (_, look) => inputAt(look, canary, stable, rest));

/** Looks until the fifth block is closed: it opens at the first look and takes four more each. */
const fiveBlocks = 21;

describe('a watched release', () => {
	it('promotes a canary like its baseline once there are five points, not before', () => {
		const { verdicts, last } = watch(policyOf(), looks(fiveBlocks, well));
		const before = verdicts.slice(0, -1);
		expect(before.map(({ outcome, answer }) => [outcome, answer])).toEqual(
			before.map(() => ['inconclusive', 'keep-looking']),
		);
		expect(before.at(-1)?.summary).toBe(
			'Inconclusive: 4 and 4 points of the canary and the stable slot; 5 points of each are needed',
		);
		expect(last).toMatchObject({ outcome: 'healthy', answer: 'promote', judge: 'kayenta/1' });
		expect(last?.summary).toBe(
			'Healthy: Kayenta score 100 of 100, Pass: 3 metrics passed; score 100, pass from 95, marginal from 75',
		);
	});

	it.each([
		['errors', { ...well, errorShare: 0.1 }],
		['p95', { ...well, slowShare: 0.3 }],
		['memory', { ...well, memory: 0.7 }],
	])('rolls back for %s', (metric, canary) => {
		const { last } = watch(policyOf(), looks(fiveBlocks, canary));
		expect(last).toMatchObject({ outcome: 'unhealthy', answer: 'roll-back' });
		const shown = last?.evidence?.find((one) => one.metric === metric);
		expect(shown).toMatchObject({ judge: 'kayenta', answer: 'roll-back', role: 'decide', criticality: 'roll-back' });
		expect(shown?.harm?.value).toBeLessThan(shown?.harm?.line ?? 0);
		expect(shown?.estimate?.low).toBeGreaterThan(shown?.harmMargin ?? Number.NaN);
		expect(last?.reasons.filter(({ outcome }) => outcome === 'failed').map(({ rule }) => rule)).toEqual([
			'kayenta.score',
			`kayenta.${metric}`,
		]);
		const others = last?.evidence?.filter((one) => one.metric !== metric) ?? [];
		expect(others.map(({ answer }) => answer)).toEqual(['promote', 'promote']);
	});

	it('says it in words that hold the numbers', () => {
		const { last } = watch(policyOf(), looks(fiveBlocks, { ...well, errorShare: 0.1 }));
		const errors = last?.evidence?.find(({ metric }) => metric === 'errors');
		expect(errors?.words).toMatch(
			/^error rate is [\d.]+ to [\d.]+ percentage points higher; limit [\d.]+ percentage points; 5 points; would be this large by chance (?:at most|less than) once in \d+ such looks$/,
		);
		expect(errors?.assumption).toContain('each look is a test of its own at 98 %, as in Kayenta');
		const memory = last?.evidence?.find(({ metric }) => metric === 'memory');
		expect(memory?.words).toMatch(/^no harm shown in memory: between .* lower and .* higher; 5 points$/);
	});

	it.each([
		['that is critical', true, 'remove', 'inconclusive'],
		['that is not critical', false, 'remove', 'inconclusive'],
		['whose gaps are read as 0', false, 'replace', 'healthy'],
	] as const)('does not pass by what a metric %s said before it fell silent', (_, critical, nanStrategy, outcome) => {
		const own = kayentaMetric('queue', { critical, nanStrategy, direction: 'increase', query: 'queue' });
		const policy = policyOf({ metrics: [own] });
		const answer = (look: number, isSilent: boolean): Measurement => ({
			at: testInstant + look * lookMs,
			...{ state: isSilent ? 'no-data' : 'measured', shape: 'vector', values: isSilent ? [] : [5 + (look % 7)] },
			...{ detail: null, query: 'queue', source: 'Prometheus' },
		});
		const inputs = looks(61, well).map((input, look) => ({
			...input,
			measurements: {
				'kayenta:canary:queue': answer(look, look > 30),
				'kayenta:stable:queue': answer(look, false),
			},
		}));
		const { verdicts, last } = watch(policy, inputs);
		expect(verdicts[30]).toMatchObject({ outcome: 'healthy', answer: 'promote' });
		expect(last).toMatchObject({ outcome });
		if (outcome === 'healthy') return;
		expect(last?.answer).toBe('keep-looking');
		expect(last?.evidence?.[0]?.words).toMatch(/is not judged: the canary has shown no value for the last 5 points/);
	});

	it('keeps looking at a marginal score, and shows what failed without letting it decide', () => {
		const groupWeights = { errors: 60, latency: 30, saturation: 10 };
		const thresholds = { pass: 95, marginal: 80 };
		const { last } = watch(policyOf({ groupWeights, thresholds }), looks(fiveBlocks, { ...well, memory: 0.7 }));
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		expect(last?.reasons.find(({ rule }) => rule === 'kayenta.memory')).toMatchObject({
			outcome: 'failed',
			role: 'inform',
		});
	});

	it('only informs where it has no say', () => {
		const { last } = watch(policyOf({ role: 'inform' }), looks(fiveBlocks, { ...well, errorShare: 0.1 }));
		expect(new Set(last?.evidence?.map(({ role }) => role))).toEqual(new Set(['inform']));
		expect(new Set(last?.reasons.map(({ role }) => role))).toEqual(new Set(['inform']));
	});

	it('makes blocks shorter where the clock runs faster', () => {
		const progress: WatchProgress = {
			stepIndex: 0,
			elapsedMs: 0,
			plannedMs: 600_000,
			isLastStep: false,
			stepElapsed: false,
			clockRate: 4,
		};
		const { memory } = watch(policyOf(), looks(fiveBlocks, well, well, { progress }));
		expect(memory.sides.canary.blocks).toBe(20);
	});

	it('stands by its judgement between two blocks', () => {
		const { verdicts } = watch(policyOf(), looks(fiveBlocks + 3, { ...well, errorShare: 0.1 }));
		expect(verdicts.slice(-4).map(({ outcome }) => outcome)).toEqual(verdicts.slice(-4).map(() => 'unhealthy'));
	});
});

describe('gaps', () => {
	it('is never healthy without a baseline', () => {
		const { last } = watch(policyOf(), looks(40, well, null, { stable: null }));
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
	});
	it('does not roll back for missing data, as Kayenta would, unless told to', () => {
		const silent = looks(40, well).map((input) => ({
			...input,
			totals: {
				canary: { ...totalsAt(0, 'green', well), at: input.at, events: {}, latency: null },
				stable: input.totals?.stable ?? null,
			},
		}));
		const { last, memory } = watch(policyOf(), silent);
		expect(memory.result).toMatchObject({ classification: 'Fail', score: 0 });
		expect(last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		const metrics = [kayentaMetric('errors', { direction: 'increase', whenNoData: 'fail' })];
		expect(watch(policyOf({ metrics }), silent).last).toMatchObject({ outcome: 'unhealthy', answer: 'roll-back' });
	});
	it('waits with a pass for a metric whose points are still coming, not for one that has none', () => {
		const without = (from: number) =>
			looks(fiveBlocks, well).map((input, look) => {
				const canary = input.totals?.canary ?? null;
				if (canary === null || look < from) return input;
				return { ...input, totals: { canary: { ...canary, gauges: {} }, stable: input.totals?.stable ?? null } };
			});
		expect(watch(policyOf(), without(9)).last).toMatchObject({ outcome: 'inconclusive', answer: 'keep-looking' });
		const noneAtAll = without(0).map((input) => {
			const stable = input.totals?.stable ?? null;
			return {
				...input,
				totals: { canary: input.totals?.canary ?? null, stable: stable === null ? null : { ...stable, gauges: {} } },
			};
		});
		expect(watch(policyOf(), noneAtAll).last).toMatchObject({ outcome: 'healthy', answer: 'promote' });
	});
	it('opens a new block where the source began anew, and does not judge across', () => {
		const inputs = looks(fiveBlocks, well).map((input, look) => {
			const canary = input.totals?.canary ?? null;
			if (canary === null || look < 10) return input;
			return { ...input, totals: { canary: { ...canary, epoch: 'two' }, stable: input.totals?.stable ?? null } };
		});
		// Two blocks before the restart at the 10th look, and two after it.
		expect(watch(policyOf(), inputs).memory.sides.canary).toMatchObject({ blocks: 4, opened: { epoch: 'two' } });
	});
	it('waits while a source that counts is silent', () => {
		const inputs = looks(fiveBlocks, well).map((input, look) =>
			look === 6 ? { ...input, totals: { canary: null, stable: null } } : input,
		);
		expect(watch(policyOf(), inputs).last).toMatchObject({ outcome: 'healthy' });
	});
	it('says nothing without metrics', () => {
		const { last } = watch(policyOf({ metrics: [] }), looks(fiveBlocks, well));
		expect(last).toMatchObject({ outcome: 'inconclusive', evidence: [] });
	});
});

describe('other sources', () => {
	it('takes windows that do not overlap where no totals are kept', () => {
		const shifted = (minutes: number): JudgeInput => {
			const at = testInstant + minutes * 60_000;
			const slot = (name: 'green' | 'blue') => {
				const readings = wellSlot(name, { p95Latency: 120 + (minutes % 7), memory: 0.33 + (minutes % 5) / 100 });
				const moved = Object.entries(readings).map(([metric, one]) => [metric, { ...one, at: at - 12_000 }]);
				return { ...readings, ...Object.fromEntries(moved) };
			};
			return wellInput({ at, canary: slot('green'), stable: slot('blue') });
		};
		const inputs = Array.from({ length: 11 }, (_, minute) => shifted(minute));
		const { memory, last } = watch(policyOf(), inputs);
		// Windows are two minutes long, looks one minute apart.
		expect(memory.sides.canary).toMatchObject({ blocks: 6, source: 'Prometheus' });
		expect(memory.sides.canary.points['p95']).toEqual([120, 122, 124, 126, 121, 123]);
		expect(last).toMatchObject({ outcome: 'healthy', answer: 'promote' });
	});

	it("takes the team's own queries, one answer a block and slot", () => {
		const metrics = [kayentaMetric('queue', { direction: 'increase', query: 'queue_length{slot="{{slot}}"}' })];
		const answer = (value: number, at: number) => ({
			at,
			state: 'measured' as const,
			shape: 'vector' as const,
			values: [value],
			detail: null,
			query: 'queue_length',
			source: 'Prometheus',
		});
		const inputs = looks(fiveBlocks, well).map((input, look) => ({
			...input,
			measurements: {
				'kayenta:canary:queue': answer(50 + (look % 3), input.at),
				'kayenta:stable:queue': answer(10 + (look % 3), input.at),
			},
		}));
		const { last } = watch(policyOf({ metrics }), inputs);
		expect(last).toMatchObject({ outcome: 'unhealthy' });
		expect(last?.evidence).toMatchObject([{ metric: 'queue', unit: 'number', answer: 'roll-back' }]);
		const unanswered = watch(policyOf({ metrics }), looks(fiveBlocks, well));
		expect(unanswered.last).toMatchObject({ outcome: 'inconclusive', evidence: [{ answer: 'not-judged' }] });
	});
});

describe('properties', () => {
	const behaviour = fc.record({
		errorShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
		slowShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
		memory: fc.double({ min: 0, max: 1, noNaN: true }),
	});
	test.prop([behaviour, behaviour, fc.integer({ min: 0, max: 45 })], { numRuns: 40 })(
		'the same looks give the same verdicts and memory, which is plain data',
		(canary, stable, count) => {
			const one = watch(policyOf(), looks(count, canary, stable));
			expect(watch(policyOf(), looks(count, canary, stable))).toEqual(one);
			expect(JSON.parse(JSON.stringify(one.memory))).toEqual(one.memory);
		},
	);
});
