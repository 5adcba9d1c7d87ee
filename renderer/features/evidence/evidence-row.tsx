/** One metric: a line that says it, and behind it everything that stands for it. */
import { ChevronRight } from 'lucide-react';
import { type ReactElement, useId } from 'react';
import { metricAnswerWord } from '../../../shared/domain/health/evidence/order.ts';
import { Chip } from '../../ui/chip.tsx';
import { judgeName, metricTone } from './answer-look.ts';
import { EvidenceDetail } from './evidence-detail.tsx';
import type { EvidenceRow as Row } from './evidence-rows.ts';
import { IntervalBar } from './interval-plot.tsx';
import styles from './evidence.module.css';
import { Sparkline } from './strength-chart.tsx';

/** The words without the label that leads them: it stands before them already. */
function wordsAfterLabel({ evidence }: Row): string {
	const { words, label } = evidence;
	return words.startsWith(`${label} `)
		? words.slice(label.length + 1)
		: words.replace(`still looking at ${label}: `, '');
}

export function EvidenceRow(props: {
	readonly row: Row;
	readonly range: readonly [number, number] | null;
	readonly isOpen: boolean;
	/** Several judges speak, so each line says which. */
	readonly namesJudge: boolean;
	readonly onToggle: () => void;
}): ReactElement {
	const { row, range, isOpen, namesJudge, onToggle } = props;
	const { evidence } = row;
	const detailId = useId();
	const word = metricAnswerWord(evidence);
	return (
		<li className={styles.item} data-open={isOpen}>
			<button
				type="button"
				className={styles.row}
				aria-expanded={isOpen}
				aria-controls={isOpen ? detailId : undefined}
				onClick={onToggle}
			>
				<ChevronRight size={14} className={styles.chevron} aria-hidden="true" />
				<span className={styles.answer}>
					<Chip tone={metricTone(evidence)} plain>
						{word}
					</Chip>
				</span>
				<span className={styles.words}>
					<b>{evidence.label}</b> {wordsAfterLabel(row)}
					{(namesJudge || evidence.role === 'inform') && (
						<span className={styles.aside}>
							{[namesJudge ? judgeName(evidence.judge) : null, evidence.role === 'inform' ? 'informs only' : null]
								.filter((part) => part !== null)
								.join(', ')}
						</span>
					)}
				</span>
				<span className={styles.interval}>
					<IntervalBar evidence={evidence} />
				</span>
				<span className={styles.spark}>
					<Sparkline looks={row.looks} harm={evidence.harm} nonInferior={evidence.nonInferior} range={range} />
				</span>
			</button>
			{isOpen && (
				<div id={detailId} className={styles.detail}>
					<EvidenceDetail row={row} range={range} />
				</div>
			)}
		</li>
	);
}
