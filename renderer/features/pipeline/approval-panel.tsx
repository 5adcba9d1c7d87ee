/** Who must agree, who has, and what they said; with the ways to decide. */
import { type ReactElement, useState } from 'react';
import type { Approval } from '../../../shared/domain/pipeline/decisions.ts';
import { stageTitles } from '../../../shared/domain/pipeline/model.ts';
import { actorName } from '../../../shared/domain/release.ts';
import type { RunDetail, StageView } from '../../../shared/rpc/pipeline-views.ts';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { ActionButton } from './action-button.tsx';
import { ApprovalDialog, type DecisionKind } from './approval-dialog.tsx';
import { openWords, ownDecision, ruleText } from './approval-words.ts';
import styles from './approvals.module.css';
import { ChecklistAnswers } from './checklist-answers.tsx';
import { approvalLook } from './run-words.ts';

type Asked = StageView & { readonly approval: NonNullable<StageView['approval']> };

function isAsked(stage: StageView): stage is Asked {
	return stage.approval !== null;
}

/** Stages that ask for approval; an empty list where none does. */
export function stagesAsking(detail: RunDetail): readonly Asked[] {
	return detail.stages.filter(isAsked);
}

export function ApprovalPanel({ detail }: { readonly detail: RunDetail }): ReactElement | null {
	const stages = stagesAsking(detail);
	const [deciding, setDeciding] = useState<{ readonly stage: string; readonly kind: DecisionKind } | null>(null);
	if (stages.length === 0) return null;
	const asked = stages.find((stage) => stage.name === deciding?.stage) ?? null;
	return (
		<Card title="Approvals">
			<ul className={styles.stages}>
				{stages.map((stage) => (
					<StageApproval key={stage.name} stage={stage} onDecide={(kind) => setDeciding({ stage: stage.name, kind })} />
				))}
			</ul>
			{deciding !== null && asked !== null && (
				<ApprovalDialog
					run={detail.run}
					stage={asked.name}
					rule={asked.approval.rule}
					status={asked.approval.status}
					kind={deciding.kind}
					onClose={() => setDeciding(null)}
				/>
			)}
		</Card>
	);
}

function StageApproval(props: {
	readonly stage: Asked;
	readonly onDecide: (kind: DecisionKind) => void;
}): ReactElement {
	const { stage, onDecide } = props;
	const { rule, status } = stage.approval;
	const look = approvalLook[status.state];
	const open = openWords(rule, status);
	return (
		<li className={styles.stage}>
			<p className={styles.head}>
				<Chip tone={look.tone}>{look.word}</Chip>
				<b>{stageTitles[stage.name]}</b>
				<span className="dim">{status.text}</span>
			</p>
			<p className={styles.rule}>{ruleText(rule)}</p>
			{status.decisions.length > 0 && (
				<ul className={styles.decisions} aria-label="Decisions">
					{status.decisions.map((approval) => (
						<Decision key={approval.id} approval={approval} />
					))}
				</ul>
			)}
			{rule.checklist.length > 0 && <ChecklistAnswers checklist={rule.checklist} status={status} />}
			{open.length > 0 && rule.checklist.length === 0 && <p className={styles.rule}>{open.join('. ')}</p>}
			<Buttons stage={stage} onDecide={onDecide} />
		</li>
	);
}

const decisionLook: Readonly<Record<Approval['decision'], { readonly tone: Tone; readonly word: string }>> = {
	approved: { tone: 'good', word: 'approved' },
	rejected: { tone: 'bad', word: 'rejected' },
	withdrawn: { tone: 'neutral', word: 'withdrew' },
};

function Decision({ approval }: { readonly approval: Approval }): ReactElement {
	const { tone, word } = decisionLook[approval.decision];
	return (
		<li>
			<Glyph tone={tone} />
			<span>
				<b>{actorName(approval.by)}</b> {word} <Time at={approval.at} className="faint" />
				{approval.reason !== null && <span className={styles.reason}>{approval.reason}</span>}
			</span>
		</li>
	);
}

function Buttons(props: { readonly stage: Asked; readonly onDecide: (kind: DecisionKind) => void }) {
	const { stage, onDecide } = props;
	const { mayAct, actor } = useHost();
	const { status, mayApprove } = stage.approval;
	const own = ownDecision(status, actor);
	if (!mayAct) return null;
	const isOver = stage.state === 'passed' || stage.state === 'cancelled' || status.state === 'not-needed';
	return (
		<div className={styles.buttons}>
			{own?.decision !== 'approved' && !isOver && (
				<ActionButton
					action={{ ...mayApprove, label: `Approve ${stageTitles[stage.name]}` }}
					variant="primary"
					size="s"
					onPress={() => onDecide('approved')}
				/>
			)}
			{own?.decision !== 'rejected' && !isOver && mayApprove.allowed && (
				<Button size="s" onPress={() => onDecide('rejected')}>
					Reject
				</Button>
			)}
			{own !== null && (
				<Button size="s" variant="quiet" onPress={() => onDecide('withdrawn')}>
					Withdraw what you said
				</Button>
			)}
			{!mayApprove.allowed && !isOver && mayApprove.detail !== null && (
				<span className={styles.refused}>{mayApprove.detail}</span>
			)}
		</div>
	);
}
