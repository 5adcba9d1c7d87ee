import type { ReactElement, ReactNode } from 'react';
import type { Problem as ProblemValue } from '../../shared/domain/result.ts';
import { Glyph, type Tone } from './glyph.tsx';
import styles from './problem.module.css';

/** What went wrong, what to do next, and the facts behind it for those who want them. */
export function Problem({
	problem,
	actions,
	compact = false,
	tone,
}: {
	readonly problem: ProblemValue;
	readonly actions?: ReactNode;
	readonly compact?: boolean;
	/** Another than that of the problem itself: for what is only waited for. */
	readonly tone?: Tone;
}): ReactElement {
	const details = Object.entries(problem.details ?? {});
	return (
		<div className={styles.problem} role="alert">
			<Glyph tone={tone ?? (problem.retryable ? 'warn' : 'bad')} />
			<div className={styles.words}>
				<p className={styles.message}>{problem.message}</p>
				<p className={styles.hint}>{problem.hint}</p>
				{!compact && details.length > 0 && (
					<details className={styles.details}>
						<summary>Details</summary>
						<dl>
							{details.map(([name, value]) => (
								<div key={name}>
									<dt>{name}</dt>
									<dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
								</div>
							))}
						</dl>
					</details>
				)}
				{actions !== undefined && <div className={styles.actions}>{actions}</div>}
			</div>
		</div>
	);
}
