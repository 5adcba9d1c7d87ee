/** Single times by the day on which they ended, on a scale on which hours and weeks can both be read, with their median. */
import type { ReactElement } from 'react';
import { CartesianGrid, ScatterChart, usePlotArea, useXAxisScale, useYAxisScale, XAxis, YAxis } from 'recharts';
import { formatDuration } from '../../../shared/domain/format.ts';
import { cx } from '../../ui/cx.ts';
import { ChartFrame, type Drawing } from './chart-frame.tsx';
import { ReferenceLine, referenceRoom } from './reference-line.tsx';
import styles from './chart.module.css';

export interface StripPoint {
	readonly at: number;
	readonly ms: number;
	readonly words: string;
	/** Drawn as a square in the colour of what failed. */
	readonly isBad: boolean;
}

interface StripProps {
	readonly title: string;
	readonly under: string;
	readonly summary: string;
	readonly name: readonly string[];
	/** In order of time. */
	readonly points: readonly StripPoint[];
	readonly from: number;
	readonly to: number;
	readonly median: number | null;
	readonly dayTicks: readonly { readonly at: number; readonly label: string }[];
	readonly onOpen?: (index: number) => void;
	readonly isFilling?: boolean;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const marks = [minute, 10 * minute, hour, 4 * hour, day, 3 * day, 7 * day, 28 * day, 90 * day, 365 * day];

/** The decades of time that the points lie in, with one mark beyond them on each side. */
export function timeMarks(values: readonly number[]): readonly number[] {
	const lowest = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
	const highest = values.reduce((most, value) => Math.max(most, value), 0);
	const first = Math.max(
		0,
		marks.findLastIndex((mark) => mark <= lowest),
	);
	const beyond = marks.findIndex((mark) => mark >= highest);
	const last = beyond === -1 ? marks.length - 1 : Math.max(beyond, first + 1);
	return marks.slice(first, last + 1);
}

export function StripChart(props: StripProps): ReactElement {
	return (
		<ChartFrame
			{...props}
			words={props.points.map((point) => point.words)}
			table={{
				head: ['At', 'Time', 'What it is'],
				rows: props.points.map((point) => [new Date(point.at).toISOString(), formatDuration(point.ms), point.words]),
			}}
		>
			{(drawing) => <Strip {...props} {...drawing} />}
		</ChartFrame>
	);
}

function Strip(props: StripProps & Drawing): ReactElement {
	const { points, width, height, from, to, median } = props;
	const ticks = timeMarks([...points.map((point) => point.ms), ...(median === null ? [] : [median])]);
	return (
		<ScatterChart
			width={width}
			height={height}
			margin={{ top: 10, right: median === null ? 12 : referenceRoom, bottom: 0, left: 0 }}
			accessibilityLayer={false}
			aria-hidden="true"
		>
			<CartesianGrid vertical={false} className={cx(styles.grid)} stroke="" />
			<XAxis
				type="number"
				dataKey="at"
				domain={[from, to]}
				ticks={props.dayTicks.map((tick) => tick.at)}
				tickFormatter={(at: number) => props.dayTicks.find((tick) => tick.at === at)?.label ?? ''}
				tickLine={false}
				axisLine={false}
				interval={0}
				allowDataOverflow
				height={24}
			/>
			<YAxis
				type="number"
				dataKey="ms"
				scale="log"
				domain={[ticks[0] ?? minute, ticks.at(-1) ?? day]}
				ticks={[...ticks]}
				tickFormatter={formatDuration}
				tickLine={false}
				axisLine={false}
				interval={0}
				allowDataOverflow
				width={56}
			/>
			<Points {...props} least={ticks[0] ?? minute} />
		</ScatterChart>
	);
}

function Points(props: StripProps & Drawing & { readonly least: number }): ReactElement | null {
	const area = usePlotArea();
	const xScale = useXAxisScale();
	const yScale = useYAxisScale();
	if (area === undefined || xScale === undefined || yScale === undefined) return null;
	const place = (point: Pick<StripPoint, 'at' | 'ms'>) => ({
		x: Number(xScale(point.at)),
		y: Number(yScale(Math.max(props.least, point.ms))),
	});
	const chosen = props.active === null ? undefined : props.points[props.active];
	const mark = chosen === undefined ? null : place(chosen);
	return (
		<g>
			{props.points.map((point, index) => {
				const { x, y } = place(point);
				const enter = (): void => props.onActive(index);
				return point.isBad ? (
					<rect
						key={index}
						className={styles.dotBad}
						x={x - 3.5}
						y={y - 3.5}
						width={7}
						height={7}
						onMouseEnter={enter}
					/>
				) : (
					<circle key={index} className={styles.dot} cx={x} cy={y} r={3.6} onMouseEnter={enter} />
				);
			})}
			{props.median !== null && (
				<ReferenceLine
					area={area}
					y={place({ at: props.from, ms: props.median }).y}
					name="median"
					figure={formatDuration(props.median)}
				/>
			)}
			{mark !== null && <circle className={styles.ring} cx={mark.x} cy={mark.y} r={6.5} />}
		</g>
	);
}
