import type { ReactElement } from 'react';
import type { ConfigIssue } from '../../../shared/rpc/views.ts';
import { Glyph } from '../../ui/glyph.tsx';
import styles from './issue-list.module.css';

/** `signalbox.yaml:12:7` */
export function placeOf(issue: ConfigIssue): string {
	const name = issue.file.split(/[\\/]/).at(-1) ?? issue.file;
	return [name, issue.line, issue.line === null ? null : issue.column].filter((part) => part !== null).join(':');
}

/** What is not as expected: where, which field, what it says and what was expected. */
export function IssueList({ issues }: { readonly issues: readonly ConfigIssue[] }): ReactElement | null {
	if (issues.length === 0) return null;
	return (
		<ol className={styles.issues} aria-label="Problems in the file">
			{issues.map((issue) => (
				<li key={`${placeOf(issue)} ${issue.field} ${issue.message}`} className={styles.issue}>
					<Glyph tone={issue.severity === 'error' ? 'bad' : 'warn'} />
					<div className={styles.words}>
						<p>
							<span className={styles.place}>{placeOf(issue)}</span>
							{issue.field !== '' && <span className={styles.field}>{issue.field}</span>}
							<span className="hidden-text">{issue.severity}:</span>
						</p>
						<p>{issue.message}</p>
						{issue.expected !== null && <p className="dim">Expected: {issue.expected}</p>}
					</div>
				</li>
			))}
		</ol>
	);
}
