/** The five levels: what evidence answers, what people answered, and what nobody has measured. */
import { type ReactElement, useState } from 'react';
import type { MaturityItem } from '../../../shared/domain/maturity/model.ts';
import { MaturityDialog } from './maturity-dialog.tsx';
import { MaturityHistory } from './maturity-history.tsx';
import { MaturityLevels } from './maturity-levels.tsx';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function MaturitySection({ view, onChanged }: SectionProps): ReactElement {
	const { maturity } = view.report;
	const [asked, setAsked] = useState<MaturityItem | null>(null);
	return (
		<>
			<p>
				{maturity.reached === 0
					? 'No level is fulfilled as a whole.'
					: `Every item up to level ${maturity.reached} is fulfilled.`}{' '}
				<span className={styles.faint}>This is about practices, not about people.</span>
			</p>
			<MaturityLevels levels={maturity.levels} onAsk={view.frozen === null ? setAsked : null} />
			<MaturityHistory report={view.report} frozenAt={view.frozen?.frozenAt ?? null} />
			{asked !== null && (
				<MaturityDialog
					item={asked}
					scope={maturity.scope}
					onClose={() => setAsked(null)}
					onAnswered={() => {
						setAsked(null);
						onChanged();
					}}
				/>
			)}
		</>
	);
}
