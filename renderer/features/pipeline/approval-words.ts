/** What an approval asks for and what is still open, in words. Pure. */
import { formatCounted } from '../../../shared/domain/format.ts';
import type {
	Approval,
	ApprovalRule,
	ApprovalStatus,
	ChecklistAnswer,
} from '../../../shared/domain/pipeline/decisions.ts';
import { actorName } from '../../../shared/domain/release.ts';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';

export const answerWords: Readonly<Record<ChecklistAnswer['outcome'], string>> = {
	ok: 'ok',
	'not-ok': 'not ok',
	'not-applicable': 'does not apply',
};

/** "Ada, Grace or Linus" */
export function anyOf(names: readonly string[]): string {
	if (names.length < 2) return names.join('');
	return `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
}

/** "2 approvals from Ada, Grace or Linus, not only from authors of the change" */
export function ruleText({ count, from, notOnlyAuthors, checklist }: ApprovalRule): string {
	const who = from.length === 0 ? 'anybody who may act' : anyOf(from);
	const authors = notOnlyAuthors ? ', not only from authors of the change' : '';
	const questions = checklist.length === 0 ? '' : `, with ${formatCounted(checklist.length, 'question')} answered`;
	return `${formatCounted(count, 'approval')} from ${who}${authors}${questions}`;
}

/** What is missing, as the rule and the answers so far have it; empty when nothing is. */
export function openWords(rule: ApprovalRule, status: ApprovalStatus): readonly string[] {
	if (status.state !== 'waiting') return [];
	const people = status.need - status.have;
	const questions = rule.checklist.filter(({ id }) => status.openItems.includes(id));
	return [
		...(people > 0 ? [`${formatCounted(people, 'approval')} to come`] : []),
		...questions.map(({ question }) => `Not answered yet: ${question}`),
	];
}

/** The newest decision of a person that still stands; null when there is none. */
export function ownDecision(status: ApprovalStatus, name: string): Approval | null {
	const own = status.decisions.findLast(({ by }) => by.kind === 'person' && by.name === name) ?? null;
	return own === null || own.decision === 'withdrawn' ? null : own;
}

/** The newest answer to a question, and whose it is. Withdrawn decisions take their answers along. */
export function answersTo(
	item: string,
	status: ApprovalStatus,
): readonly { readonly answer: ChecklistAnswer; readonly approval: Approval }[] {
	return status.decisions
		.filter(({ decision }) => decision !== 'withdrawn')
		.flatMap((approval) =>
			approval.answers.filter((answer) => answer.item === item).map((answer) => ({ answer, approval })),
		);
}

/** "Grace: ok, Linus: does not apply"; empty where nobody has answered. */
export function saidTo(item: string, status: ApprovalStatus): string {
	return answersTo(item, status)
		.map(({ answer, approval }) => `${actorName(approval.by)}: ${answerWords[answer.outcome]}`)
		.join(', ');
}

/** Where a decision goes: the run as the screen shows it. */
export type DecidedRun = Pick<RunView, 'id' | 'service' | 'attempt' | 'headline'>;
