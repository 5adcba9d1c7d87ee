/** Freezing a month: asked once more, because nobody can take it back. */
import { Lock } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import type { Problem as ProblemValue } from '../../../shared/domain/result.ts';
import type { RetrospectiveView } from '../../../shared/rpc/delivery-views.ts';
import { useDeliveryCommands, useHost } from '../../store/hooks.ts';
import { useAnnounce } from '../../ui/announcer.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export function Freeze(props: {
	readonly view: RetrospectiveView;
	readonly onProblem: (problem: ProblemValue | null) => void;
	readonly onChanged: () => void;
}): ReactElement {
	const { view, onProblem, onChanged } = props;
	const { freezeReport } = useDeliveryCommands();
	const { mayAct } = useHost();
	const announce = useAnnounce();
	const [isAsking, setAsking] = useState(false);
	const title = monthTitle(view.report.month);
	async function freeze(): Promise<void> {
		setAsking(false);
		onProblem(null);
		const { scope, month, inputsHash } = view.report;
		const result = await freezeReport({ scope, month, inputsHash });
		if (!result.ok) onProblem(result.problem);
		else announce('The report is frozen.');
		onChanged();
	}
	return (
		<>
			<Button
				variant="primary"
				icon={<Lock size={14} aria-hidden="true" />}
				isDisabled={!mayAct}
				onPress={() => setAsking(true)}
			>
				Freeze {title}
			</Button>
			<Dialog
				title={`Freeze the report of ${title}`}
				size="s"
				isOpen={isAsking}
				onClose={() => setAsking(false)}
				footer={
					<>
						<Button variant="quiet" onPress={() => setAsking(false)}>
							Not yet
						</Button>
						<Button variant="primary" onPress={() => void freeze()}>
							Freeze it for good
						</Button>
					</>
				}
			>
				<p>
					Its numbers, notes and actions stay as they are now, for everybody. What comes to be known later stands in it
					as “revised since”. It cannot be taken back.
				</p>
			</Dialog>
		</>
	);
}
