import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { defaultHealthPolicy } from '../../../shared/domain/health/defaults.ts';
import { evidenceOf, slowerP95 } from '../../../shared/domain/health/evidence/fixtures.ts';
import type { EvidencePoint } from '../../../shared/domain/health/evidence/model.ts';
import { pointOf } from '../../../shared/domain/health/policy/replay.ts';
import { verdict } from '../live/test-deployment.ts';
import { rowsOf, standingEvidence } from './evidence-rows.ts';
import { intervalScale, placeInterval } from './interval-scale.ts';
import { crossingOf, heightOf, strengthPath, strengthScale } from './strength-scale.ts';
import { joinTrails, mostPoints, nothingSeen, pointsUntil, seenAfter, withLook, withPoint } from './trail.ts';

function pointAt(at: number, harm = 2): EvidencePoint {
	const evidence = [
		evidenceOf({ ...slowerP95, answer: 'keep-looking', harm: { kind: 'e-value', value: harm, line: 60 } }),
	];
	return pointOf(2, verdict({ at, answer: 'keep-looking', evidence }));
}

describe('the trail', () => {
	it('takes each look once, in order, whichever way it came', () => {
		const fetched = [pointAt(1), pointAt(2), pointAt(3)];
		const joined = joinTrails(fetched, [pointAt(3), pointAt(2), pointAt(4)]);
		expect(joined.map((point) => point.at)).toEqual([1, 2, 3, 4]);
		expect(withPoint(joined, pointAt(4))).toBe(joined);
	});

	it('stays bounded, keeps the newest looks and every change of the answer', () => {
		let points: readonly EvidencePoint[] = [];
		for (let at = 0; at < mostPoints * 2; at++) {
			points = withPoint(points, { ...pointAt(at), answer: at < 7 ? 'promote' : 'keep-looking' });
		}
		expect(points.length).toBeLessThanOrEqual(mostPoints);
		expect(points.at(-1)?.at).toBe(mostPoints * 2 - 1);
		expect(points.find((point) => point.answer === 'keep-looking')?.at).toBe(7);
	});

	it('counts every look, however many points are left of them', () => {
		let seen = nothingSeen;
		for (let at = 0; at < mostPoints * 3; at++) seen = withLook(seen, pointAt(at));
		expect(withLook(seen, pointAt(5))).toBe(seen);
		expect(seen.points.length).toBeLessThanOrEqual(mostPoints);
		expect(seen.looks).toBe(mostPoints * 3);
		expect(seenAfter(seen, -1)).toBe(seen);
		expect(seenAfter(seen, mostPoints * 3 - 3).looks).toBe(2);
	});

	it('shows in a replay what was known then', () => {
		expect(pointsUntil([pointAt(1), pointAt(2), pointAt(3)], 2).map((point) => point.at)).toEqual([1, 2]);
	});
});

describe('the rows', () => {
	it('stand harm first, each with its own looks', () => {
		const evidence = [evidenceOf({ answer: 'promote' }), evidenceOf(slowerP95)];
		const rows = rowsOf(evidence, 9, [pointAt(1, 1.5), pointAt(2, 3)]);
		expect(rows.map((row) => [row.key, row.looks.map((look) => look.harm)])).toEqual([
			['sequential/p95', [1.5, 3]],
			['sequential/errors', []],
		]);
	});

	it('tells one metric of two judges apart', () => {
		const rows = rowsOf([evidenceOf(), evidenceOf({ judge: 'kayenta' })], 9, []);
		expect(new Set(rows.map((row) => row.key)).size).toBe(2);
	});
});

describe('the evidence that stood', () => {
	const whole = verdict({ at: 5, evidence: [evidenceOf(slowerP95)] });

	it('is that of the verdict where it is the newest', () => {
		expect(standingEvidence(whole, [pointAt(4), pointAt(5)], null)?.evidence).toBe(whole.evidence);
	});

	it('is told from the point where no verdict was kept for it, without numbers that were not kept', () => {
		const stood = standingEvidence(whole, [pointAt(5), pointAt(8, 7)], null);
		expect(stood?.at).toBe(8);
		expect(stood?.evidence[0]).toMatchObject({ answer: 'keep-looking', harm: { value: 7, line: 60 }, canary: null });
		expect(stood?.evidence[0]?.words).toMatch(/^still looking at p95/);
	});

	it('falls back to the policy for labels and margins, and to nothing where nothing was kept', () => {
		expect(standingEvidence(null, [pointAt(8)], defaultHealthPolicy)?.evidence[0]?.label).toBe('p95');
		expect(standingEvidence(null, [], defaultHealthPolicy)).toBeNull();
		expect(standingEvidence(verdict({}), [], null)).toBeNull();
	});
});

