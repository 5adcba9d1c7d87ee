import { type ReactElement, useMemo } from 'react';
import type { ConfigIssue } from '../../../shared/rpc/views.ts';
import { cx } from '../../ui/cx.ts';
import styles from './source-view.module.css';

/** A file with line numbers; lines that are not as expected are marked, with the words below them. */
export function SourceView({
	source,
	issues,
}: {
	readonly source: string;
	readonly issues: readonly ConfigIssue[];
}): ReactElement {
	const lines = useMemo(() => source.replace(/\n$/, '').split('\n'), [source]);
	return (
		// A region that scrolls must be reachable by key.
		<div className={styles.source} tabIndex={0} role="region" aria-label="Source of the file">
			<ol className={styles.lines}>
				{lines.map((line, index) => {
					const own = issues.filter((issue) => issue.line === index + 1);
					const isError = own.some((issue) => issue.severity === 'error');
					return (
						<li
							key={`line-${String(index)}`}
							className={cx(styles.line, own.length > 0 && (isError ? styles.error : styles.warning))}
						>
							<span className={styles.number} aria-hidden="true">
								{index + 1}
							</span>
							<span className={styles.code}>{line}</span>
							{own.map((issue) => (
								<span key={issue.message} className={styles.note}>
									{issue.message}
								</span>
							))}
						</li>
					);
				})}
			</ol>
		</div>
	);
}
