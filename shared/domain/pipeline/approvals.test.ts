import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type ApprovalQuestion, approvalStatus, mayApprove } from './approvals.ts';
import type { Approval, ApprovalRule, ChecklistAnswer } from './decisions.ts';
import { isSamePerson, namesOfAuthor, namesOfPerson } from './people.ts';

const people = [
	{ name: 'Ada', aliases: ['ada.l', 'ada@example.org'] },
	{ name: 'Grace', aliases: ['GRACEH'] },
];
const ada = { name: 'A. Lovelace', email: 'Ada@Example.org' };
const rule: ApprovalRule = { count: 1, from: [], notOnlyAuthors: false, checklist: [] };
const checklist = [
	{ id: 'business', question: 'Does it do what was asked?' },
	{ id: 'usability', question: 'Is it easy?' },
];

function says(name: string, decision: Approval['decision'], change: Partial<Approval> = {}): Approval {
	return {
		...{ id: `${name}-${decision}`, service: 'shop', runId: 'shop:7', stage: 'user-acceptance', decision },
		...{ by: { kind: 'person', name }, at: 1, reason: null, answers: [] },
		...change,
	};
}

function answer(item: string, outcome: ChecklistAnswer['outcome'] = 'ok'): ChecklistAnswer {
	return { item, outcome, note: null, attachments: [] };
}

function status(change: Partial<ApprovalRule>, approvals: readonly Approval[], more: Partial<ApprovalQuestion> = {}) {
	return approvalStatus({ rule: { ...rule, ...change }, approvals, authors: [ada], people, ...more });
}

describe('approval', () => {
	const ok = says('Grace', 'approved');
	const byAda = says('ada.l', 'approved');
	type Row = readonly [string, Partial<ApprovalRule>, readonly Approval[], string, string];
	it.each<Row>([
		['nobody yet', {}, [], 'waiting', 'Waiting for approval from 1 of 1'],
		['one of two', { count: 2 }, [ok], 'waiting', 'Waiting for approval from 1 of 2'],
		['two of two', { count: 2 }, [ok, byAda], 'approved', 'Approved by Grace and ada.l'],
		[
			'one person under two names',
			{ count: 2 },
			[says('Ada', 'approved'), byAda],
			'waiting',
			'Waiting for approval from 1 of 2',
		],
		[
			'names in another case',
			{ count: 2 },
			[says('graceh', 'approved'), ok],
			'waiting',
			'Waiting for approval from 1 of 2',
		],
		['taken back', {}, [ok, says('Grace', 'withdrawn', { at: 2 })], 'waiting', 'Waiting for approval from 1 of 1'],
		[
			'taken back and given again',
			{},
			[says('Grace', 'withdrawn', { at: 2 }), says('Grace', 'approved', { at: 3 })],
			'approved',
			'Approved by Grace',
		],
		[
			'rejected by one',
			{},
			[ok, says('Ada', 'rejected', { reason: ' Too slow ' })],
			'rejected',
			'Rejected by Ada: Too slow',
		],
		['rejected without a reason', {}, [says('Ada', 'rejected')], 'rejected', 'Rejected by Ada'],
		[
			'a rejection taken back',
			{},
			[ok, says('Ada', 'rejected'), says('Ada', 'withdrawn', { at: 2 })],
			'approved',
			'Approved by Grace',
		],
		[
			'a rejection replaced under another name',
			{},
			[says('Ada', 'rejected'), says('ada.l', 'approved', { at: 2 })],
			'approved',
			'Approved by ada.l',
		],
		[
			'a rejection that somebody else cannot replace',
			{},
			[says('Ada', 'rejected'), says('Grace', 'approved', { at: 2 })],
			'rejected',
			'Rejected by Ada',
		],
		['the later of one instant counts', {}, [ok, says('Grace', 'rejected')], 'rejected', 'Rejected by Grace'],
		['somebody who is not asked', { from: ['Grace'] }, [byAda], 'waiting', 'Waiting for approval from 1 of 1'],
		[
			'a rejection of somebody who is not asked',
			{ from: ['Grace'] },
			[ok, says('Ada', 'rejected')],
			'approved',
			'Approved by Grace',
		],
		['somebody who is asked by another name', { from: ['ada@example.org'] }, [byAda], 'approved', 'Approved by ada.l'],
		[
			'only the author',
			{ notOnlyAuthors: true },
			[byAda],
			'waiting',
			'ada.l is an author of this change; somebody else has to approve too',
		],
		[
			'the author and somebody else',
			{ notOnlyAuthors: true, count: 2 },
			[byAda, ok],
			'approved',
			'Approved by ada.l and Grace',
		],
		['somebody else alone', { notOnlyAuthors: true }, [ok], 'approved', 'Approved by Grace'],
		[
			'the engine',
			{},
			[says('x', 'approved', { by: { kind: 'engine' } })],
			'waiting',
			'Waiting for approval from 1 of 1',
		],
	])('%s', (_name, change, approvals, state, text) => {
		expect(status(change, approvals)).toMatchObject({ state, text });
	});

	it('is not needed without a rule', () => {
		expect(approvalStatus({ rule: null, approvals: [ok], authors: null, people })).toMatchObject({
			state: 'not-needed',
			need: 0,
		});
	});

	it('waits where nobody can tell who wrote the change', () => {
		const { state, text } = status({ notOnlyAuthors: true }, [ok], { authors: null });
		expect(state).toBe('waiting');
		expect(text).toBe('Nobody can tell who wrote this change, so it is open whether somebody else has approved');
	});

	it('keeps the newest decision of each, in order of time', () => {
		const decisions = [
			says('Grace', 'approved', { at: 5 }),
			says('Ada', 'rejected', { at: 2 }),
			says('ada.l', 'withdrawn', { at: 7 }),
		];
		expect(status({}, decisions)).toMatchObject({ have: 1, need: 1, decisions: [decisions[0], decisions[2]] });
	});
});

