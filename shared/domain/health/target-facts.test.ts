import { describe, expect, it } from 'vitest';
import { wellInput } from './fixtures.ts';
import type { Reason, Verdict } from './model.ts';
import { isNewVerdict, withTargetReasons } from './target-facts.ts';
import { judgeByThresholds } from './threshold-judge.ts';
import { defaultHealthPolicy } from './defaults.ts';

const plain = judgeByThresholds(defaultHealthPolicy, wellInput());

function verdictOf(changes: Partial<Verdict> = {}): Verdict {
	return { ...plain, answer: 'keep-looking', reasons: [], ...changes };
}

function reasonOf(changes: Partial<Reason> = {}): Reason {
	const numbers = { value: null, baseline: null, limit: null, count: null };
	return {
		rule: 'absolute.memory',
		metric: 'memory',
		outcome: 'failed',
		role: 'decide',
		...numbers,
		text: 'x',
		...changes,
	};
}

describe('a verdict is worth a line in the journal', () => {
	it.each<readonly [string, Partial<Verdict>, Partial<Verdict>, boolean]>([
		['where nothing changed', {}, { at: 7, summary: 'other numbers' }, false],
		['for another outcome', {}, { outcome: 'inconclusive' }, true],
		['for an answer', {}, { answer: 'promote' }, true],
		['where an answer is not shown again', { answer: 'promote' }, {}, false],
		['for harm after that', { answer: 'promote' }, { answer: 'roll-back' }, true],
		['for another deciding rule', {}, { reasons: [reasonOf()] }, true],
		['where the same rule still fails', { reasons: [reasonOf()] }, { reasons: [reasonOf({ text: 'y' })] }, false],
		['for a rule that only informs', {}, { reasons: [reasonOf({ role: 'inform' })] }, false],
		['for a rule that passed', {}, { reasons: [reasonOf({ outcome: 'passed' })] }, false],
	])('%s', (_, before, after, isNew) => {
		expect(isNewVerdict(verdictOf(before), verdictOf(after))).toBe(isNew);
	});

	it('when it is the first', () => {
		expect(isNewVerdict(null, verdictOf())).toBe(true);
	});
});

describe('what the target shows outweighs the answer too', () => {
	const down = reasonOf({ rule: 'target.slot', metric: null });
	it.each([
		['failed', { outcome: 'unhealthy', answer: 'roll-back' }],
		['unknown', { outcome: 'inconclusive', answer: 'keep-looking' }],
	] as const)('%s', (outcome, expected) => {
		expect(withTargetReasons(verdictOf({ answer: 'promote' }), [{ ...down, outcome }])).toMatchObject(expected);
	});

	it('and gives none to a verdict that has none', () => {
		expect(withTargetReasons(plain, [down])).not.toHaveProperty('answer');
	});
});
