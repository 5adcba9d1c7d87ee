/** A line over the whole plot with its name and figure at its end, in the margin, where nothing else is drawn. */
import type { ReactElement } from 'react';
import styles from './chart.module.css';

/** Right margin of a plot that has such a line, px. */
export const referenceRoom = 74;

const lineHeight = 13;

export function ReferenceLine(props: {
	readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
	readonly y: number;
	readonly name: string;
	readonly figure: string;
}): ReactElement {
	const { area, y, name, figure } = props;
	const end = area.x + area.width;
	// Both lines of words stay beside the plot, however close to an edge the line runs.
	const first = Math.min(Math.max(y - 2, area.y + 8), area.y + area.height - lineHeight);
	return (
		<g>
			<line className={styles.reference} x1={area.x} x2={end} y1={y} y2={y} />
			<text className={styles.referenceWords} x={end + 6} y={first}>
				{name}
			</text>
			<text className={styles.referenceWords} x={end + 6} y={first + lineHeight}>
				{figure}
			</text>
		</g>
	);
}
