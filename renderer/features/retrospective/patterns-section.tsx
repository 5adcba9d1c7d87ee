/** The four anti-patterns: looked for in the data, with the rows that show them. */
import type { ReactElement } from 'react';
import type { AntiPatternFinding } from '../../../shared/domain/maturity/model.ts';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { figureText } from './figures.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

const looks: Readonly<Record<AntiPatternFinding['state'], { readonly tone: Tone; readonly words: string }>> = {
	found: { tone: 'warn', words: 'found' },
	clear: { tone: 'good', words: 'not found' },
	'not-measured': { tone: 'neutral', words: 'not measured' },
};

export function PatternsSection({ view: { report } }: SectionProps): ReactElement {
	return (
		<div className={styles.cards}>
			{report.antiPatterns.map((finding) => (
				<Finding key={finding.kind} finding={finding} />
			))}
		</div>
	);
}

function Finding({ finding }: { readonly finding: AntiPatternFinding }): ReactElement {
	const { tone, words } = looks[finding.state];
	return (
		<article className={styles.card}>
			<h3>
				{finding.title} <Chip tone={tone}>{words}</Chip>
			</h3>
			<p>{finding.summary}</p>
			{finding.figures.length > 0 && (
				<dl className={styles.figures}>
					{finding.figures.map((figure) => (
						<div key={figure.label}>
							<dt>{figure.label}</dt>
							<dd>{figureText(figure.value, figure.unit)}</dd>
						</div>
					))}
				</dl>
			)}
			<p className={styles.faint}>{finding.threshold}</p>
			{finding.rows.length > 0 && (
				<details>
					<summary>
						{finding.rows.length === 1 ? 'The row that shows it' : `${finding.rows.length} rows that show it`}
					</summary>
					<ul className={styles.list}>
						{finding.rows.map(({ title, detail, href }) => (
							<li key={`${title} ${detail}`}>
								{href === null ? <strong>{title}</strong> : <a href={href}>{title}</a>}
								<small className={styles.remark}>{detail}</small>
							</li>
						))}
					</ul>
				</details>
			)}
		</article>
	);
}
