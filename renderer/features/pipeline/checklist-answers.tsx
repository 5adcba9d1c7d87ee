/** The questions of user acceptance, what people answered, and what they attached. */
import { Paperclip } from 'lucide-react';
import type { ReactElement } from 'react';
import type {
	ApprovalStatus,
	Attachment,
	ChecklistAnswer,
	ChecklistItem,
} from '../../../shared/domain/pipeline/decisions.ts';
import { actorName } from '../../../shared/domain/release.ts';
import { useStores } from '../../store/context.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { saveBytes } from '../../ui/save-file.ts';
import { ToolButton } from '../../ui/tool-button.tsx';
import { answersTo, answerWords } from './approval-words.ts';
import styles from './approvals.module.css';
import { fromBase64 } from './base64.ts';
import { sizeText } from './evidence-facts.ts';

const tones: Readonly<Record<ChecklistAnswer['outcome'], Tone>> = {
	ok: 'good',
	'not-ok': 'bad',
	'not-applicable': 'neutral',
};

export function ChecklistAnswers(props: {
	readonly checklist: readonly ChecklistItem[];
	readonly status: ApprovalStatus;
}): ReactElement {
	const { checklist, status } = props;
	return (
		<ul className={styles.questions} aria-label="Questions">
			{checklist.map((item) => {
				const answers = answersTo(item.id, status);
				return (
					<li key={item.id}>
						<p>{item.question}</p>
						{answers.length === 0 ? (
							<Chip tone="neutral" plain>
								not answered yet
							</Chip>
						) : (
							answers.map(({ answer, approval }) => (
								<div key={approval.id} className={styles.answer}>
									<Chip tone={tones[answer.outcome]} plain>
										{answerWords[answer.outcome]}
									</Chip>
									<span className="faint">{actorName(approval.by)}</span>
									{answer.note !== null && <p className={styles.note}>{answer.note}</p>}
									{answer.attachments.map((attachment) => (
										<AttachmentButton key={attachment.id} attachment={attachment} />
									))}
								</div>
							))
						)}
					</li>
				);
			})}
		</ul>
	);
}

function AttachmentButton({ attachment }: { readonly attachment: Attachment }): ReactElement {
	const { client, desk } = useStores();
	const { id, name, sizeBytes } = attachment;
	async function save(): Promise<void> {
		const result = await client.pipelines.attachment({ id });
		if (result.ok) saveBytes(name, fromBase64(result.value.contentBase64));
		else desk.refuse(result.problem);
	}
	return (
		<ToolButton icon={<Paperclip size={12} aria-hidden="true" />} onClick={() => void save()}>
			{name}, {sizeText(sizeBytes)}
		</ToolButton>
	);
}
