/** Bars on a scale that begins at 0. What was not measured is a gap with its own mark, and a cut bucket is hatched. */
import { type ReactElement, useId } from 'react';
import { CartesianGrid, ComposedChart, usePlotArea, useYAxisScale, XAxis, YAxis } from 'recharts';
import { cx } from '../../ui/cx.ts';
import { ReferenceLine, referenceRoom } from './reference-line.tsx';
import styles from './chart.module.css';

export interface PlotBar {
	readonly label: string;
	readonly value: number | null;
	readonly isPartial: boolean;
	readonly gap: string | null;
}

export interface PlotReference {
	readonly value: number;
	readonly name: string;
	readonly figure: string;
}

interface BarsProps {
	readonly bars: readonly PlotBar[];
	readonly ticks: readonly number[];
	readonly tickWords: (value: number) => string;
	readonly width: number;
	readonly height: number;
	/** A line to compare with: the whole period. */
	readonly reference?: PlotReference | null;
	readonly active: number | null;
	readonly onActive: (index: number | null) => void;
	/** Bars of a distribution stand closer than those of a trend. */
	readonly isTight?: boolean;
}

const labelWidth = 58;
const axisHeight = 24;
const margin = { top: 10, right: 8, bottom: 0, left: 0 };

export function BarsPlot(props: BarsProps): ReactElement {
	const { bars, ticks, width, height } = props;
	const top = ticks.at(-1) ?? 1;
	return (
		<ComposedChart
			width={width}
			height={height}
			data={[...bars]}
			margin={props.reference == null ? margin : { ...margin, right: referenceRoom }}
			accessibilityLayer={false}
			aria-hidden="true"
		>
			<CartesianGrid vertical={false} className={cx(styles.grid)} stroke="" />
			<XAxis type="number" domain={[0, 1]} tick={false} tickLine={false} axisLine={false} height={axisHeight} />
			<YAxis
				type="number"
				domain={[0, top === 0 ? 1 : top]}
				ticks={[...ticks]}
				tickFormatter={props.tickWords}
				tickLine={false}
				axisLine={false}
				interval={0}
				allowDataOverflow
				width={56}
			/>
			<Marks {...props} />
		</ComposedChart>
	);
}

function Marks(props: BarsProps): ReactElement | null {
	const area = usePlotArea();
	const scale = useYAxisScale();
	const hatch = useId();
	if (area === undefined || scale === undefined) return null;
	const band = area.width / Math.max(1, props.bars.length);
	const floor = area.y + area.height;
	const place = (value: number): number => Number(scale(value) ?? floor);
	const { reference = null } = props;
	const every = Math.max(1, Math.ceil(labelWidth / band));
	return (
		<g>
			<defs>
				<pattern id={hatch} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
					<line x1={0} x2={0} y1={0} y2={6} className={styles.hatch} />
				</pattern>
			</defs>
			<line className={styles.zero} x1={area.x} x2={area.x + area.width} y1={floor} y2={floor} />
			{props.bars.map((bar, index) => (
				<Mark
					key={`${index} ${bar.label}`}
					bar={bar}
					box={{ x: area.x + index * band, band, top: area.y, floor }}
					y={bar.value === null ? floor : place(bar.value)}
					isTight={props.isTight === true}
					isActive={props.active === index}
					hatch={`url(#${hatch})`}
					onEnter={() => props.onActive(index)}
				/>
			))}
			{props.bars.map((bar, index) =>
				index % every !== 0 ? null : (
					<text key={`${index} ${bar.label}`} x={area.x + (index + 0.5) * band} y={floor + 17} textAnchor="middle">
						{bar.label}
					</text>
				),
			)}
			{reference !== null && <ReferenceLine {...reference} area={area} y={place(reference.value)} />}
		</g>
	);
}

function Mark(props: {
	readonly bar: PlotBar;
	readonly box: { readonly x: number; readonly band: number; readonly top: number; readonly floor: number };
	readonly y: number;
	readonly isTight: boolean;
	readonly isActive: boolean;
	readonly hatch: string;
	readonly onEnter: () => void;
}): ReactElement {
	const { bar, y, isActive } = props;
	const { x, band, top, floor } = props.box;
	const width = props.isTight ? Math.max(1, band - 2) : Math.min(56, Math.max(2, band * 0.72));
	const left = x + (band - width) / 2;
	// A measured 0 is a line that can be seen; a gap is not.
	const height = Math.max(bar.value === null ? 0 : 1.5, floor - y);
	const shape = { x: left, y: floor - height, width, height, rx: Math.min(3, width / 4) };
	return (
		<g onMouseEnter={props.onEnter}>
			{isActive && <rect className={styles.band} x={x} y={top} width={band} height={floor - top} rx={4} />}
			{bar.value !== null && (
				<rect
					{...shape}
					className={cx(styles.bar, bar.isPartial && styles.partial)}
					style={bar.isPartial ? { fill: props.hatch } : undefined}
				/>
			)}
			{bar.gap !== null && (
				<>
					<circle className={styles.gap} cx={x + band / 2} cy={floor - 8} r={3} />
					{band > 62 && (
						<text className={styles.gapWords} x={x + band / 2} y={floor - 16} textAnchor="middle">
							{bar.gap}
						</text>
					)}
				</>
			)}
			{isActive && bar.value !== null && <rect {...shape} className={styles.ring} />}
			<rect className={styles.hit} x={x} y={top} width={band} height={floor - top} />
		</g>
	);
}
