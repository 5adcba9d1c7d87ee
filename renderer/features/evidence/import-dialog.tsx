/** An analysis of another engine as a `health:` section: what came along, and what did not and why. */
import { type ReactElement, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { ImportReport } from '../../../shared/rpc/views.ts';
import { useClient } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ImportResult } from './import-result.tsx';
import styles from './import.module.css';

/** More than any analysis has, and what the engine takes, bytes. */
const largestFile = 1_000_000;

const tooLarge: ProblemValue = {
	code: 'invalid-input',
	message: 'That is larger than 1 MB, so it is no analysis.',
	hint: 'Paste or choose the AnalysisTemplate or the canary configuration itself.',
	retryable: false,
};

interface Importing {
	readonly report: ImportReport | null;
	readonly problem: ProblemValue | null;
	readonly isReading: boolean;
	readonly read: (source: string) => void;
	readonly refuse: (problem: ProblemValue) => void;
	readonly again: () => void;
}

function useImporting(): Importing {
	const client = useClient();
	const [report, setReport] = useState<ImportReport | null>(null);
	const [problem, setProblem] = useState<ProblemValue | null>(null);
	const [isReading, setReading] = useState(false);
	const read = (source: string): void => {
		if (isReading) return;
		if (source.length > largestFile) return setProblem(tooLarge);
		setReading(true);
		setProblem(null);
		void client.evidence.importAnalysis({ source }).then((result) => {
			setReading(false);
			if (result.ok) setReport(result.value);
			else setProblem(result.problem);
		});
	};
	return { report, problem, isReading, read, refuse: setProblem, again: () => setReport(null) };
}

function Source(props: {
	readonly text: string;
	readonly onText: (text: string) => void;
	readonly importing: Importing;
}) {
	const { text, onText, importing } = props;
	const choose = (files: FileList | null): void => {
		const file = files?.[0];
		if (file === undefined) return;
		if (file.size > largestFile) return importing.refuse(tooLarge);
		void file.text().then((source) => {
			onText(source);
			importing.read(source);
		});
	};
	return (
		<div className={styles.source}>
			<p>
				Paste an <b>AnalysisTemplate</b> of Argo Rollouts (YAML) or a <b>canary configuration</b> of Kayenta (JSON), or
				choose its file. It becomes a <span className="mono">health:</span> section to read, try and copy.
			</p>
			<Field
				label="Analysis"
				value={text}
				onChange={onText}
				lines={13}
				mono
				autoFocus
				spellCheck="false"
				placeholder={'apiVersion: argoproj.io/v1alpha1\nkind: AnalysisTemplate'}
				description="Nothing is written: signalbox.yaml stays as it is."
			/>
			{importing.problem !== null && <Problem problem={importing.problem} />}
			<div className={styles.actions}>
				<FileTrigger acceptedFileTypes={['.yaml', '.yml', '.json']} onSelect={choose}>
					<Button>Choose a file</Button>
				</FileTrigger>
				<Button
					variant="primary"
					// Not while it reads: a button that is switched off loses the focus, and the dialog with it its keys.
					isDisabled={text.trim() === ''}
					onPress={() => importing.read(text)}
				>
					{importing.isReading ? 'Reading' : 'Read it'}
				</Button>
			</div>
		</div>
	);
}

export function ImportDialog({ onClose }: { readonly onClose: () => void }): ReactElement {
	const [text, setText] = useState('');
	const importing = useImporting();
	return (
		<Dialog title="Import an analysis" isOpen onClose={onClose} size="l">
			{importing.report === null ? (
				<Source text={text} onText={setText} importing={importing} />
			) : (
				<ImportResult report={importing.report} onAgain={importing.again} onClose={onClose} />
			)}
		</Dialog>
	);
}
