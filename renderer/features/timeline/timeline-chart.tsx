/** The axis itself, with what each thing on it is. */
import { type ReactElement, useCallback, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Suspect, TimelineItem } from '../../../shared/domain/delivery/metrics.ts';
import { formatCount, formatCounted } from '../../../shared/domain/format.ts';
import { ChartFrame } from '../../charts/delivery/chart-frame.tsx';
import { LanesPlot, type MarkShape, type MarkTone, Shape } from '../../charts/delivery/lanes-plot.tsx';
import laneStyles from '../../charts/delivery/lanes.module.css';
import { timeTicks } from '../../charts/delivery/time-ticks.ts';
import { addresses } from '../../store/address.ts';
import { useNow } from '../../ui/clock.tsx';
import { cx } from '../../ui/cx.ts';
import { useShortTime } from '../delivery/use-short-time.ts';
import { itemWords, kindTitle, lanes, marksOf, outcomeWords, type Span } from './timeline-model.ts';

/** The axis does not need to move every second. */
const everyMs = 60_000;

export function TimelineChart(props: {
	readonly items: readonly TimelineItem[];
	readonly total: number;
	readonly span: Span;
	readonly zone: string;
	readonly chosen: string | null;
	readonly suspects: readonly Suspect[] | null;
	readonly onChoose: (ref: string | null) => void;
}): ReactElement {
	const { total, span, zone, chosen, suspects, onChoose } = props;
	const now = useNow(everyMs);
	const zoned = useShortTime(zone);
	const items = useMemo(() => props.items.toSorted((left, right) => left.at - right.at), [props.items]);
	const marks = useMemo(() => marksOf(items, chosen, suspects, now), [items, chosen, suspects, now]);
	const words = useMemo(() => items.map((item) => itemWords(item, zoned, now)), [items, zoned, now]);
	const open = useOpen(items, chosen, onChoose);
	return (
		<ChartFrame
			title={`${zoned(span.from)} to ${zoned(span.to)}`}
			under={`Times of ${zone}${total > items.length ? `. ${formatCount(items.length)} of ${formatCount(total)} are drawn: zoom in for the others` : ''}`}
			summary={
				items.length === 0
					? 'Nothing is known of this time'
					: `${formatCounted(items.length, 'thing')} on the axis. Point at one or move with the arrow keys; Enter opens a deployment or chooses an incident.`
			}
			words={words}
			table={{
				head: ['Kind', 'What', 'Service', 'Environment', 'At', 'Until', 'Outcome'],
				rows: items.map((item) => [
					...[kindTitle(item.kind), item.title, item.service ?? '', item.environment ?? ''],
					...[new Date(item.at).toISOString(), item.endedAt === null ? '' : new Date(item.endedAt).toISOString()],
					outcomeWords(item, now),
				]),
			}}
			name={['timeline', new Date(span.from).toISOString().slice(0, 10)]}
			onOpen={open}
			legend={<Legend />}
		>
			{({ width, active, onActive }) => (
				<LanesPlot
					{...{ marks, lanes, now, width, active, onActive }}
					from={span.from}
					to={span.to}
					ticks={timeTicks(span, zone, Math.max(3, Math.floor(width / 120)))}
					onOpen={open}
				/>
			)}
		</ChartFrame>
	);
}

/** Stable while nothing of it changes, so that thousands of marks are not drawn again with each move of the pointer. */
function useOpen(
	items: readonly TimelineItem[],
	chosen: string | null,
	onChoose: (ref: string | null) => void,
): (index: number) => void {
	const [, navigate] = useLocation();
	const latest = useRef({ chosen, onChoose });
	latest.current = { chosen, onChoose };
	return useCallback(
		(index) => {
			const item = items[index];
			if (item === undefined) return;
			const { current } = latest;
			if (item.kind === 'incident') current.onChoose(item.ref === current.chosen ? null : item.ref);
			else if (item.deploymentId !== null) navigate(addresses.deployment(item.deploymentId).slice(1));
		},
		[items, navigate],
	);
}

const legend: readonly (readonly [MarkShape, MarkTone, string])[] = [
	['dot', 'good', 'deployment'],
	['square', 'bad', 'failed, or an incident'],
	['back', 'warn', 'rollback'],
	['ring', 'calm', 'does not count'],
	['diamond', 'accent', 'flag'],
	['hexagon', 'accent', 'migration'],
	['cross', 'accent', 'other change'],
];

function Legend(): ReactElement {
	return (
		<p className={laneStyles.legend}>
			{legend.map(([shape, tone, words]) => (
				<span key={words} className={cx(laneStyles[tone])}>
					<svg width="12" height="12" aria-hidden="true">
						<Shape shape={shape} x={6} y={6} />
					</svg>
					<span className="dim">{words}</span>
				</span>
			))}
		</p>
	);
}
