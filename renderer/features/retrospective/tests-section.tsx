/** Tests of the month: flaky, broken, slow, quarantined, and the shape of the pyramid. */
import type { ReactElement } from 'react';
import { formatCount, formatDuration, formatPercent } from '../../../shared/domain/format.ts';
import type { TestRow, TestsSummary } from '../../../shared/domain/tests/model.ts';
import type { SectionProps } from './report-document.tsx';
import styles from './retrospective.module.css';

export function TestsSection({ view: { report } }: SectionProps): ReactElement {
	if (report.tests === null) return <p className={styles.faint}>Not measured: no pipeline told results of tests.</p>;
	const { summary, flaky, broken, slowest, quarantined } = report.tests;
	return (
		<>
			<Figures summary={summary} />
			<TestList title="Flaky" rows={flaky} say={(row) => row.why} />
			<TestList title="Broken" rows={broken} say={(row) => row.why} />
			<TestList
				title="Slowest"
				rows={slowest}
				say={(row) => (row.p90Ms === null ? 'no duration' : `p90 ${formatDuration(row.p90Ms)}`)}
			/>
			<TestList
				title="Quarantined"
				rows={quarantined}
				say={({ quarantine }) => (quarantine === null ? '' : `${quarantine.owner}: ${quarantine.reason}`)}
			/>
		</>
	);
}

function Figures({ summary }: { readonly summary: TestsSummary }): ReactElement {
	const { suite, pyramid, flakyShare } = summary;
	const levels = ['unit', 'integration', 'ui', 'unclassified'] as const;
	const figures: readonly (readonly [string, string])[] = [
		['Tests', formatCount(summary.total)],
		['Flaky', flakyShare === null ? 'no data' : formatPercent(flakyShare)],
		['Broken', formatCount(summary.byState.broken)],
		['Suite, wall clock', duration(suite.wallP50Ms, suite.wallP90Ms)],
		['Suite, summed', duration(suite.summedP50Ms, suite.summedP90Ms)],
		['Time lost to tests', formatDuration(summary.lostMs)],
		['Pyramid', levels.map((level) => `${formatCount(pyramid.counts[level])} ${level}`).join(', ')],
	];
	return (
		<>
			<dl className={styles.figures}>
				{figures.map(([label, value]) => (
					<div key={label}>
						<dt>{label}</dt>
						<dd>{value}</dd>
					</div>
				))}
			</dl>
			{pyramid.remark !== null && <p>{pyramid.remark}</p>}
		</>
	);
}

function duration(p50: number | null, p90: number | null): string {
	if (p50 === null) return 'no data';
	return p90 === null ? formatDuration(p50) : `${formatDuration(p50)}, p90 ${formatDuration(p90)}`;
}

function TestList(props: {
	readonly title: string;
	readonly rows: readonly TestRow[];
	readonly say: (row: TestRow) => string;
}): ReactElement | null {
	if (props.rows.length === 0) return null;
	return (
		<>
			<h3>{props.title}</h3>
			<ul className={styles.list}>
				{props.rows.map((row) => (
					<li key={`${row.service} ${row.test}`}>
						<span className="mono">{row.test}</span> <span className={styles.faint}>{row.service}</span>
						<small className={styles.remark}>{props.say(row)}</small>
					</li>
				))}
			</ul>
		</>
	);
}
