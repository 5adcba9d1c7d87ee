/** The lines between the jobs of one stage. Decoration: each job says in words what it needs. */
import type { ReactElement } from 'react';
import { cx } from '../../ui/cx.ts';
import type { Lane, StageLayout } from './graph-layout.ts';
import styles from './graph.module.css';

const bend = 5;
const arrow = 4;

/** Out of the jobs that are needed, down the lane, into those that need them. */
function pathOf({ x, from, to }: Lane, edge: number): string {
	const top = Math.min(...from, ...to);
	const bottom = Math.max(...from, ...to);
	const arm = (y: number): string => {
		if (y === top) return `M${edge} ${y}H${x + bend}Q${x} ${y} ${x} ${y + bend}`;
		if (y === bottom) return `M${x} ${y - bend}Q${x} ${y} ${x + bend} ${y}H${edge}`;
		return `M${x} ${y}H${edge}`;
	};
	return `M${x} ${top + bend}V${bottom - bend}${[...from, ...to].map(arm).join('')}`;
}

function headOf(y: number, edge: number): string {
	return `M${edge - arrow} ${y - arrow + 0.5}L${edge} ${y}L${edge - arrow} ${y + arrow - 0.5}`;
}

export function StageLines({ layout, pointed }: { readonly layout: StageLayout; readonly pointed: string | null }) {
	const { lanes, gutter, height } = layout;
	if (gutter === 0) return null;
	return (
		<svg className={styles.lines} width={gutter} height={height} aria-hidden="true">
			{lanes.map((lane) => (
				<LaneLines key={lane.jobs.join(' ')} lane={lane} edge={gutter} isLit={isOf(lane, pointed)} />
			))}
		</svg>
	);
}

function isOf(lane: Lane, id: string | null): boolean {
	return id !== null && lane.jobs.includes(id);
}

function LaneLines(props: { readonly lane: Lane; readonly edge: number; readonly isLit: boolean }): ReactElement {
	const { lane, edge, isLit } = props;
	return (
		<g className={cx(styles.lane, isLit && styles.lit)}>
			<path d={pathOf(lane, edge - 1)} />
			{lane.to.map((y) => (
				<path key={y} d={headOf(y, edge - 1)} />
			))}
		</g>
	);
}
