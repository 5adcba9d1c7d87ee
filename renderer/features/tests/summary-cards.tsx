/** All tests in a few figures, each with what it rests on. */
import type { ReactElement } from 'react';
import { formatCount, formatCounted, formatDuration, formatPercent } from '../../../shared/domain/format.ts';
import { testLevels, type TestsSummary } from '../../../shared/domain/tests/model.ts';
import { Card } from '../../ui/card.tsx';
import { Glyph, type Tone } from '../../ui/glyph.tsx';
import { levelWords, lostWords, windowWords } from './words.ts';
import styles from './tests.module.css';

export function SummaryCards({ summary }: { readonly summary: TestsSummary }): ReactElement {
	return (
		<div className={styles.cards}>
			<Figures summary={summary} />
			<Pyramid pyramid={summary.pyramid} />
		</div>
	);
}

function Figures({ summary }: { readonly summary: TestsSummary }): ReactElement {
	const { byState, flakyShare, suite, lostMs, quarantined, leftOut } = summary;
	const judged = byState.healthy + byState.flaky + byState.recovering + byState.broken;
	return (
		<Card title={windowWords(summary.windowMs)}>
			<dl className={styles.figures}>
				<Figure
					label="Flaky"
					value={flakyShare === null ? 'no data' : formatPercent(flakyShare)}
					tone={byState.flaky > 0 ? 'warn' : 'good'}
					under={
						flakyShare === null
							? 'no test has enough runs'
							: `${formatCount(byState.flaky)} of ${formatCounted(judged, 'test')} with enough runs`
					}
				/>
				<Figure
					label="Broken"
					value={formatCount(byState.broken)}
					tone={byState.broken > 0 ? 'bad' : 'good'}
					under="fail every time now"
				/>
				<Figure label="Quarantined" value={formatCount(quarantined)} under="run and report, and fail no run" />
				<Figure label="Suite time" {...suiteWords(suite)} />
				<Figure label="Time lost" value={lostWords(lostMs)} under="runs that failed because of one test alone" />
			</dl>
			{leftOut > 0 && (
				<p className={styles.remark}>
					{formatCounted(leftOut, 'run')} left out, because nearly everything failed there: that says something about
					the machine, and nothing about a test.
				</p>
			)}
		</Card>
	);
}

function Figure(props: {
	readonly label: string;
	readonly value: string;
	/** One line, or several. */
	readonly under: string | readonly string[];
	readonly tone?: Tone;
}): ReactElement {
	const { label, value, under, tone } = props;
	return (
		<div>
			<dt>{label}</dt>
			<dd>
				<span className={styles.value}>
					{tone !== undefined && <Glyph tone={tone} size={11} />}
					{value}
				</span>
				{(typeof under === 'string' ? [under] : under).map((line) => (
					<small key={line}>{line}</small>
				))}
			</dd>
		</div>
	);
}

function suiteWords(suite: TestsSummary['suite']): {
	readonly value: string;
	readonly under: readonly string[];
} {
	const { wallP50Ms, wallP90Ms, summedP50Ms, summedP90Ms, runs } = suite;
	const summed =
		summedP50Ms === null ? 'summed: not measured' : `summed ${formatDuration(summedP50Ms)}, p90 ${p90(summedP90Ms)}`;
	const over = `over ${formatCounted(runs, 'run')}`;
	if (wallP50Ms !== null) {
		return { value: formatDuration(wallP50Ms), under: [`p90 ${p90(wallP90Ms)} by the clock`, summed, over] };
	}
	return summedP50Ms === null
		? { value: runs === 0 ? 'no data' : 'not measured', under: [over] }
		: {
				value: formatDuration(summedP50Ms),
				under: [`p90 ${p90(summedP90Ms)}, summed`, 'by the clock: not measured', over],
			};
}

function p90(ms: number | null): string {
	return ms === null ? 'no data' : formatDuration(ms);
}

function Pyramid({ pyramid }: { readonly pyramid: TestsSummary['pyramid'] }): ReactElement {
	const { counts, wanted, remark } = pyramid;
	const classified = testLevels.reduce((sum, level) => sum + counts[level], 0);
	const all = classified + counts.unclassified;
	return (
		<Card title="Pyramid">
			<table className={styles.pyramid}>
				<thead className="hidden-text">
					<tr>
						<th scope="col">Level</th>
						<th scope="col">Share and number of tests</th>
						<th scope="col">Aimed at</th>
					</tr>
				</thead>
				<tbody>
					{testLevels.toReversed().map((level) => (
						<LevelLine
							key={level}
							label={levelWords[level]}
							count={counts[level]}
							share={classified === 0 ? null : counts[level] / classified}
							aim={`aim ${formatPercent(wanted[level])}`}
						/>
					))}
					<LevelLine
						label={levelWords.unclassified}
						count={counts.unclassified}
						share={all === 0 ? null : counts.unclassified / all}
						aim="of all"
					/>
				</tbody>
			</table>
			{remark !== null && <p className={styles.remark}>{remark}</p>}
		</Card>
	);
}

function LevelLine(props: {
	readonly label: string;
	readonly count: number;
	readonly share: number | null;
	readonly aim: string;
}): ReactElement {
	const { label, count, share, aim } = props;
	return (
		<tr>
			<th scope="row">{label}</th>
			<td className={styles.share}>
				<svg className={styles.bar} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
					<rect x={50 - (share ?? 0) * 50} y={0} width={(share ?? 0) * 100} height={10} />
				</svg>
				<span>
					{share === null ? 'no data' : formatPercent(share)} <small>({formatCount(count)})</small>
				</span>
			</td>
			<td className={styles.aim}>{aim}</td>
		</tr>
	);
}
