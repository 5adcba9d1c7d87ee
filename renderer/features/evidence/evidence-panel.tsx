/** Evidence of a deployment, and what another policy would have made of it. */
import type { ReactElement } from 'react';
import type { ChartMark } from '../../charts/chart-marks.ts';
import { EvidenceCard, type EvidenceCardProps } from './evidence-card.tsx';
import { TrialPanel } from './trial-panel.tsx';

export function EvidencePanel(
	props: EvidenceCardProps & {
		/** What really happened, for the axis of a trial. */
		readonly marks: readonly ChartMark[];
	},
): ReactElement {
	const { deployment, trail, marks } = props;
	return (
		<>
			<EvidenceCard {...props} />
			<div data-print="no">
				<TrialPanel deployment={deployment} trail={trail} marks={marks} />
			</div>
		</>
	);
}
