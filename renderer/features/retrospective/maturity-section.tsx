/** The five levels: what evidence answers, what people answered, and what nobody has measured. */
import { type ReactElement, useState } from 'react';
import type { MaturityAnswer, MaturityAssessment, MaturityItem } from '../../../shared/domain/maturity/model.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { MaturityDialog } from './maturity-dialog.tsx';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

const looks: Readonly<Record<MaturityAnswer, { readonly tone: Tone; readonly words: string }>> = {
	yes: { tone: 'good', words: 'yes' },
	partly: { tone: 'warn', words: 'partly' },
	no: { tone: 'warn', words: 'no' },
	'not-applicable': { tone: 'neutral', words: 'does not apply' },
	'not-measured': { tone: 'neutral', words: 'not measured' },
};

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
			{maturity.levels.map((level) => (
				<Level key={level.level} level={level} onAsk={view.frozen === null ? setAsked : null} />
			))}
			<History history={maturity.history} />
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

function Level(props: {
	readonly level: MaturityAssessment['levels'][number];
	/** Null where nothing can be answered any more. */
	readonly onAsk: ((item: MaturityItem) => void) | null;
}): ReactElement {
	const { level, title, items, fulfilled, answered } = props.level;
	return (
		<article className={styles.level}>
			<h3>
				Level {level}: {title}{' '}
				<span className={styles.faint}>
					{fulfilled} of {answered} that could be answered
				</span>
			</h3>
			<ul className={styles.items}>
				{items.map((item) => (
					<Item key={item.id} item={item} onAsk={props.onAsk} />
				))}
			</ul>
		</article>
	);
}

function Item(props: {
	readonly item: MaturityItem;
	readonly onAsk: ((item: MaturityItem) => void) | null;
}): ReactElement {
	const { item, onAsk } = props;
	const { mayAct } = useHost();
	const { tone, words } = looks[item.answer];
	return (
		<li>
			<Chip tone={tone}>{words}</Chip>
			<div>
				{item.question}
				{item.evidence.map((line) => (
					<small key={line} className={styles.remark}>
						{line}
					</small>
				))}
				{item.hint !== null && <small className={styles.remark}>{item.hint}</small>}
				{item.answeredBy === 'hand' && item.at !== null && (
					<small className={styles.remark}>
						answered by hand <Time at={item.at} />
					</small>
				)}
			</div>
			{item.answeredBy !== 'evidence' && onAsk !== null && (
				<Button
					size="s"
					variant="quiet"
					isDisabled={!mayAct}
					aria-label={`Answer: ${item.question}`}
					onPress={() => onAsk(item)}
				>
					{item.answeredBy === 'hand' ? 'Change' : 'Answer'}
				</Button>
			)}
		</li>
	);
}

function History({ history }: Pick<MaturityAssessment, 'history'>): ReactElement | null {
	if (history.length < 2) return null;
	return (
		<details>
			<summary>Over {history.length} months</summary>
			<table className={styles.table} aria-label="Items fulfilled by month">
				<thead>
					<tr>
						<th scope="col">Month</th>
						{([1, 2, 3, 4, 5] as const).map((level) => (
							<th key={level} scope="col">
								Level {level}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{history.map(({ month, fulfilled }) => (
						<tr key={month}>
							<th scope="row">{monthTitle(month)}</th>
							{([1, 2, 3, 4, 5] as const).map((level) => (
								<td key={level} className={styles.number}>
									{fulfilled[level]}
								</td>
							))}
						</tr>
					))}
				</tbody>
			</table>
		</details>
	);
}
