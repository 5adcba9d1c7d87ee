/** Lanes on one axis of time. Meaning is by shape first, then by colour; words come from the frame around it. */
import { memo, type ReactElement, useMemo } from 'react';
import { cx } from '../../ui/cx.ts';
import { type LaneItem, layoutLanes, markSize, type PlacedLane, type PlacedMark } from './lane-layout.ts';
import styles from './lanes.module.css';

export type MarkShape = 'dot' | 'square' | 'ring' | 'back' | 'diamond' | 'hexagon' | 'cross';
export type MarkTone = 'good' | 'bad' | 'warn' | 'calm' | 'accent';

export interface LaneMark extends LaneItem {
	readonly shape: MarkShape;
	readonly tone: MarkTone;
	/** In a bar, where it fits. */
	readonly label: string;
	/** 1 is the most suspect; null for what is not suspected. */
	readonly rank: number | null;
	readonly isChosen: boolean;
	/** Others are lit up, so this one steps back. */
	readonly isDimmed: boolean;
}

interface LanesProps {
	readonly marks: readonly LaneMark[];
	readonly lanes: readonly { readonly id: string; readonly name: string }[];
	readonly from: number;
	readonly to: number;
	readonly now: number;
	readonly ticks: readonly { readonly at: number; readonly label: string }[];
	readonly width: number;
	readonly active: number | null;
	readonly onActive: (index: number | null) => void;
	readonly onOpen: (index: number) => void;
}

const nameWidth = 104;
const axisHeight = 24;

export function LanesPlot(props: LanesProps): ReactElement {
	const { marks, lanes, from, to, width } = props;
	const plotWidth = Math.max(100, width - nameWidth - 12);
	const layout = useMemo(
		() =>
			layoutLanes(
				marks,
				lanes.map(({ id }) => id),
				{ from, to, width: plotWidth },
			),
		[marks, lanes, from, to, plotWidth],
	);
	const height = layout.height + axisHeight;
	const place = (at: number): number => nameWidth + ((at - from) / Math.max(1, to - from)) * plotWidth;
	const active = findMark(layout.lanes, props.active);
	return (
		<svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} className={styles.lanes} aria-hidden="true">
			{props.ticks.map((tick) => (
				<g key={tick.at}>
					<line className={styles.tick} x1={place(tick.at)} x2={place(tick.at)} y1={0} y2={layout.height} />
					<text x={place(tick.at)} y={height - 7} textAnchor="middle">
						{tick.label}
					</text>
				</g>
			))}
			{layout.lanes.map((lane, index) => (
				<g key={lane.name} transform={`translate(0 ${lane.top})`}>
					<line className={styles.edge} x1={0} x2={width} y1={lane.height} y2={lane.height} />
					<text className={styles.name} x={0} y={17}>
						{lanes[index]?.name}
					</text>
					<g transform={`translate(${nameWidth} 0)`}>
						<Marks lane={lane} marks={marks} onActive={props.onActive} onOpen={props.onOpen} />
					</g>
				</g>
			))}
			{props.now >= from && props.now <= to && (
				<line className={styles.now} x1={place(props.now)} x2={place(props.now)} y1={0} y2={layout.height} />
			)}
			{active !== null && (
				<rect
					className={styles.ring}
					x={nameWidth + active.mark.x - (active.mark.width === 0 ? 8 : 3)}
					y={active.top + active.mark.y - 9}
					width={active.mark.width === 0 ? 16 : active.mark.width + 6}
					height={18}
					rx={5}
				/>
			)}
		</svg>
	);
}

function findMark(
	lanes: readonly PlacedLane[],
	index: number | null,
): { readonly mark: PlacedMark; readonly top: number } | null {
	if (index === null) return null;
	for (const lane of lanes) {
		const mark = lane.marks.find((one) => one.index === index);
		if (mark !== undefined) return { mark, top: lane.top };
	}
	return null;
}

/** Drawn again only when the things themselves change, not with each move of the pointer. */
const Marks = memo(function Marks(props: {
	readonly lane: PlacedLane;
	readonly marks: readonly LaneMark[];
	readonly onActive: (index: number | null) => void;
	readonly onOpen: (index: number) => void;
}): ReactElement {
	const { lane, marks, onActive, onOpen } = props;
	return (
		<>
			{lane.marks.map((placed) => {
				const mark = marks[placed.index];
				if (mark === undefined) return null;
				return (
					<g
						key={mark.key}
						className={cx(
							styles.mark,
							styles[mark.tone],
							mark.isDimmed && styles.dimmed,
							mark.isChosen && styles.chosen,
						)}
						onMouseEnter={() => onActive(placed.index)}
						onClick={() => onOpen(placed.index)}
					>
						{placed.width > 0 ? (
							<Bar placed={placed} mark={mark} />
						) : (
							<Shape shape={mark.shape} x={placed.x} y={placed.y} />
						)}
						{mark.rank !== null && (
							<text className={styles.rank} x={placed.x + placed.width + 6} y={placed.y + 4}>
								{mark.rank}
							</text>
						)}
					</g>
				);
			})}
			{lane.clumps.map((clump) => (
				<text key={clump.x} className={styles.clump} x={clump.x} y={clump.y + 3} textAnchor="middle">
					+{clump.count}
				</text>
			))}
		</>
	);
});

function Bar({ placed, mark }: { readonly placed: PlacedMark; readonly mark: LaneMark }): ReactElement {
	const letters = Math.floor((placed.width - 18) / 6.2);
	return (
		<>
			<rect className={styles.bar} x={placed.x} y={placed.y - 6} width={placed.width} height={12} rx={3} />
			<Shape shape={mark.shape} x={placed.x + 5} y={placed.y} />
			{letters >= 6 && (
				<text className={styles.label} x={placed.x + 14} y={placed.y + 3.5}>
					{mark.label.length > letters ? `${mark.label.slice(0, letters - 1)}…` : mark.label}
				</text>
			)}
		</>
	);
}

const half = markSize / 2 - 0.5;

/** Also for the legend. */
export function Shape({
	shape,
	x,
	y,
}: {
	readonly shape: MarkShape;
	readonly x: number;
	readonly y: number;
}): ReactElement {
	switch (shape) {
		case 'dot':
			return <circle className={styles.filled} cx={x} cy={y} r={4} />;
		case 'ring':
			return <circle className={styles.hollow} cx={x} cy={y} r={3.5} />;
		case 'square':
			return <rect className={styles.filled} x={x - 4} y={y - 4} width={8} height={8} rx={1} />;
		case 'back':
			return <path className={styles.filled} d={`M${x - half} ${y} ${x + 3.5} ${y - half}V${y + half}Z`} />;
		case 'diamond':
			return (
				<path className={styles.filled} d={`M${x} ${y - half} ${x + half} ${y} ${x} ${y + half} ${x - half} ${y}Z`} />
			);
		case 'hexagon':
			return (
				<path
					className={styles.hollow}
					d={`M${x - 4} ${y} ${x - 2} ${y - 3.6}H${x + 2}L${x + 4} ${y} ${x + 2} ${y + 3.6}H${x - 2}Z`}
				/>
			);
		case 'cross':
			return <path className={styles.hollow} d={`M${x - 3.5} ${y}H${x + 3.5}M${x} ${y - 3.5}V${y + 3.5}`} />;
		default:
			return shape satisfies never;
	}
}
