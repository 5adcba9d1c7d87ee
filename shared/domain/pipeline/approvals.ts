/** Whether enough people, and the right ones, have approved a stage of a run. */
import type { Approval, ApprovalRule, ApprovalState, ApprovalStatus, Person } from './decisions.ts';
import type { Author } from './model.ts';
import { isSamePerson, type Names, namesOfAuthor, namesOfPerson } from './people.ts';
import { listed } from './words.ts';

export interface ApprovalQuestion {
	/** Null where nobody needs to approve. */
	readonly rule: ApprovalRule | null;
	/** Of this stage of this run, as they were journalled. */
	readonly approvals: readonly Approval[];
	/** Of every commit of the run or release; null where nobody could tell. */
	readonly authors: readonly Author[] | null;
	readonly people: readonly Person[];
}

/** A person's newest decision. */
interface Voice {
	readonly approval: Approval;
	readonly name: string;
	readonly names: Names;
}

export function approvalStatus(question: ApprovalQuestion): ApprovalStatus {
	const { rule } = question;
	const voices = voicesOf(question);
	const decisions = voices.map(({ approval }) => approval);
	if (rule === null) {
		return { state: 'not-needed', text: 'Nobody needs to approve', have: 0, need: 0, decisions, openItems: [] };
	}
	const counting = voices.filter(({ names }) => mayDecide(rule, names, question.people));
	const approving = counting.filter(({ approval }) => approval.decision === 'approved');
	const openItems = openItemsOf(rule, approving);
	const holding = whatHolds(question, rule, counting, openItems);
	return {
		state: holding?.state ?? 'approved',
		text: holding?.text ?? approvedText(approving),
		...{ have: approving.length, need: rule.count, decisions, openItems },
	};
}

/** Why the caller may not decide; null when they may. An author may: it just does not suffice alone. */
export function mayApprove(request: {
	readonly caller: { readonly name: string; readonly mayAct: boolean };
	readonly rule: ApprovalRule | null;
	readonly people: readonly Person[];
}): string | null {
	const { caller, rule, people } = request;
	if (rule === null) return 'Nobody needs to approve this stage';
	if (!caller.mayAct) return 'This window may only look';
	return mayDecide(rule, namesOfPerson(caller.name, people), people) ? null : `Only ${listed(rule.from)} may approve`;
}

function mayDecide({ from }: ApprovalRule, names: Names, people: readonly Person[]): boolean {
	return from.length === 0 || from.some((name) => isSamePerson(namesOfPerson(name, people), names));
}

/** The newest decision of each person, in order of time. Where two bear the same instant, the later journalled is newer. */
function voicesOf({ approvals, people }: ApprovalQuestion): readonly Voice[] {
	const voices: Voice[] = [];
	for (const approval of approvals.toSorted((a, b) => a.at - b.at)) {
		if (approval.by.kind !== 'person') continue;
		const voice = { approval, name: approval.by.name, names: namesOfPerson(approval.by.name, people) };
		const earlier = voices.findIndex(({ names }) => isSamePerson(names, voice.names));
		if (earlier >= 0) voices.splice(earlier, 1);
		voices.push(voice);
	}
	return voices;
}

/** Items that no approver has answered with ok or not-applicable. */
function openItemsOf({ checklist }: ApprovalRule, approving: readonly Voice[]): readonly string[] {
	const answers = approving.flatMap(({ approval }) => approval.answers);
	return checklist
		.map(({ id }) => id)
		.filter((id) => !answers.some(({ item, outcome }) => item === id && outcome !== 'not-ok'));
}

interface Holding {
	readonly state: Extract<ApprovalState, 'waiting' | 'rejected'>;
	readonly text: string;
}

function waiting(text: string): Holding {
	return { state: 'waiting', text };
}

/** The first thing that keeps the stage from being approved. */
function whatHolds(
	question: ApprovalQuestion,
	rule: ApprovalRule,
	voices: readonly Voice[],
	openItems: readonly string[],
): Holding | null {
	const approving = voices.filter(({ approval }) => approval.decision === 'approved');
	const rejecting = voices.find(({ approval }) => approval.decision === 'rejected');
	if (rejecting !== undefined) return { state: 'rejected', text: rejectedText(rejecting) };
	const objection = objectionText(rule, approving);
	if (objection !== null) return waiting(objection);
	if (approving.length < rule.count) {
		return waiting(`Waiting for approval from ${rule.count - approving.length} of ${rule.count}`);
	}
	const authorship = rule.notOnlyAuthors ? authorsText(question, approving) : null;
	if (authorship !== null) return waiting(authorship);
	return openItems.length === 0 ? null : waiting(`Nobody has answered yet: ${questionsOf(rule, openItems)}`);
}

function rejectedText({ name, approval: { reason } }: Voice): string {
	return `Rejected by ${name}${reason === null || reason.trim() === '' ? '' : `: ${reason.trim()}`}`;
}

function approvedText(approving: readonly Voice[]): string {
	return approving.length === 0
		? 'Nobody needs to approve'
		: `Approved by ${listed(approving.map(({ name }) => name))}`;
}

/** An answer "not ok" holds even where somebody else was content. */
function objectionText(rule: ApprovalRule, approving: readonly Voice[]): string | null {
	for (const { name, approval } of approving) {
		const objected = approval.answers
			.filter(({ item, outcome }) => outcome === 'not-ok' && rule.checklist.some(({ id }) => id === item))
			.map(({ item }) => item);
		if (objected.length > 0) return `Not ok for ${name}: ${questionsOf(rule, objected)}`;
	}
	return null;
}

function questionsOf({ checklist }: ApprovalRule, items: readonly string[]): string {
	return listed(checklist.filter(({ id }) => items.includes(id)).map(({ question }) => question));
}

function authorsText({ authors, people }: ApprovalQuestion, approving: readonly Voice[]): string | null {
	if (approving.length === 0) return null;
	if (authors === null)
		return 'Nobody can tell who wrote this change, so it is open whether somebody else has approved';
	const writers = authors.map((author) => namesOfAuthor(author, people));
	const isWriter = ({ names }: Voice) => writers.some((writer) => isSamePerson(writer, names));
	if (!approving.every(isWriter)) return null;
	const names = approving.map(({ name }) => name);
	const are = names.length === 1 ? 'is an author' : 'are authors';
	return `${listed(names)} ${are} of this change; somebody else has to approve too`;
}
