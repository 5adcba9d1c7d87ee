/** The levels over twelve months: what was frozen, and for other months what they left behind. Asked when it is opened. */
import { type ReactElement, type ReactNode, useState } from 'react';
import { addMonths } from '../../../shared/domain/delivery/periods.ts';
import { monthTitle } from '../../../shared/domain/delivery/words.ts';
import { historyMonth } from '../../../shared/domain/maturity/history.ts';
import { type MaturityMonth, maturityLevels } from '../../../shared/domain/maturity/model.ts';
import type { Result } from '../../../shared/domain/result.ts';
import type { MonthlyReport } from '../../../shared/domain/retrospective/model.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Time } from '../../ui/time.tsx';
import styles from './maturity-history.module.css';
import { MaturityLevels } from './maturity-levels.tsx';
import { levelTitle, levelWords, markWords, oldWords, reachedWords } from './maturity-words.ts';
import { useMaturityMonths } from './use-maturity-months.ts';

const shownMonths = 12;

export function MaturityHistory(props: {
	readonly report: Pick<MonthlyReport, 'month' | 'maturity' | 'zone'>;
	readonly frozenAt: number | null;
}): ReactElement {
	const { month, maturity, zone } = props.report;
	const [isOpen, setOpen] = useState(false);
	const [shown, setShown] = useState<MaturityMonth | null>(null);
	const earlier = Array.from({ length: shownMonths - 1 }, (_, index) => addMonths(month, -1 - index));
	const { answers, again } = useMaturityMonths(maturity.scope, earlier, isOpen);
	const own = historyMonth(maturity, { zone, frozenAt: props.frozenAt, remarks: [] });
	const hasFailed = [...answers.values()].some(({ ok }) => !ok);
	return (
		<details onToggle={(event) => setOpen(event.currentTarget.open)}>
			<summary className={styles.summary}>Over the last {shownMonths} months</summary>
			<p className={styles.about}>
				A frozen month stands as it was frozen. Any other is counted from what it left behind: what signalbox.yaml says
				today tells nothing about it, and an answer by hand holds from its date on.
			</p>
			<Legend />
			<div className={styles.scroll}>
				<table className={styles.table} aria-label="Maturity by month, newest first">
					<Head />
					<tbody>
						<Row answer={{ ok: true, value: own }} month={month} note="this report" onShow={setShown} />
						{earlier.map((each) => (
							<Row key={each} answer={answers.get(each) ?? null} month={each} note={null} onShow={setShown} />
						))}
					</tbody>
				</table>
			</div>
			{hasFailed && (
				<Button size="s" onPress={again}>
					Ask again
				</Button>
			)}
			{shown !== null && (
				<Dialog
					title={`Maturity, ${monthTitle(shown.month)}`}
					isOpen
					size="l"
					isForReading
					onClose={() => setShown(null)}
				>
					<MaturityLevels levels={shown.levels} onAsk={null} isOver />
				</Dialog>
			)}
		</details>
	);
}

function Head(): ReactElement {
	return (
		<thead>
			<tr>
				<th scope="col">Month</th>
				{maturityLevels.map((level) => (
					<th key={level} scope="col">
						Level {level}
					</th>
				))}
				<th scope="col">Complete up to</th>
				<th scope="col">Rests on</th>
			</tr>
		</thead>
	);
}

function Legend(): ReactElement {
	return (
		<p className={styles.legend}>
			{(['yes', 'partly', 'no', 'not-measured', 'not-applicable'] as const).map((answer) => (
				<span key={answer}>
					<i className={styles.mark} data-answer={answer} aria-hidden="true" /> {markWords[answer]}
				</span>
			))}
		</p>
	);
}

function Row(props: {
	readonly month: string;
	/** Null: not known yet. */
	readonly answer: Result<MaturityMonth> | null;
	readonly note: string | null;
	readonly onShow: (month: MaturityMonth) => void;
}): ReactElement {
	const { month, answer, note, onShow } = props;
	if (answer === null) return <Said month={month}>being counted</Said>;
	if (!answer.ok) {
		return (
			<Said month={month}>
				{answer.problem.message} {answer.problem.hint}
			</Said>
		);
	}
	const { value } = answer;
	if (isUnknown(value)) return <Said month={month}>nothing is known of this month</Said>;
	return (
		<tr>
			<th scope="row">
				<button type="button" className={styles.open} onClick={() => onShow(value)}>
					{monthTitle(month)}
				</button>
			</th>
			{value.levels.map((level) => (
				<td key={level.level}>
					<Level level={level} />
				</td>
			))}
			<td>{reachedWords(value)}</td>
			<td className={styles.faint}>
				{note ?? (value.frozenAt === null ? 'facts of the month' : null)}
				{value.frozenAt !== null && (
					<>
						{note === null ? '' : ', '}frozen <Time at={value.frozenAt} />
					</>
				)}
				{value.remarks.map((remark) => (
					<small key={remark} className={styles.old}>
						{remark}
					</small>
				))}
				{oldWords(value) !== null && <small className={styles.old}>{oldWords(value)}</small>}
			</td>
		</tr>
	);
}

/** A month without marks: in words over the width of the table. */
function Said({ month, children }: { readonly month: string; readonly children: ReactNode }): ReactElement {
	return (
		<tr>
			<th scope="row">{monthTitle(month)}</th>
			<td colSpan={maturityLevels.length + 2} className={styles.faint}>
				{children}
			</td>
		</tr>
	);
}

function isUnknown({ levels, frozenAt }: MaturityMonth): boolean {
	return frozenAt === null && levels.every(({ items }) => items.every(({ answer }) => answer === 'not-measured'));
}

function Level({ level }: { readonly level: MaturityMonth['levels'][number] }): ReactElement {
	return (
		<span className={styles.level} title={levelTitle(level)}>
			<span className={styles.marks} aria-hidden="true">
				{level.items.map(({ id, answer }) => (
					<i key={id} className={styles.mark} data-answer={answer} />
				))}
			</span>
			<span>{levelWords(level)}</span>
		</span>
	);
}
