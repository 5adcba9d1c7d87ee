/** Whether last month's actions helped, said plainly. */
import type { ReactElement } from 'react';
import type { ActionReview } from '../../../shared/domain/maturity/model.ts';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

const looks: Readonly<Record<ActionReview['outcome'], { readonly tone: Tone; readonly words: string }>> = {
	reached: { tone: 'good', words: 'goal reached' },
	better: { tone: 'good', words: 'better' },
	unchanged: { tone: 'neutral', words: 'unchanged' },
	worse: { tone: 'warn', words: 'worse' },
	'not-measured': { tone: 'neutral', words: 'not measured' },
};

export function ActionsSection({ view: { report } }: SectionProps): ReactElement {
	if (report.lastMonthsActions.length === 0) return <p className={styles.faint}>Nothing was agreed last month.</p>;
	return (
		<ul className={styles.items}>
			{report.lastMonthsActions.map((review) => (
				<li key={review.id}>
					<Chip tone={looks[review.outcome].tone}>{looks[review.outcome].words}</Chip>
					<div>
						{review.text} {review.owner !== null && <span className={styles.faint}>{review.owner}</span>}
						<small className={styles.remark}>{review.result}</small>
					</div>
				</li>
			))}
		</ul>
	);
}
