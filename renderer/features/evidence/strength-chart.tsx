/** How the evidence grew, look by look, on its way to the line at which it decides. */
import type { ReactElement } from 'react';
import { formatCounted } from '../../../shared/domain/format.ts';
import type { Strength } from '../../../shared/domain/health/evidence/model.ts';
import { strengthNumber, strengthText } from '../../../shared/domain/health/evidence/to-markdown.ts';
import { clockText } from '../../charts/chart-scale.ts';
import type { MetricLook } from './evidence-rows.ts';
import styles from './strength-chart.module.css';
import { crossingOf, strengthPath, strengthScale, type StrengthPoint, type StrengthScale } from './strength-scale.ts';

/** Units of the drawing; stretched to the box that it has. */
const width = 1_000;
const height = 100;

export type StrengthOf = 'harm' | 'nonInferior';

function pointsOf(looks: readonly MetricLook[], of: StrengthOf): readonly StrengthPoint[] {
	return looks.flatMap((look) => {
		const value = look[of];
		return value === null ? [] : [{ at: look.at, value }];
	});
}

function valuesOf(looks: readonly MetricLook[], of: StrengthOf) {
	return looks.map((look) => ({ at: look.at, value: look[of] }));
}

/** Both strengths, small and without words; their decision lines fall on one. */
export function Sparkline(props: {
	readonly looks: readonly MetricLook[];
	readonly harm: Strength | null;
	readonly nonInferior: Strength | null;
	readonly range: readonly [number, number] | null;
}): ReactElement {
	const { looks, range } = props;
	return (
		<svg className={styles.spark} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
			<line className={styles.line} x1={0} x2={width} y1={12} y2={12} />
			{(['nonInferior', 'harm'] as const).map((of) => {
				const strength = props[of];
				if (strength === null) return null;
				const scale = strengthScale(strength, pointsOf(looks, of), range);
				// Squeezed below the one line that both share; what has crossed it stays at the top.
				const squeezed = {
					...scale,
					y: (value: number) => 0.12 + Math.max(0, (scale.y(value) - scale.lineY) / (1 - scale.lineY)) * 0.82,
				};
				return <path key={of} className={styles[of]} d={strengthPath(squeezed, valuesOf(looks, of), width, height)} />;
			})}
		</svg>
	);
}

const names: Readonly<Record<StrengthOf, string>> = { harm: 'Evidence for harm', nonInferior: 'Evidence for no worse' };
function summary(of: StrengthOf, strength: Strength, count: number): string {
	return `${names[of]}: ${strengthText(strength)}, ${formatCounted(count, 'look')}`;
}

function Ends({ from, to }: { readonly from: number; readonly to: number }): ReactElement {
	const isShort = to - from < 10 * 60_000;
	return (
		<p className={styles.ends} aria-hidden="true">
			<span>{clockText(from, isShort)}</span>
			<span>{clockText(to, isShort)}</span>
		</p>
	);
}

/** The line itself, stretched to its box; strokes keep their width. */
function Lines(props: {
	readonly of: StrengthOf;
	readonly scale: StrengthScale;
	readonly looks: readonly MetricLook[];
}) {
	const { of, scale, looks } = props;
	return (
		<svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className={styles.lines}>
			{scale.ticks.map(({ value, y }) => (
				<line
					key={value}
					className={y === scale.lineY ? styles.line : styles.none}
					x1={0}
					x2={width}
					y1={y * height}
					y2={y * height}
				/>
			))}
			<path className={styles[of]} d={strengthPath(scale, valuesOf(looks, of), width, height)} />
		</svg>
	);
}

/** Words and the crossing over the line; these must not be stretched. */
function Over(props: {
	readonly of: StrengthOf;
	readonly scale: StrengthScale;
	readonly crossing: StrengthPoint | null;
}) {
	const { of, scale, crossing } = props;
	const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;
	return (
		<svg className={styles.over} width="100%" height="100%">
			{scale.ticks.map(({ value, y }) => {
				const isLine = y === scale.lineY;
				return (
					<text
						key={value}
						className={styles.tick}
						x={isLine ? '0%' : '100%'}
						textAnchor={isLine ? 'start' : 'end'}
						y={percent(y)}
						dy={y < 0.2 ? 13 : -4}
					>
						{isLine ? `decides at ${strengthNumber(value)}` : 'no evidence'}
					</text>
				);
			})}
			{crossing !== null && (
				<circle
					className={styles.crossing}
					data-of={of}
					cx={percent(scale.x(crossing.at))}
					cy={percent(scale.y(crossing.value))}
					r={4}
				/>
			)}
		</svg>
	);
}

/** One strength with its line, its numbers and its time. */
export function StrengthChart(props: {
	readonly of: StrengthOf;
	readonly strength: Strength;
	readonly looks: readonly MetricLook[];
	readonly range: readonly [number, number] | null;
}): ReactElement {
	const { of, strength, looks, range } = props;
	const points = pointsOf(looks, of);
	const scale = strengthScale(strength, points, range);
	const first = range?.[0] ?? points[0]?.at;
	const last = range?.[1] ?? points.at(-1)?.at;
	return (
		<figure className={styles.chart}>
			<figcaption>
				<b>{names[of]}</b>
				<span>{strengthText(strength)}</span>
			</figcaption>
			<div className={styles.stage} role="img" aria-label={summary(of, strength, points.length)}>
				<Lines of={of} scale={scale} looks={looks} />
				<Over of={of} scale={scale} crossing={crossingOf(strength, points)} />
			</div>
			{first !== undefined && last !== undefined && <Ends from={first} to={last} />}
		</figure>
	);
}
