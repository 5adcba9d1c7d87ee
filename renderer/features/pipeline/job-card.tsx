import { type CSSProperties, memo, type ReactElement, useCallback } from 'react';
import type { Job } from '../../../shared/domain/pipeline/model.ts';
import { cx } from '../../ui/cx.ts';
import { Glyph } from '../../ui/glyph.tsx';
import { jobLine } from './job-words.ts';
import styles from './graph.module.css';
import { useRunText } from './run-clock.tsx';
import { jobLook } from './run-words.ts';

export interface JobCardProps {
	readonly job: Job;
	readonly y: number;
	readonly isChosen: boolean;
	/** A job that the lines of the one in hand lead to or from. */
	readonly isNear: boolean;
	readonly onChoose: (id: string) => void;
	readonly onPoint: (id: string | null) => void;
}

/** One job in the graph: a press opens it below. */
export const JobCard = memo(function JobCard(props: JobCardProps): ReactElement {
	const { job, y, isChosen, isNear, onChoose, onPoint } = props;
	const line = useRunText(useCallback((now: number) => jobLine(job, now), [job]));
	return (
		<button
			type="button"
			tabIndex={-1}
			data-job={job.id}
			className={cx(styles.job, styles[job.state], isNear && styles.near)}
			style={{ '--y': `${y}px` } as CSSProperties}
			aria-pressed={isChosen}
			title={`${job.name}\n${line}`}
			onClick={() => onChoose(job.id)}
			onPointerEnter={() => onPoint(job.id)}
			onPointerLeave={() => onPoint(null)}
			onFocus={() => onPoint(job.id)}
			onBlur={() => onPoint(null)}
		>
			<Glyph tone={jobLook[job.state].tone} />
			<span className={styles.name}>{job.name}</span>
			<small className={styles.line}>{line}</small>
			{job.needs.length > 0 && <span className="hidden-text">needs {job.needs.join(', ')}</span>}
		</button>
	);
});
