/** The levels of one month with their items: each answer with what shows it. */
import type { ReactElement } from 'react';
import type { MaturityAnswer, MaturityAssessment, MaturityItem } from '../../../shared/domain/maturity/model.ts';
import { useHost } from '../../store/hooks.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { Time } from '../../ui/time.tsx';
import { levelWords } from './maturity-words.ts';
import styles from './retrospective.module.css';

const looks: Readonly<Record<MaturityAnswer, { readonly tone: Tone; readonly words: string }>> = {
	yes: { tone: 'good', words: 'yes' },
	partly: { tone: 'warn', words: 'partly' },
	no: { tone: 'warn', words: 'no' },
	'not-applicable': { tone: 'neutral', words: 'does not apply' },
	'not-measured': { tone: 'neutral', words: 'not measured' },
};

export function MaturityLevels(props: {
	readonly levels: MaturityAssessment['levels'];
	/** Null where nothing can be answered any more. */
	readonly onAsk: ((item: MaturityItem) => void) | null;
	/** Of a month that is over nothing can be connected any more, so what would answer an item is left out. */
	readonly isOver?: boolean;
}): ReactElement {
	return (
		<div className={styles.levels}>
			{props.levels.map((level) => (
				<Level key={level.level} {...props} level={level} />
			))}
		</div>
	);
}

function Level(props: {
	readonly level: MaturityAssessment['levels'][number];
	readonly onAsk: ((item: MaturityItem) => void) | null;
	readonly isOver?: boolean;
}): ReactElement {
	const { level, title, items, fulfilled, answered } = props.level;
	return (
		<article className={styles.level}>
			<h3>
				Level {level}: {title}{' '}
				<span className={styles.faint}>
					{answered === 0 ? levelWords(props.level) : `${fulfilled} of ${answered} that could be answered`}
				</span>
			</h3>
			<ul className={styles.items}>
				{items.map((item) => (
					<Item key={item.id} {...props} item={item} />
				))}
			</ul>
		</article>
	);
}

function Item(props: {
	readonly item: MaturityItem;
	readonly onAsk: ((item: MaturityItem) => void) | null;
	readonly isOver?: boolean;
}): ReactElement {
	const { item, onAsk, isOver = false } = props;
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
				{item.hint !== null && !isOver && (
					<small className={styles.remark}>
						<WithCode text={item.hint} />
					</small>
				)}
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

/** What stands between backticks is code. */
function WithCode({ text }: { readonly text: string }): ReactElement {
	return <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={part}>{part}</code> : part))}</>;
}
