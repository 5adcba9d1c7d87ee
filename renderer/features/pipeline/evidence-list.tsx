/** The reports behind a gate: which tool wrote which file, how it can be told apart, and what stands in it first. */
import type { ReactElement } from 'react';
import { formatCount } from '../../../shared/domain/format.ts';
import type { Evidence } from '../../../shared/domain/gates/evidence.ts';
import { cx } from '../../ui/cx.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Time } from '../../ui/time.tsx';
import { sizeText, summaryOf } from './evidence-facts.ts';
import styles from './gates.module.css';

/** Items shown of a report; the report itself has the rest. */
const itemsShown = 12;

export function EvidenceList({ evidence }: { readonly evidence: readonly Evidence[] }): ReactElement {
	if (evidence.length === 0) return <p className="dim">No report stands behind this.</p>;
	return (
		<ul className={styles.reports}>
			{evidence.map((each) => (
				<Report key={each.id} evidence={each} />
			))}
		</ul>
	);
}

function Report({ evidence }: { readonly evidence: Evidence }): ReactElement {
	const { file, artifact, tool, format, sha256, sizeBytes, writtenAt, readAt } = evidence;
	const summary = summaryOf(evidence.facts);
	const more = summary.items.length - itemsShown;
	return (
		<li className={styles.report}>
			<p className={styles.reportHead}>
				<b className="mono">{file}</b>
				<span className="dim">{tool ?? format}</span>
			</p>
			<p>{summary.text}</p>
			<p className={styles.origin}>
				{artifact !== null && <span>in artifact {artifact}</span>}
				<span>{sizeText(sizeBytes)}</span>
				<span>
					{writtenAt === null ? (
						'the report does not say when it was written'
					) : (
						<>
							written <Time at={writtenAt} />
						</>
					)}
				</span>
				<span>
					read <Time at={readAt} />
				</span>
				<span className={styles.hash} title={sha256}>
					sha256 <span className="mono">{sha256.slice(0, 12)}</span>
					<CopyButton label="Copy hash" done="Hash copied" make={() => sha256} />
				</span>
			</p>
			{summary.items.length > 0 && (
				<ul className={styles.items}>
					{summary.items.slice(0, itemsShown).map((item, index) => (
						<li key={`${String(index)} ${item.text}`} className={cx(item.isAside && styles.aside)}>
							<span>{item.text}</span>
							{item.where !== null && <span className={cx('mono', styles.where)}>{item.where}</span>}
						</li>
					))}
					{more > 0 && <li className={styles.aside}>and {formatCount(more)} more in the report</li>}
				</ul>
			)}
		</li>
	);
}
