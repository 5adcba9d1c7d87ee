/** The lines between the jobs of one stage. Decoration: each job says in words what it needs. */
import type { ReactElement } from 'react';
import { type Lane, partOf, spanOf, type StageLayout } from './graph-layout.ts';
import styles from './graph.module.css';

const bend = 5;
const arrow = 4;

/** Out of the jobs that are needed, down the lane, into those that need them. */
function pathOf(lane: Lane, edge: number): string {
	const { x, from, to } = lane;
	const [top, bottom] = spanOf(lane);
	const arm = (y: number): string => {
		if (y === top) return `M${edge} ${y}H${x + bend}Q${x} ${y} ${x} ${y + bend}`;
		if (y === bottom) return `M${x} ${y - bend}Q${x} ${y} ${x + bend} ${y}H${edge}`;
		return `M${x} ${y}H${edge}`;
	};
	const heads = to.map(({ y }) => `M${edge - arrow} ${y - arrow}L${edge} ${y}L${edge - arrow} ${y + arrow}`);
	return `M${x} ${top + bend}V${bottom - bend}${[...from, ...to].map(({ y }) => arm(y)).join('')}${heads.join('')}`;
}

export function StageLines(props: {
	readonly layout: StageLayout;
	/** The job in hand: its own lines light up. */
	readonly pointed: string | null;
}): ReactElement | null {
	const { lanes, gutter, height } = props.layout;
	const { pointed } = props;
	if (gutter === 0) return null;
	const lit = pointed === null ? [] : lanes.flatMap((lane) => partOf(lane, pointed) ?? []);
	return (
		<svg className={styles.lines} width={gutter} height={height} aria-hidden="true">
			{lanes.map((lane) => (
				<path key={`${lane.x} ${spanOf(lane).join(' ')}`} d={pathOf(lane, gutter - 1)} />
			))}
			{lit.map((lane) => (
				<path key={`lit ${lane.x} ${spanOf(lane).join(' ')}`} className={styles.lit} d={pathOf(lane, gutter - 1)} />
			))}
		</svg>
	);
}
