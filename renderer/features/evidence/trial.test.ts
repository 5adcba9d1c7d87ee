import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../shared/config/parse.ts';
import type { PolicyTrial } from '../../../shared/rpc/views.ts';
import { fakeTrial } from '../../dev/fake-evidence.ts';
import { wrapPolicy } from './policy-text.ts';
import { presetOf, presets } from './presets.ts';
import { endingOf, segmentsOf, trialAxis } from './trial-model.ts';

const now = Date.UTC(2026, 10, 23, 14);
const trial = fakeTrial(now, 'd1', '');

describe('a trial on the axis of what happened', () => {
	it('spans looks, changes and what came after', () => {
		const later: PolicyTrial = { ...trial, actual: { state: 'rolled-back', at: now + 90_000, text: '' } };
		const axis = trialAxis(later, []);
		expect([axis.from, axis.to]).toEqual([later.points[0]?.at, now + 90_000]);
		expect(axis.position(axis.to)).toBe(1);
		expect(trialAxis({ ...trial, changes: [], points: [], wouldRollBackAt: null }, []).position(5)).toBeLessThanOrEqual(
			1,
		);
	});

	it('has a span for each change of the answer, without gaps', () => {
		const axis = trialAxis(trial, []);
		const changes = [
			{ at: axis.from, answer: 'keep-looking' as const },
			{ at: axis.from + 60_000, answer: 'keep-looking' as const },
			{ at: axis.from + 120_000, answer: 'roll-back' as const },
		];
		const spans = segmentsOf(changes, axis);
		expect(spans.map((span) => span.answer)).toEqual(['keep-looking', 'roll-back']);
		expect(spans.reduce((sum, span) => sum + span.width, 0)).toBeCloseTo(1);
	});

	it.each([
		['rolled-back', now, { at: now, word: 'rolled back', isBad: true }],
		['completed', now, { at: now, word: 'completed', isBad: false }],
		['analysing', null, null],
		['paused', now, null],
	] as const)('marks how it really ended: %s', (state, at, ending) => {
		expect(endingOf({ ...trial, actual: { state, at, text: '' } })).toEqual(ending);
	});
});

describe('the text of a policy', () => {
	const issuesOf = (text: string) => {
		const wrapped = wrapPolicy(text);
		return wrapped.issuesOf(parseConfig(wrapped.source, 'health', { folder: '/trial' }).issues);
	};

	it.each(presets.map((preset) => [preset.id, preset.text] as const))('of preset "%s" is as expected', (id, text) => {
		expect(issuesOf(text)).toEqual([]);
		expect(presetOf(text)).toBe(id);
	});

	it.each(['errorRate: 2%', 'health:\n  errorRate: 2%\n', '', '# nothing', 'health:\n', 'baseline:\n  p95: 2x\n'])(
		'may be %j',
		(text) => {
			expect(issuesOf(text)).toEqual([]);
		},
	);

	it('has its faults at its own lines and columns, with or without the word itself', () => {
		expect(issuesOf('errorRate: 2%\nbanana: 1\n')).toMatchObject([{ line: 2, column: 1, field: 'health.banana' }]);
		expect(issuesOf('health:\n  banana: 1\n')).toMatchObject([{ line: 2, column: 3, field: 'health.banana' }]);
		expect(issuesOf('errorRate: [1')[0]?.line).toBeLessThanOrEqual(2);
	});

	it('is its own once it was changed', () => {
		expect(presetOf('errorRate: 2%')).toBe('own');
	});
});
