import { expect, test } from 'vitest';
import type { MaturityAnswer, MaturityAssessment } from '../../../shared/domain/maturity/model.ts';
import { levelTitle, levelWords, oldWords, reachedWords } from './maturity-words.ts';

function level(...answers: readonly MaturityAnswer[]): MaturityAssessment['levels'][number] {
	const hand = { answeredBy: 'hand', evidence: [], at: 0, hint: null } as const;
	const items = answers.map(
		(answer, index) => ({ ...hand, id: String(index), level: 1, question: 'Is it so?', answer }) as const,
	);
	const of = (...wanted: readonly MaturityAnswer[]) => answers.filter((answer) => wanted.includes(answer)).length;
	return { level: 1, title: 'First', items, fulfilled: of('yes'), answered: of('yes', 'partly', 'no') };
}

test('what is not known is never counted as no', () => {
	expect(levelWords(level('yes', 'no', 'not-measured'))).toBe('1 of 2');
	expect(levelTitle(level('yes', 'no', 'not-measured'))).toBe('Level 1, First: 1 of 2, 1 item not known');
	expect(levelWords(level('not-measured', 'not-applicable'))).toBe('not known');
	expect(levelWords(level('not-applicable'))).toBe('does not apply');
});

test('how far it went, as far as that is known', () => {
	expect(reachedWords({ reached: 0, isAtLeast: true })).toBe('not known');
	expect(reachedWords({ reached: 0, isAtLeast: false })).toBe('none');
	expect(reachedWords({ reached: 2, isAtLeast: true })).toBe('level 2 or more');
	expect(reachedWords({ reached: 5, isAtLeast: false })).toBe('level 5');
});

test('old answers are told of', () => {
	expect(oldWords({ oldAnswers: [] })).toBeNull();
	expect(oldWords({ oldAnswers: ['experiments'] })).toBe('1 answer by hand older than 6 months');
});
