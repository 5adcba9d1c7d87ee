/** Everything that stands for one metric: interval, numbers, growth of the evidence, and where it comes from. */
import type { ReactElement, ReactNode } from 'react';
import { formatAge, formatCount, formatPercent } from '../../../shared/domain/format.ts';
import type { MetricEvidence } from '../../../shared/domain/health/evidence/model.ts';
import { formatSigned, formatSize, formatValue, sampleNoun } from '../../../shared/domain/health/evidence/values.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { clockTime, exactInstant } from '../../ui/instant.ts';
import { criticalityWords, judgeName } from './answer-look.ts';
import styles from './evidence.module.css';
import type { EvidenceRow } from './evidence-rows.ts';
import { IntervalPlot } from './interval-plot.tsx';
import { LooksTable } from './looks-table.tsx';
import { StrengthChart } from './strength-chart.tsx';

const notKept = 'not kept at this look';

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
	return (
		<div>
			<dt>{name}</dt>
			<dd>{children}</dd>
		</div>
	);
}

function value(evidence: MetricEvidence, given: number | null): string {
	return given === null ? notKept : formatValue(evidence.unit, given);
}

function difference({ estimate, unit }: MetricEvidence): string {
	if (estimate === null) return 'not known';
	const { kind, value: middle, low, high, confidence } = estimate;
	const bound = (one: number | null): string => (one === null ? 'open' : formatSigned(kind, unit, one));
	const between =
		low === null && high === null ? '' : `${bound(low)} to ${bound(high)}, ${formatPercent(confidence)} sure`;
	if (middle === null) return between === '' ? 'not known' : between;
	const about = formatSigned(kind, unit, middle);
	return between === '' ? about : `${about} (${between})`;
}

function margins({ estimate, unit, harmMargin, promoteMargin }: MetricEvidence): string {
	const kind = estimate?.kind ?? 'ratio';
	const harm =
		harmMargin === null ? 'never' : harmMargin === 0 ? 'any worsening' : `beyond ${formatSize(kind, unit, harmMargin)}`;
	const same = promoteMargin === null ? 'never' : `within ${formatSize(kind, unit, promoteMargin)}`;
	return `harm: ${harm}; no worse: ${same}`;
}

function Samples({ evidence }: { readonly evidence: MetricEvidence }): ReactElement {
	const { samples, minimumSamples, stable } = evidence;
	const noun = `${sampleNoun(evidence)}s`;
	const beside = stable === null ? '' : `, stable ${formatCount(samples.stable)}`;
	return (
		<>
			{formatCount(samples.canary)} {noun}
			{beside}; at least {formatCount(minimumSamples)} needed
		</>
	);
}

function Source({ row }: { readonly row: EvidenceRow }): ReactElement {
	const { evidence, lookedAt } = row;
	const { source, at } = evidence;
	if (source === '') return <>{notKept}</>;
	return (
		<>
			{source}
			{at !== null && (
				<span title={exactInstant(at)}>, newest data {formatAge(Math.max(0, lookedAt - at))} at the look</span>
			)}
		</>
	);
}

function Query({ query }: { readonly query: string }): ReactElement {
	return (
		<figure className={styles.query}>
			<figcaption>
				<span>Query</span>
				<CopyButton label="Copy the query" done="Query copied" make={() => query} />
			</figcaption>
			<pre tabIndex={0} role="group" aria-label="Query">
				{query}
			</pre>
		</figure>
	);
}

export function EvidenceDetail(props: {
	readonly row: EvidenceRow;
	readonly range: readonly [number, number] | null;
}): ReactElement {
	const { row, range } = props;
	const { evidence, looks } = row;
	const { harm, nonInferior, assumption, query } = evidence;
	return (
		<>
			<div className={styles.columns}>
				<div className={styles.column}>
					<IntervalPlot evidence={evidence} />
					<dl className={styles.facts}>
						<Fact name="Canary">{value(evidence, evidence.canary)}</Fact>
						<Fact name="Stable">{value(evidence, evidence.stable)}</Fact>
						<Fact name="Difference">{difference(evidence)}</Fact>
						<Fact name="Margins">{margins(evidence)}</Fact>
						<Fact name="Seen">
							<Samples evidence={evidence} />
						</Fact>
						<Fact name="Judge">
							{judgeName(evidence.judge)}, {evidence.role === 'decide' ? 'decides' : 'informs'};{' '}
							{criticalityWords[evidence.criticality]}
						</Fact>
						<Fact name="Source">
							<Source row={row} />
						</Fact>
						{assumption !== null && <Fact name="Assumes">{assumption}</Fact>}
					</dl>
				</div>
				<div className={styles.column}>
					{harm !== null && <StrengthChart of="harm" strength={harm} looks={looks} range={range} />}
					{nonInferior !== null && (
						<StrengthChart of="nonInferior" strength={nonInferior} looks={looks} range={range} />
					)}
					{harm === null && nonInferior === null && (
						<p className="dim">This test gives no strength that grows from look to look.</p>
					)}
					<p className="faint">Look of {clockTime(row.lookedAt)}.</p>
				</div>
			</div>
			{query !== '' && <Query query={query} />}
			<LooksTable row={row} />
		</>
	);
}
