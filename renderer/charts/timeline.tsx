/** Deployments on one axis of time. Each bar is a link; colour is joined by shape and words. */
import { useMemo } from 'react';
import { clockText } from './chart-scale.ts';
import { layoutTimeline, type PlacedItem, type TimelineItem, type TimelineLayout } from './timeline-layout.ts';
import styles from './timeline.module.css';
import { useWidth } from './use-width.ts';

const rowHeight = 24;
const laneGap = 8;
const axisHeight = 22;
const nameWidth = 128;
const day = 86_400_000;

function tickText(at: number, layout: TimelineLayout): string {
	if (layout.to - layout.from < 1.5 * day) return clockText(at, false);
	return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

/** Shape of a tone at the start of a bar, so that colour is not needed. */
function ToneShape({ tone, y }: { readonly tone: TimelineItem['tone']; readonly y: number }) {
	const middle = y + 9;
	switch (tone) {
		case 'bad':
			return <rect className={styles.shape} x={5} y={middle - 4} width={8} height={8} />;
		case 'warn':
			return <path className={styles.shape} d={`M9 ${middle - 5} 14 ${middle + 4} 4 ${middle + 4}Z`} />;
		case 'busy':
			return <circle className={styles.ring} cx={9} cy={middle} r={3.5} />;
		default:
			return <circle className={styles.shape} cx={9} cy={middle} r={4} />;
	}
}

function Bar(props: {
	readonly placed: PlacedItem;
	readonly top: number;
	readonly plotWidth: number;
	readonly href: (id: string) => string;
	readonly isSelected: boolean;
}) {
	const { placed, plotWidth } = props;
	const { item } = placed;
	const width = Math.max(18, placed.width * plotWidth);
	const left = Math.min(placed.left * plotWidth, plotWidth - width);
	const y = props.top + placed.row * rowHeight + 2;
	return (
		<a href={props.href(item.id)} aria-label={item.description} className={styles.link}>
			<g transform={`translate(${nameWidth + left} 0)`} data-tone={item.tone} data-selected={props.isSelected}>
				<title>{item.description}</title>
				<rect className={styles.bar} x={0} y={y} width={width} height={18} rx={4} />
				<ToneShape tone={item.tone} y={y} />
				{width > 64 && (
					<text className={styles.label} x={20} y={y + 13}>
						{item.label}
					</text>
				)}
			</g>
		</a>
	);
}

function Axis(props: { readonly layout: TimelineLayout; readonly plotWidth: number; readonly height: number }) {
	return (
		<g aria-hidden="true">
			{props.layout.ticks.map((tick) => {
				const x = nameWidth + tick.left * props.plotWidth;
				return (
					<g key={tick.at}>
						<line className={styles.tick} x1={x} x2={x} y1={0} y2={props.height - axisHeight} />
						<text className={styles.tickLabel} x={x} y={props.height - 6} textAnchor="middle">
							{tickText(tick.at, props.layout)}
						</text>
					</g>
				);
			})}
		</g>
	);
}

/** See the file's head. `now` bounds what is under way; `href` gives the address of a deployment. */
export function Timeline(props: {
	readonly items: readonly TimelineItem[];
	readonly now: number;
	readonly href: (id: string) => string;
	readonly selected?: string | null;
}) {
	const { items, now } = props;
	const { ref, width } = useWidth(960);
	const layout = useMemo(() => layoutTimeline(items, now), [items, now]);
	const plotWidth = Math.max(120, width - nameWidth - 8);
	const tops: number[] = [];
	let top = 4;
	for (const lane of layout.lanes) {
		tops.push(top);
		top += lane.rows * rowHeight + laneGap;
	}
	const height = top + axisHeight;
	return (
		<figure ref={ref} className={styles.timeline} aria-label="Deployments over time">
			<svg width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
				<Axis layout={layout} plotWidth={plotWidth} height={height} />
				{layout.lanes.map((lane, index) => (
					<g key={lane.name}>
						<text className={styles.lane} x={0} y={(tops[index] ?? 0) + 15}>
							{lane.name}
						</text>
						{lane.items.map((placed) => (
							<Bar
								key={placed.item.id}
								placed={placed}
								top={tops[index] ?? 0}
								plotWidth={plotWidth}
								href={props.href}
								isSelected={props.selected === placed.item.id}
							/>
						))}
					</g>
				))}
			</svg>
		</figure>
	);
}
