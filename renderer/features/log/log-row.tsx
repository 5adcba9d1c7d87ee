import { ChevronDown, ChevronRight } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { formatCounted } from '../../../shared/domain/format.ts';
import { cx } from '../../ui/cx.ts';
import type { Fold } from './log-folds.ts';
import { drawLine, type LogSpan } from './log-line.ts';
import styles from './log.module.css';

export interface LogRowProps {
	/** Number of the line, from 0. */
	readonly line: number;
	readonly text: string;
	/** Lower case; empty for nothing. */
	readonly found: string;
	/** The search stands on this line. */
	readonly isCurrent: boolean;
	readonly isClosed: boolean | null;
	readonly hidden: number;
	readonly depth: number;
	readonly showTimes: boolean;
	readonly onToggle: (line: number) => void;
}

/** What a row needs to know of the group that its line names. */
export function foldProps(fold: Fold | null): Pick<LogRowProps, 'isClosed' | 'hidden' | 'depth'> {
	if (fold === null) return { isClosed: null, hidden: 0, depth: 0 };
	return { isClosed: fold.isClosed, hidden: fold.to === null ? 0 : fold.to - fold.from, depth: fold.depth };
}

/** One line. Drawn again only when something of it changed: rows come and go with every scroll. */
export const LogRow = memo(function LogRow(props: LogRowProps): ReactElement {
	const { line, text, found, isCurrent, isClosed, hidden, showTimes, onToggle } = props;
	const { stamp, spans, cut } = drawLine(text, found);
	const words = spans.map((span, at) => <Span key={at} span={span} />);
	return (
		<div className={cx(styles.row, isCurrent && styles.current)} data-line={line + 1}>
			<span className={styles.number} aria-hidden="true">
				{line + 1}
			</span>
			{showTimes && <span className={styles.time}>{stamp === null ? '' : stamp.slice(11, 23)}</span>}
			{isClosed === null ? (
				<span className={styles.words}>
					{words}
					{cut > 0 && <span className={styles.cut}> {formatCounted(cut, 'more character')}</span>}
				</span>
			) : (
				<button type="button" className={styles.fold} aria-expanded={!isClosed} onClick={() => onToggle(line)}>
					{isClosed ? <ChevronRight size={14} aria-hidden="true" /> : <ChevronDown size={14} aria-hidden="true" />}
					<span>{words}</span>
					{isClosed && hidden > 0 && <span className={styles.cut}>{formatCounted(hidden, 'line')}</span>}
				</button>
			)}
		</div>
	);
});

function Span({ span }: { readonly span: LogSpan }): ReactElement {
	const { text, classes, rgb, backgroundRgb, isFound } = span;
	const names = cx(...classes.map((name) => styles[name]), rgb !== null && styles.mixed, isFound && styles.found);
	if (names === '' && backgroundRgb === null) return <>{text}</>;
	const style = {
		...(rgb === null ? {} : { '--own': `rgb(${rgb})` }),
		...(backgroundRgb === null ? {} : { backgroundColor: `rgb(${backgroundRgb} / 0.35)` }),
	};
	return isFound ? (
		<mark className={names} style={style}>
			{text}
		</mark>
	) : (
		<span className={names} style={style}>
			{text}
		</span>
	);
}
