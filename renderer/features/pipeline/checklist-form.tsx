import { Paperclip, X } from 'lucide-react';
import { type ReactElement, useRef, useState } from 'react';
import type { ApprovalStatus, Attachment, ChecklistItem } from '../../../shared/domain/pipeline/decisions.ts';
import { usePipelineCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { Field } from '../../ui/field.tsx';
import { answerOf, type GivenAnswer, type GivenAnswers, mostAttachments, mostBytes } from './answer-form.ts';
import { saidTo } from './approval-words.ts';
import { toBase64 } from './base64.ts';
import styles from './dialogs.module.css';
import { sizeText } from './evidence-facts.ts';

const outcomes = [
	{ id: 'open', label: 'Not answered' },
	{ id: 'ok', label: 'Ok' },
	{ id: 'not-ok', label: 'Not ok' },
	{ id: 'not-applicable', label: 'Does not apply' },
] as const;

/** The questions to answer, each with room for a note and files. */
export function ChecklistForm(props: {
	readonly checklist: readonly ChecklistItem[];
	/** What others have answered already. */
	readonly status: ApprovalStatus;
	readonly answers: GivenAnswers;
	readonly onChange: (change: (before: GivenAnswers) => GivenAnswers) => void;
}): ReactElement {
	const { checklist, status, answers, onChange } = props;
	return (
		<ul className={styles.questions}>
			{checklist.map((item) => (
				<Question
					key={item.id}
					item={item}
					said={saidTo(item.id, status)}
					answer={answerOf(answers, item.id)}
					onChange={(change) =>
						onChange((before) => ({ ...before, [item.id]: { ...answerOf(before, item.id), ...change } }))
					}
				/>
			))}
		</ul>
	);
}

function Question(props: {
	readonly item: ChecklistItem;
	/** "Grace: ok"; empty where nobody has answered. */
	readonly said: string;
	readonly answer: GivenAnswer;
	readonly onChange: (change: Partial<GivenAnswer>) => void;
}): ReactElement {
	const { item, said, answer, onChange } = props;
	return (
		<li className={styles.question}>
			<h3>{item.question}</h3>
			{said !== '' && <p className={styles.said}>{said}</p>}
			<OneOf
				label={`Answer to: ${item.question}`}
				hideLabel
				options={outcomes}
				value={answer.outcome ?? 'open'}
				onChange={(outcome) => onChange({ outcome: outcome === 'open' ? null : outcome })}
			/>
			<Field label="Note" lines={2} maxLength={10_000} value={answer.note} onChange={(note) => onChange({ note })} />
			<Files
				files={answer.attachments}
				onAdd={(file) => onChange({ attachments: [...answer.attachments, file] })}
				onRemove={(id) => onChange({ attachments: answer.attachments.filter((each) => each.id !== id) })}
			/>
		</li>
	);
}

function Files(props: {
	readonly files: readonly Attachment[];
	readonly onAdd: (file: Attachment) => void;
	readonly onRemove: (id: string) => void;
}): ReactElement {
	const { files, onAdd, onRemove } = props;
	const picker = useRef<HTMLInputElement>(null);
	const { take, refused } = useAttach(onAdd);
	return (
		<div className={styles.files}>
			{files.map((file) => (
				<span key={file.id} className={styles.file}>
					{file.name}, {sizeText(file.sizeBytes)}
					<Button
						variant="quiet"
						size="s"
						icon={<X size={12} />}
						aria-label={`Remove ${file.name}`}
						onPress={() => onRemove(file.id)}
					/>
				</span>
			))}
			<input
				ref={picker}
				type="file"
				hidden
				aria-label="Attachment"
				onChange={(event) => {
					const [file] = event.target.files ?? [];
					if (file !== undefined) void take(file);
					event.target.value = '';
				}}
			/>
			<Button
				size="s"
				variant="quiet"
				icon={<Paperclip size={13} aria-hidden="true" />}
				isDisabled={files.length >= mostAttachments}
				onPress={() => picker.current?.click()}
			>
				Attach a file
			</Button>
			{refused !== null && (
				<span className={styles.refused} role="alert">
					{refused}
				</span>
			)}
		</div>
	);
}

/** Hands a file to the host; what is refused says why beside the button. */
function useAttach(onAdd: (file: Attachment) => void) {
	const { attach } = usePipelineCommands();
	const [refused, setRefused] = useState<string | null>(null);
	async function take(file: File): Promise<void> {
		if (file.size > mostBytes) {
			return setRefused(`${file.name} has ${sizeText(file.size)}; an attachment may have ${sizeText(mostBytes)}.`);
		}
		const contentBase64 = toBase64(new Uint8Array(await file.arrayBuffer()));
		const name = file.name.slice(-200);
		const result = await attach({ name, mediaType: file.type.slice(0, 100), contentBase64 });
		setRefused(result.ok ? null : `${result.problem.message} ${result.problem.hint}`);
		if (result.ok) onAdd(result.value);
	}
	return { take, refused };
}
