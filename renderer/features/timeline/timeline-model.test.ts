import { describe, expect, test } from 'vitest';
import type { TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { handIncidentId, itemWords, marksOf, moved, outcomeWords, suspectAt, zoomed } from './timeline-model.ts';

const item = (given: Partial<TimelineItem>): TimelineItem => ({
	...{
		ref: 'journal|a',
		kind: 'deployment',
		service: 'checkout',
		environment: 'production',
		title: '2.4.0',
		at: 1_000,
	},
	...{ endedAt: null, standing: 'counted', isFailed: false, severity: null, url: null, deploymentId: null },
	...given,
});
const incident = item({
	ref: 'hand|i',
	kind: 'incident',
	title: 'Payments fail',
	standing: null,
	severity: 'high',
	at: 5_000,
});
const suspect = (ref: string) => ({ item: item({ ref }), score: 0.5, reasons: [], link: 'none' as const });

describe('words', () => {
	test('name what it is, where, when and what became of it', () => {
		expect(itemWords(item({ isFailed: true }), () => '3 Oct, 10:12', 0)).toBe(
			'Deployment 2.4.0, checkout, 3 Oct, 10:12, failed, counted',
		);
		expect(itemWords(item({ environment: 'staging', standing: 'rollback' }), () => 'then', 0)).toContain(
			'checkout, staging, then',
		);
	});

	test('tell an open incident with its age', () => {
		expect(outcomeWords(incident, 65_000)).toBe('high, open for 1 min');
		expect(outcomeWords({ ...incident, endedAt: 125_000 }, 0)).toBe('high, lasted 2 min');
	});
});

test('a suspect is told by the instant from which its distance is measured', () => {
	expect(suspectAt(item({ at: 1_000, endedAt: 3_000 }), incident)).toBe(3_000);
	expect(suspectAt(item({ at: 1_000, endedAt: 9_000 }), incident)).toBe(1_000);
	expect(suspectAt(item({ at: 1_000 }), incident)).toBe(1_000);
	expect(suspectAt(item({ kind: 'migration', at: 1_000, endedAt: 3_000 }), incident)).toBe(1_000);
});

describe('marks', () => {
	test('are told apart by shape, not by colour alone', () => {
		const shapes = [
			item({}),
			item({ isFailed: true }),
			item({ standing: 'rollback' }),
			item({ standing: 'attempt' }),
			item({ kind: 'flag' }),
			item({ kind: 'migration' }),
			item({ kind: 'configuration' }),
		];
		const made = marksOf(shapes, null, null, 0).map(({ shape }) => shape);
		expect(new Set(made).size).toBe(shapes.length);
	});

	test('light up the suspects of the chosen incident in their order', () => {
		const items = [item({ ref: 'a' }), item({ ref: 'b' }), item({ ref: 'c' }), incident];
		const made = marksOf(items, incident.ref, [suspect('b'), suspect('a')], 9_000);
		expect(made.map(({ rank, isDimmed, isChosen }) => [rank, isDimmed, isChosen])).toEqual([
			[2, false, false],
			[1, false, false],
			[null, true, false],
			[null, false, true],
		]);
		expect(made[3]?.until).toBe(9_000);
	});
});

test('only incidents noted here are changed here', () => {
	expect(handIncidentId('hand|noted-1')).toBe('noted-1');
	expect(handIncidentId('pagerduty|Q1')).toBeNull();
});

describe('the window', () => {
	const day = 86_400_000;
	test('zooms around a point that stays where it is', () => {
		expect(zoomed({ from: 0, to: 8 * day }, 0.5, 2 * day)).toEqual({ from: day, to: 5 * day });
		expect(zoomed({ from: day, to: 5 * day }, 2, 2 * day)).toEqual({ from: 0, to: 8 * day });
	});
	test('never gets shorter than an hour', () => {
		expect(zoomed({ from: 0, to: 3_600_000 }, 0.5, 0)).toEqual({ from: 0, to: 3_600_000 });
	});
	test('moves by a third', () => expect(moved({ from: 0, to: 3 * day }, -1)).toEqual({ from: -day, to: 2 * day }));
});
