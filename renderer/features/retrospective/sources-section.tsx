/** Where the numbers come from, and what is missing from them. */
import type { ReactElement } from 'react';
import type { ReportSource } from '../../../shared/domain/retrospective/model.ts';
import { Chip } from '../../ui/chip.tsx';
import type { Tone } from '../../ui/glyph.tsx';
import { useZoned } from '../delivery/use-short-time.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

const tones: Readonly<Record<ReportSource['state'], Tone>> = { connected: 'good', failing: 'bad', missing: 'neutral' };

export function SourcesSection({ view: { report } }: SectionProps): ReactElement {
	const zoned = useZoned(report.zone);
	return (
		<>
			{report.completeness.map((line) => (
				<p key={line}>{line}</p>
			))}
			<ul className={styles.items}>
				{report.sources.map((source) => (
					<li key={`${source.kind} ${source.label}`}>
						<Chip tone={tones[source.state]}>{source.state}</Chip>
						<div>
							{source.label}
							<small className={styles.remark}>{source.note}</small>
							{source.coveredFrom !== null && (
								<small className={styles.remark}>complete from {zoned(source.coveredFrom)}</small>
							)}
						</div>
					</li>
				))}
			</ul>
			<p className={styles.faint}>
				Data to {zoned(report.cutOff)}, {report.zone}. Definitions {report.definitionsVersion}
				{report.benchmarkEdition !== null && `, benchmarks ${report.benchmarkEdition}`}. Inputs{' '}
				<span className="mono">{report.inputsHash.slice(0, 12)}</span>.
			</p>
		</>
	);
}
