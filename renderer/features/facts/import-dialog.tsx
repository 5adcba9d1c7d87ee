/** Brings facts in from a file: from the browser while it is small, else from the disk of the machine that runs this room. */
import { type ReactElement, useRef, useState } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import { useDeliveryCommands } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { OneOf } from '../../ui/choice.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Select } from '../../ui/select.tsx';
import styles from './facts.module.css';
import { formatOf, formats, type ImportFormat, mostText, nameOfPath } from './import-file.ts';

type Way = 'text' | 'file';

interface Chosen {
	readonly name: string;
	readonly text: string;
}

function useImport(onDone: () => void) {
	const commands = useDeliveryCommands();
	const [way, setWay] = useState<Way>('text');
	const [chosen, setChosen] = useState<Chosen | null>(null);
	const [path, setPath] = useState('');
	const [format, setFormat] = useState<ImportFormat>('csv');
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const [isSending, setSending] = useState(false);
	const guess = (name: string): void => setFormat(formatOf(name) ?? format);
	const isTooLarge = way === 'text' && chosen !== null && chosen.text.length > mostText;
	const isReady = !isSending && (way === 'text' ? chosen !== null && !isTooLarge : path.trim() !== '');
	const send = async (): Promise<void> => {
		setSending(true);
		setProblem(null);
		const result = await commands.import(
			way === 'text'
				? { name: chosen?.name ?? '', format, from: { kind: 'text', text: chosen?.text ?? '' } }
				: { name: nameOfPath(path.trim()), format, from: { kind: 'file', path: path.trim() } },
		);
		setSending(false);
		if (!result.ok) return setProblem(result.problem);
		onDone();
	};
	return {
		...{ way, setWay, chosen, path, format, setFormat, problem, isSending, isTooLarge, isReady, send },
		choose(file: Chosen) {
			setChosen(file);
			guess(file.name);
		},
		takePath(value: string) {
			setPath(value);
			guess(value);
		},
	};
}

export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
	const form = useImport(onClose);
	return (
		<Dialog
			title="Import facts from a file"
			isOpen
			onClose={onClose}
			footer={
				<>
					<Button variant="quiet" onPress={onClose}>
						Cancel
					</Button>
					<Button variant="primary" isDisabled={!form.isReady} onPress={() => void form.send()}>
						{form.isSending ? 'Reading the file' : 'Import'}
					</Button>
				</>
			}
		>
			<div className={styles.form}>
				<OneOf
					label="Where the file is"
					options={[
						{ id: 'text', label: 'I choose it here' },
						{ id: 'file', label: 'On the machine of this room' },
					]}
					value={form.way}
					onChange={form.setWay}
				/>
				{form.way === 'text' ? (
					<FileChoice chosen={form.chosen} isTooLarge={form.isTooLarge} onChoose={form.choose} />
				) : (
					<Field label="Path" mono value={form.path} placeholder="/home/ada/deployments.csv" onChange={form.takePath} />
				)}
				<Select label="Format" options={formats} value={form.format} onChange={form.setFormat} />
				<p className="dim">
					All of it is taken, or nothing: what cannot be read is named with its line and column. The same fact told
					twice counts once, and an import can be forgotten again.
				</p>
				{form.problem !== null && <Problem problem={form.problem} />}
			</div>
		</Dialog>
	);
}

function FileChoice(props: {
	readonly chosen: Chosen | null;
	readonly isTooLarge: boolean;
	readonly onChoose: (file: Chosen) => void;
}): ReactElement {
	const { chosen, isTooLarge, onChoose } = props;
	const input = useRef<HTMLInputElement>(null);
	return (
		<div className={styles.file}>
			<input
				ref={input}
				type="file"
				hidden
				accept=".csv,.json,.jsonl,.ndjson,text/csv,application/json"
				onChange={(event) => {
					const file = event.target.files?.[0];
					if (file !== undefined) void file.text().then((text) => onChoose({ name: file.name, text }));
				}}
			/>
			<Button onPress={() => input.current?.click()}>Choose a file</Button>
			<span className="dim">
				{chosen === null ? 'Up to 700 kB' : `${chosen.name}, ${formatCount(chosen.text.length)} characters`}
			</span>
			{isTooLarge && (
				<p className={styles.wrong} role="alert">
					The file is too large to be sent from here. Put it on the machine of this room and give its path.
				</p>
			)}
		</div>
	);
}
