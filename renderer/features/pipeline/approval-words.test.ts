import { describe, expect, test } from 'vitest';
import type { ApprovalRule, ApprovalStatus } from '../../../shared/domain/pipeline/decisions.ts';
import { fakeRunDetail } from '../../dev/fake-pipelines-run.ts';
import { answersGiven, emptyAnswers, lacksOf } from './answer-form.ts';
import { anyOf, answersTo, openWords, ownDecision, ruleText, saidTo } from './approval-words.ts';

const stage = fakeRunDetail(1e12, 'checkout', 'approval').stages[2];
if (stage?.approval == null) throw new Error('The fake has no approval.');
const { rule, status } = stage.approval;

test.each([
	[[], ''],
	[['Ada'], 'Ada'],
	[['Ada', 'Grace'], 'Ada or Grace'],
	[['Ada', 'Grace', 'Linus'], 'Ada, Grace or Linus'],
])('any of %j is "%s"', (names, expected) => expect(anyOf(names)).toBe(expected));

test('a rule says how many, who, and what must be answered', () => {
	expect(ruleText(rule)).toBe(
		'2 approvals from Ada, Grace or Linus, not only from authors of the change, with 3 questions answered',
	);
	const open: ApprovalRule = { count: 1, from: [], notOnlyAuthors: false, checklist: [] };
	expect(ruleText(open)).toBe('1 approval from anybody who may act');
});

describe('what people said', () => {
	test('is still open in words', () => {
		expect(openWords(rule, status)).toEqual([
			'1 approval to come',
			'Not answered yet: Would a customer find the way without help?',
		]);
		expect(openWords(rule, { ...status, state: 'approved' })).toEqual([]);
	});

	test('is found by question', () => {
		expect(saidTo('business', status)).toBe('Grace: ok');
		expect(saidTo('usability', status)).toBe('');
	});

	test('counts no more once it is withdrawn', () => {
		const withdrawn: ApprovalStatus = {
			...status,
			decisions: status.decisions.map((each) => ({ ...each, decision: 'withdrawn' })),
		};
		expect(ownDecision(status, 'Grace')?.decision).toBe('approved');
		expect(ownDecision(status, 'Ada')).toBeNull();
		expect(ownDecision(withdrawn, 'Grace')).toBeNull();
		expect(answersTo('business', withdrawn)).toEqual([]);
	});
});

describe('a form of answers', () => {
	const empty = emptyAnswers(rule.checklist);
	const answered = { ...empty, business: { outcome: 'ok', note: '  fine ', attachments: [] } } as const;

	test('sends only what was answered, its notes trimmed', () => {
		expect(answersGiven(empty)).toEqual([]);
		expect(answersGiven(answered)).toEqual([{ item: 'business', outcome: 'ok', note: 'fine', attachments: [] }]);
	});

	test('does not go with a yes when something is not ok', () => {
		expect(lacksOf(rule.checklist, answered)).toBeNull();
		const refused = { ...answered, usability: { outcome: 'not-ok', note: '', attachments: [] } } as const;
		expect(lacksOf(rule.checklist, refused)).toContain('Would a customer find the way without help?');
	});
});