describe('a checklist', () => {
	const grace = (...answers: readonly ChecklistAnswer[]) => says('Grace', 'approved', { answers });
	type Row = readonly [string, readonly Approval[], string, string, readonly string[]];
	it.each<Row>([
		[
			'not answered',
			[grace()],
			'waiting',
			'Nobody has answered yet: Does it do what was asked? and Is it easy?',
			['business', 'usability'],
		],
		['half answered', [grace(answer('business'))], 'waiting', 'Nobody has answered yet: Is it easy?', ['usability']],
		[
			'answered',
			[grace(answer('business'), answer('usability', 'not-applicable'))],
			'approved',
			'Approved by Grace',
			[],
		],
		[
			'answered by two',
			[grace(answer('business')), says('Ada', 'approved', { answers: [answer('usability')] })],
			'approved',
			'Approved by Grace and Ada',
			[],
		],
		[
			'not ok for one of two',
			[
				grace(answer('business'), answer('usability')),
				says('Ada', 'approved', { answers: [answer('usability', 'not-ok')] }),
			],
			'waiting',
			'Not ok for Ada: Is it easy?',
			[],
		],
		[
			'answered in a decision taken back',
			[grace(answer('business'), answer('usability')), says('Grace', 'approved', { at: 2 })],
			'waiting',
			'Nobody has answered yet: Does it do what was asked? and Is it easy?',
			['business', 'usability'],
		],
		[
			'with an answer to a question that is gone',
			[grace(answer('business'), answer('usability'), answer('old', 'not-ok'))],
			'approved',
			'Approved by Grace',
			[],
		],
	])('%s', (_name, approvals, state, text, openItems) => {
		expect(status({ checklist }, approvals)).toMatchObject({ state, text, openItems });
	});
});

it.each<[string, Partial<ApprovalRule> | null, string, boolean, string | null]>([
	['anybody', {}, 'Zoe', true, null],
	['somebody who is asked', { from: ['Ada', 'Grace'] }, 'graceh', true, null],
	['somebody who is not', { from: ['Ada', 'Grace'] }, 'Zoe', true, 'Only Ada and Grace may approve'],
	['who may only look', {}, 'Ada', false, 'This window may only look'],
	['an author', { notOnlyAuthors: true }, 'Ada', true, null],
	['without a rule', null, 'Ada', true, 'Nobody needs to approve this stage'],
])('may decide: %s', (_name, change, name, mayAct, expected) => {
	const asked = change === null ? null : { ...rule, ...change };
	expect(mayApprove({ caller: { name, mayAct }, rule: asked, people })).toBe(expected);
});

describe('one person', () => {
	it.each<[string, string, { name: string; email: string | null }, boolean]>([
		['the same name', 'Zoe', { name: 'zoe', email: null }, true],
		['an alias', 'Ada', { name: 'x', email: 'ADA@example.org' }, true],
		['two aliases', 'ada.l', { name: 'x', email: 'ada@example.org' }, true],
		['the login in a hidden address', 'octo', { name: 'O', email: '49699333+Octo@users.noreply.github.com' }, true],
		['an old hidden address', 'octo', { name: 'O', email: 'octo@users.noreply.github.com' }, true],
		['the login in an ordinary address', 'octo', { name: 'O', email: 'octo@example.org' }, false],
		['nothing in common', 'Ada', { name: 'Grace', email: null }, false],
		['empty names', '', { name: '', email: '' }, false],
	])('%s', (_name, person, author, isSame) => {
		expect(isSamePerson(namesOfPerson(person, people), namesOfAuthor(author, people))).toBe(isSame);
	});
});

const names = ['Ada', 'ada.l', 'Grace', 'GRACEH', 'Zoe', 'zoe', 'Kim'];
const anyApproval = fc
	.record({
		name: fc.constantFrom(...names),
		decision: fc.constantFrom('approved' as const, 'rejected' as const, 'withdrawn' as const),
		at: fc.nat(5),
	})
	.map(({ name, decision, at }) => says(name, decision, { at }));

test.prop([fc.array(anyApproval, { maxLength: 12 }), fc.integer({ min: 1, max: 3 }), fc.boolean()])(
	'is given only by enough different people of whom one wrote nothing, and no rejection stands',
	(approvals, count, notOnlyAuthors) => {
		const result = status({ count, notOnlyAuthors }, approvals);
		const voices = new Map<string, Approval['decision']>();
		const who = (name: string) => name.toLowerCase().replace('ada.l', 'ada').replace('graceh', 'grace');
		for (const { by, decision } of approvals.toSorted((a, b) => a.at - b.at)) {
			if (by.kind === 'person') voices.set(who(by.name), decision);
		}
		const approving = [...voices].filter(([, decision]) => decision === 'approved').map(([name]) => name);
		const isRight = !notOnlyAuthors || approving.some((name) => name !== 'ada');
		const isRejected = [...voices.values()].includes('rejected');
		expect(result.have).toBe(approving.length);
		expect(result.state).toBe(isRejected ? 'rejected' : approving.length >= count && isRight ? 'approved' : 'waiting');
	},
);
