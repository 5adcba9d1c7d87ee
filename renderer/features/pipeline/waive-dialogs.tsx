/** Lets a gate not hold a release back for a while, and takes that back. Both leave a name and a reason behind. */
import { type ReactElement, useState } from 'react';
import type { GateResult, Waiver } from '../../../shared/domain/gates/model.ts';
import type { RunView } from '../../../shared/rpc/pipeline-views.ts';
import { usePipelineCommands } from '../../store/hooks.ts';
import { OneOf } from '../../ui/choice.tsx';
import { useNow } from '../../ui/clock.tsx';
import { exactInstant } from '../../ui/instant.ts';
import styles from './dialogs.module.css';
import { ReasonDialog } from './reason-dialog.tsx';
import { runName } from './run-line.tsx';
import { gateLook } from './run-words.ts';

const day = 86_400_000;
const spans = [
	{ id: '1', label: '1 day' },
	{ id: '7', label: '7 days' },
	{ id: '30', label: '30 days' },
] as const;

export function WaiveDialog(props: {
	readonly gate: GateResult;
	readonly run: RunView;
	readonly onClose: () => void;
}): ReactElement {
	const { gate, run, onClose } = props;
	const { waive } = usePipelineCommands();
	const now = useNow(60_000);
	const [days, setDays] = useState<(typeof spans)[number]['id']>('1');
	const [scope, setScope] = useState<'this' | 'every'>('this');
	const until = now + Number(days) * day;
	return (
		<ReasonDialog
			title={`Waive ${gate.gate}`}
			submit={`Waive ${gate.gate} for ${spans.find(({ id }) => id === days)?.label ?? ''}`}
			hint="It stands beside the gate, with your name, for as long as the waiver holds."
			onClose={onClose}
			onSubmit={(reason) =>
				waive({
					service: run.service,
					gate: gate.gate,
					runId: scope === 'this' ? run.id : null,
					reason,
					until,
				})
			}
		>
			<p>
				{gate.gate} {gate.unwaived === 'failed' ? 'failed' : `is ${gateLook[gate.unwaived].word}`}: {gate.found}; limit{' '}
				{gate.limit}. While it is waived it holds nothing back.
			</p>
			<OneOf
				label="For"
				options={[
					{ id: 'this', label: `This run (${runName(run)})` },
					{ id: 'every', label: `Every run of ${run.service}` },
				]}
				value={scope}
				onChange={setScope}
			/>
			<OneOf label="For how long" options={spans} value={days} onChange={setDays} />
			<p className={styles.until}>Until {exactInstant(until)}</p>
		</ReasonDialog>
	);
}

export function EndWaiverDialog(props: { readonly waiver: Waiver; readonly onClose: () => void }): ReactElement {
	const { waiver, onClose } = props;
	const { endWaiver } = usePipelineCommands();
	return (
		<ReasonDialog
			title={`End the waiver of ${waiver.gate}`}
			submit="End the waiver"
			onClose={onClose}
			onSubmit={(reason) => endWaiver({ service: waiver.service, waiverId: waiver.id, reason })}
		>
			<p>
				The gate counts again at once{waiver.runId === null ? ', for every run' : ''}. It was waived because:{' '}
				{waiver.reason}
			</p>
		</ReasonDialog>
	);
}