describe('the axis of an interval', () => {
	it('puts worse to the right whichever way is worse', () => {
		const more = intervalScale(evidenceOf(slowerP95));
		expect(more.position(0.3)).toBeGreaterThan(more.position(0));
		const less = intervalScale(evidenceOf({ direction: 'decrease', promoteMargin: 0.2 }));
		expect(less.position(-0.3)).toBeGreaterThan(less.position(0));
		expect(less.promote).toEqual([-0.2]);
	});

	it('gives an open end and one far beyond the margins an arrow at the edge', () => {
		const open = evidenceOf({ estimate: { kind: 'ratio', value: 0.2, low: 0.1, high: null, confidence: 0.95 } });
		expect(placeInterval(open, intervalScale(open))).toMatchObject({ right: 1, isRightOpen: true, isLeftOpen: false });
		const wide = evidenceOf({ estimate: { kind: 'ratio', value: 0.2, low: -0.1, high: 90, confidence: 0.95 } });
		expect(placeInterval(wide, intervalScale(wide))).toMatchObject({ right: 1, isRightOpen: true, isLeftOpen: false });
	});

	it('keeps the margins apart when the difference is enormous', () => {
		const huge = evidenceOf({
			estimate: { kind: 'ratio', value: 264, low: 0.9, high: null, confidence: 0.95 },
			harmMargin: 0.08,
			promoteMargin: 0.42,
		});
		const scale = intervalScale(huge);
		expect(scale.position(0.42) - scale.position(0.08)).toBeGreaterThan(0.1);
		expect(placeInterval(huge, scale)).toMatchObject({ value: null, right: 1, isRightOpen: true });
	});

	it('shows margins on both sides where either way is worse, and nothing without an estimate', () => {
		const either = evidenceOf({ direction: 'either', harmMargin: 0.1 });
		expect(intervalScale(either).harm).toEqual([-0.1, 0.1]);
		expect(placeInterval(evidenceOf({ estimate: null }), intervalScale(either))).toBeNull();
	});

	const size = fc.double({ min: -50, max: 50, noNaN: true });
	test.prop([size, fc.double({ min: 0, max: 50, noNaN: true }), fc.double({ min: 0, max: 3, noNaN: true })])(
		'keeps everything on the axis and in order',
		(low, width, margin) => {
			const evidence = evidenceOf({
				estimate: { kind: 'ratio', value: low + width / 2, low, high: low + width, confidence: 0.95 },
				harmMargin: margin,
				promoteMargin: margin * 2,
			});
			const scale = intervalScale(evidence);
			const placed = placeInterval(evidence, scale);
			expect(placed).not.toBeNull();
			expect(placed?.left).toBeLessThanOrEqual(placed?.right ?? -1);
			for (const position of [placed?.left, placed?.right, scale.position(margin), scale.position(0)]) {
				expect(position).toBeGreaterThanOrEqual(0);
				expect(position).toBeLessThanOrEqual(1);
			}
			expect(scale.isCut(0)).toBe(false);
			expect(scale.isCut(margin)).toBe(false);
		},
	);
});

describe('the axis of a strength', () => {
	const e = { kind: 'e-value', line: 20 } as const;
	const p = { kind: 'p-value', line: 0.05 } as const;

	it('is logarithmic, and grows upwards for e-values and p-values alike', () => {
		expect(heightOf(e, 20)).toBe(1);
		expect(heightOf(e, Math.sqrt(20))).toBeCloseTo(0.5);
		expect(heightOf(p, 0.05)).toBe(1);
		expect(heightOf(p, 0.5)).toBeLessThan(heightOf(p, 0.01));
		expect(heightOf({ kind: 'score', line: 95 }, 95)).toBe(1);
	});

	it.each([
		[e, Number.POSITIVE_INFINITY, 2],
		[e, 0, -0.35],
		[p, 0, 2],
		[e, Number.NaN, -0.35],
	] as const)('holds %o at %s inside of the axis', (line, value, height) => {
		expect(heightOf(line, value)).toBe(height);
	});

	it('marks the first look that reached the line', () => {
		const points = [1, 4, 25, 3].map((value, at) => ({ at, value }));
		expect(crossingOf(e, points)).toEqual({ at: 2, value: 25 });
		expect(crossingOf(e, points.slice(0, 2))).toBeNull();
	});

	it('draws a gap where a look has no number', () => {
		const points = [1, null, 4, 5].map((value, at) => ({ at, value }));
		const scale = strengthScale(
			e,
			[
				{ at: 0, value: 1 },
				{ at: 3, value: 5 },
			],
			null,
		);
		expect(strengthPath(scale, points, 100, 20).match(/M/g)).toHaveLength(2);
	});
});
