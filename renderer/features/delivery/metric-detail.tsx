/** One metric: how it went, how it spreads, what is apart from it, and why it is so. */
import type { ReactElement } from 'react';
import type { DeliveryMetric, MetricAnswer, MetricsAnswer } from '../../../shared/domain/delivery/metrics.ts';
import { formatMetric, metricText, metricTitle } from '../../../shared/domain/delivery/words.ts';
import { formatCount } from '../../../shared/domain/format.ts';
import { DistributionChart } from '../../charts/delivery/distribution-chart.tsx';
import { trendBars } from '../../charts/delivery/trend-bars.ts';
import { TrendChart } from '../../charts/delivery/trend-chart.tsx';
import type { DeliveryAsk } from '../../store/delivery-address.ts';
import { periodWords } from '../../store/local-days.ts';
import { Card } from '../../ui/card.tsx';
import styles from './delivery.module.css';
import { useShortTime } from './use-short-time.ts';
import { LeadStrip } from './lead-strip.tsx';
import { arithmetic, behind, bucketName, cardTitles, madeWords, nounOf } from './metric-words.ts';
import { Completeness } from './overview.tsx';
import { RowsSection } from './rows-section.tsx';

export function MetricDetail(props: {
	readonly answer: MetricsAnswer;
	readonly ask: DeliveryAsk;
	readonly metric: DeliveryMetric;
}): ReactElement | null {
	const { answer: metrics, metric } = props;
	const zoned = useShortTime(metrics.zone);
	const answer = [...metrics.dora, ...metrics.quality].find((one) => one.metric === metric);
	if (answer === undefined) return null;
	const isTime = metric === 'change-lead-time' || metric === 'recovery-time';
	return (
		<>
			<div className={styles.two}>
				<Card className={styles.fill}>
					<Trend metrics={metrics} answer={answer} />
				</Card>
				<Card title="What it is made of">
					<Made metrics={metrics} answer={answer} />
				</Card>
			</div>
			{(isTime || answer.distribution.length > 0) && answer.state === 'measured' && (
				<div className={styles.halves}>
					{isTime && (
						<Card className={styles.fill}>
							<LeadStrip metrics={metrics} answer={answer} zoned={zoned} title={`${cardTitles[metric]}, one by one`} />
						</Card>
					)}
					{answer.distribution.length > 0 && (
						<Card className={styles.fill}>
							<Distribution metrics={metrics} answer={answer} />
						</Card>
					)}
				</div>
			)}
			<RowsSection answer={answer} query={metrics.query} zoned={zoned} />
		</>
	);
}

interface Part {
	readonly metrics: MetricsAnswer;
	readonly answer: MetricAnswer;
}

function Trend({ metrics, answer }: Part): ReactElement {
	const { query, zone } = metrics;
	const bars = trendBars(answer.trend, answer.unit, bucketName(query.bucket), behind(answer.metric));
	const title = `${metricTitle(answer.metric)} by ${query.bucket}`;
	return (
		<TrendChart
			title={title}
			under={`${periodWords(query.period)}, ${query.bucket}s of ${zone}, definitions ${metrics.definitionsVersion}`}
			summary={
				answer.state === 'measured'
					? `${metricText(answer, answer.unit)} over all of it`
					: metricText(answer, answer.unit)
			}
			name={[answer.metric, query.period.from, query.period.to]}
			unit={answer.unit}
			bars={bars}
			isFilling
			reference={
				answer.value === null
					? null
					: { value: answer.value, name: 'all of it', figure: formatMetric(answer.value, answer.unit) }
			}
		/>
	);
}

function Distribution({ metrics, answer }: Part): ReactElement {
	const { period } = metrics.query;
	return (
		<DistributionChart
			title={
				answer.metric === 'deployment-frequency'
					? 'Days by their number of deployments'
					: `How ${cardTitles[answer.metric].toLowerCase()} spreads`
			}
			under={`${periodWords(period)}, ${metrics.zone}`}
			name={[answer.metric, 'distribution', period.from, period.to]}
			unit={answer.unit}
			noun={answer.metric === 'deployment-frequency' ? 'day' : nounOf(answer.metric)}
			bins={answer.distribution}
			isFilling
		/>
	);
}

/** The number's own arithmetic, its definition, and everything that was counted apart. */
function Made({ metrics, answer }: Part): ReactElement {
	const before = metricText(answer.previous, answer.unit);
	const words = arithmetic(answer);
	const remarks = answer.remarks.filter((remark) => words === '' || !remark.startsWith(words));
	return (
		<div className={styles.made}>
			<p className={styles.definition}>{answer.definition}</p>
			<dl className={styles.parts}>
				{answer.state === 'measured' && <Line name="This period" value={madeWords(answer)} />}
				<Line name={periodWords(metrics.compared)} value={before} remark={partlyKnown(answer)} />
				{answer.also.map((one) => (
					<Line
						key={one.id}
						name={one.label}
						value={one.value === null ? 'no data' : formatMetric(one.value, one.unit)}
					/>
				))}
			</dl>
			{answer.apart.length > 0 && (
				<>
					<h3>Counted apart</h3>
					<dl className={styles.parts}>
						{answer.apart.map((one) => (
							<Line key={one.id} name={one.label} value={formatCount(one.count)} />
						))}
					</dl>
				</>
			)}
			{remarks.map((remark) => (
				<p key={remark} className="dim">
					{remark}
				</p>
			))}
			{answer.metric === 'change-lead-time' && <Completeness answer={metrics} />}
		</div>
	);
}

/** A period before that is known in part is shown, and said to be no measure for this one. */
function partlyKnown({ change, state, previous }: MetricAnswer): string | null {
	if (change !== null || state !== 'measured' || previous.state !== 'measured') return null;
	return ['Known in part, so it is not compared.', ...previous.remarks].join(' ');
}

function Line(props: { readonly name: string; readonly value: string; readonly remark?: string | null }): ReactElement {
	const { name, value, remark = null } = props;
	return (
		<div>
			<dt>
				{name}
				{remark !== null && <small className={styles.sub}>{remark}</small>}
			</dt>
			<dd>{value}</dd>
		</div>
	);
}
