/** One person's decision on a stage of a run: yes with the questions answered, no with a reason, or taken back. */
import { type ReactElement, useState } from 'react';
import type { ApprovalRule, ApprovalStatus } from '../../../shared/domain/pipeline/decisions.ts';
import { type StageName, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import { usePipelineCommands } from '../../store/hooks.ts';
import { emptyAnswers, type GivenAnswers, answersGiven, lacksOf } from './answer-form.ts';
import type { DecidedRun } from './approval-words.ts';
import { ChecklistForm } from './checklist-form.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

export type DecisionKind = 'approved' | 'rejected' | 'withdrawn';

const titles: Readonly<Record<DecisionKind, (stage: string) => string>> = {
	approved: (stage) => `Approve ${stage}`,
	rejected: (stage) => `Reject ${stage}`,
	withdrawn: (stage) => `Withdraw what you said on ${stage}`,
};

export function ApprovalDialog(props: {
	readonly run: DecidedRun;
	readonly stage: StageName;
	readonly rule: ApprovalRule;
	readonly status: ApprovalStatus;
	readonly kind: DecisionKind;
	readonly onClose: () => void;
}): ReactElement {
	const { run, stage, rule, status, kind, onClose } = props;
	const { approve } = usePipelineCommands();
	// The try that the screen showed when the dialog opened is the one that is decided on.
	const [attempt] = useState(run.attempt);
	const [answers, setAnswers] = useState<GivenAnswers>(() => emptyAnswers(rule.checklist));
	const asksQuestions = kind !== 'withdrawn' && rule.checklist.length > 0;
	const title = titles[kind](stageTitles[stage]);
	return (
		<ReasonDialog
			title={title}
			submit={kind === 'withdrawn' ? 'Withdraw it' : title}
			variant={kind === 'rejected' ? 'danger' : 'primary'}
			needsReason={kind !== 'approved'}
			missing={kind === 'approved' ? lacksOf(rule.checklist, answers) : null}
			size={asksQuestions ? 'l' : 'm'}
			onClose={onClose}
			onSubmit={(reason) =>
				approve({
					service: run.service,
					runId: run.id,
					stage,
					attempt,
					decision: kind,
					reason: reason === '' ? null : reason,
					answers: asksQuestions ? answersGiven(answers) : [],
				})
			}
		>
			<p>
				{run.service}: {run.headline}
			</p>
			{asksQuestions && (
				<ChecklistForm checklist={rule.checklist} status={status} answers={answers} onChange={setAnswers} />
			)}
		</ReasonDialog>
	);
}
