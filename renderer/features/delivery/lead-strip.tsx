/** Single times of a period, by the day on which they ended. */
import { type ReactElement, useEffect, useMemo } from 'react';
import { createCalendar } from '../../../shared/domain/delivery/calendar.ts';
import type { MetricAnswer, MetricRow, MetricsAnswer, Period } from '../../../shared/domain/delivery/metrics.ts';
import { addDays, countDays } from '../../../shared/domain/delivery/periods.ts';
import { formatCount, formatDuration } from '../../../shared/domain/format.ts';
import { StripChart, type StripPoint } from '../../charts/delivery/strip-chart.tsx';
import { addresses } from '../../store/address.ts';
import { dayWords } from '../../store/local-days.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { nounOf } from './metric-words.ts';
import { useRows } from './use-rows.ts';

/** Points drawn at most; more would be a cloud, and the distribution tells of all. */
const mostPoints = 2_000;
const pageSize = 500;

function pointOf(row: MetricRow, zoned: (at: number) => string): StripPoint | null {
	if (row.value === null) return null;
	const author = row.detail.author == null ? '' : `, ${row.detail.author}`;
	return {
		at: row.at,
		ms: row.value,
		words: `${row.title}: ${formatDuration(row.value)}, ${row.service}, ${zoned(row.at)}${author}`,
		isBad: false,
	};
}

/** Some six days to name under the axis, the first of them the first of the period. */
export function dayTicks(
	period: Period,
	startOf: (day: string) => number,
): readonly { readonly at: number; readonly label: string }[] {
	const days = countDays(period);
	const step = Math.max(1, Math.ceil(days / 6));
	return Array.from({ length: Math.ceil(days / step) }, (_, index) => addDays(period.from, index * step)).map(
		(day) => ({
			at: startOf(day),
			label: dayWords(day),
		}),
	);
}

export function LeadStrip(props: {
	readonly metrics: MetricsAnswer;
	readonly answer: MetricAnswer;
	readonly zoned: (at: number) => string;
	readonly title: string;
}): ReactElement {
	const { metrics, answer, zoned } = props;
	const { period } = metrics.query;
	const rows = useRows(metrics.query, answer.metric, 'counted', pageSize);
	const { hasMore, isAsking, more } = rows;
	const wantsMore = hasMore && !isAsking && rows.rows.length < mostPoints;
	useEffect(() => {
		if (wantsMore) more();
	}, [wantsMore, more]);
	const points = useMemo(
		() => rows.rows.flatMap((row) => pointOf(row, zoned) ?? []).toSorted((left, right) => left.at - right.at),
		[rows.rows, zoned],
	);
	const axis = useMemo(() => {
		const calendar = createCalendar(metrics.zone);
		const startOf = (day: string): number => calendar.spanOf({ from: day, to: addDays(day, 1) }).from;
		return { ...calendar.spanOf(period), ticks: dayTicks(period, startOf) };
	}, [metrics.zone, period]);
	if (points.length === 0 && !isAsking) {
		return (
			<EmptyState
				title={`No ${nounOf(answer.metric)} with a time in these days`}
				level="h3"
				actions={<LinkButton href={addresses.facts}>See what is connected</LinkButton>}
			>
				{answer.metric === 'recovery-time'
					? 'Here each failed deployment will stand, by how long its users waited until it was mended.'
					: 'Here each change will stand, by how long it waited from its commit to its users. It takes a repository and deployments that name their commits.'}
			</EmptyState>
		);
	}
	const isCut = rows.total > points.length;
	return (
		<StripChart
			title={props.title}
			under={`Days of ${metrics.zone}${isCut ? `, the newest ${formatCount(points.length)} of ${formatCount(rows.total)} drawn` : ''}`}
			summary="Point at one, or move with the arrow keys"
			name={[props.title, period.from, period.to]}
			points={points}
			from={axis.from}
			to={axis.to}
			median={answer.value}
			dayTicks={axis.ticks}
			isFilling
		/>
	);
}
