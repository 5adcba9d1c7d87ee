/** An interval on its axis against the margins. Drawn in shares of its width, so that it needs no measuring. */
import type { ReactElement } from 'react';
import type { MetricEvidence } from '../../../shared/domain/health/evidence/model.ts';
import { formatSize } from '../../../shared/domain/health/evidence/values.ts';
import styles from './interval-plot.module.css';
import { intervalScale, placeInterval, type IntervalScale } from './interval-scale.ts';

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

/** Where worse begins: from the harm margin to the edge, on both sides where either way is worse. */
function Zones({ scale, height }: { readonly scale: IntervalScale; readonly height: number }): ReactElement {
	return (
		<>
			{scale.harm.map((margin) => {
				const at = scale.position(margin);
				const isLeft = scale.harm.length > 1 && margin === scale.harm[0];
				return (
					<rect
						key={margin}
						className={styles.worse}
						x={isLeft ? 0 : percent(at)}
						y={0}
						width={percent(isLeft ? at : 1 - at)}
						height={height}
					/>
				);
			})}
		</>
	);
}

function Upright(props: { readonly at: number; readonly height: number; readonly className: string | undefined }) {
	const x = percent(props.at);
	return <line className={props.className} x1={x} x2={x} y1={0} y2={props.height} />;
}

/** An arrow head at an end that is open or lies beyond the axis. */
function Arrow({ isRight, y }: { readonly isRight: boolean; readonly y: number }): ReactElement {
	return (
		<svg x={isRight ? '100%' : '0%'} y={y} overflow="visible" aria-hidden="true">
			<path className={styles.arrow} d={isRight ? 'M-7 -5 0 0 -7 5Z' : 'M7 -5 0 0 7 5Z'} />
		</svg>
	);
}

function Interval({
	evidence,
	scale,
	y,
}: {
	readonly evidence: MetricEvidence;
	readonly scale: IntervalScale;
	readonly y: number;
}) {
	const placed = placeInterval(evidence, scale);
	if (placed === null) return null;
	const { left, right, value } = placed;
	return (
		<g data-answer={evidence.answer} className={styles.interval}>
			<line className={styles.span} x1={percent(left)} x2={percent(right)} y1={y} y2={y} />
			{placed.isLeftOpen && <Arrow isRight={false} y={y} />}
			{placed.isRightOpen && <Arrow isRight y={y} />}
			{value !== null && <circle className={styles.value} cx={percent(value)} cy={y} r={4} />}
		</g>
	);
}

/** What every interval is held against: zero, and the margins with what lies beyond them. */
function Axis({ scale, height }: { readonly scale: IntervalScale; readonly height: number }): ReactElement {
	return (
		<>
			<Zones scale={scale} height={height} />
			<line className={styles.axis} x1="0" x2="100%" y1={height / 2} y2={height / 2} />
			<Upright className={styles.zero} at={scale.position(0)} height={height} />
			{scale.promote.map((margin) => (
				<Upright key={margin} className={styles.promote} at={scale.position(margin)} height={height} />
			))}
			{scale.harm.map((margin) => (
				<Upright key={margin} className={styles.harm} at={scale.position(margin)} height={height} />
			))}
		</>
	);
}

/** One line high, without words: they stand beside it. */
export function IntervalBar({ evidence }: { readonly evidence: MetricEvidence }): ReactElement {
	const scale = intervalScale(evidence);
	const height = 22;
	return (
		<svg className={styles.bar} width="100%" height={height} aria-hidden="true">
			<Axis scale={scale} height={height} />
			<Interval evidence={evidence} scale={scale} y={height / 2} />
		</svg>
	);
}

interface Label {
	readonly key: string;
	readonly at: number;
	readonly text: string;
	readonly anchor: 'start' | 'middle' | 'end';
	/** Line of text above the axis, from 0. */
	readonly row: number;
}

/** Of the labels, px. */
const lineHeight = 14;
/** Labels nearer than this share of the axis would run into each other, and get a line each. */
const crowded = 0.34;

function anchorOf(at: number): Label['anchor'] {
	if (at < 0.33) return 'start';
	return at > 0.67 ? 'end' : 'middle';
}

function labelsOf(evidence: MetricEvidence, scale: IntervalScale): readonly Label[] {
	const size = (margin: number): string => formatSize(evidence.estimate?.kind ?? 'ratio', evidence.unit, margin);
	const own = [
		...scale.harm.map((margin) => ({ margin, text: margin === 0 ? 'harm: any' : `harm ${size(margin)}` })),
		...scale.promote.map((margin) => ({ margin, text: `no worse ${size(margin)}` })),
	]
		.map(({ margin, text }) => ({ key: `${text} ${margin}`, at: scale.position(margin), text }))
		.toSorted((left, right) => left.at - right.at);
	const isCrowded = own.some((label, index) => label.at - (own[index - 1]?.at ?? -1) < crowded);
	return own.map((label, index) => ({ ...label, anchor: anchorOf(label.at), row: isCrowded ? index : 0 }));
}

/** With its labels; the words and the table say the same, so it is one picture to assistive technology. */
export function IntervalPlot({ evidence }: { readonly evidence: MetricEvidence }): ReactElement {
	const scale = intervalScale(evidence);
	const labels = labelsOf(evidence, scale);
	const top = 18 + Math.max(0, ...labels.map(({ row }) => row)) * lineHeight;
	const height = 32;
	const below = top + height + 15;
	return (
		<svg
			className={styles.plot}
			width="100%"
			height={below + 7}
			role="img"
			aria-label={`${evidence.label}: ${evidence.words}`}
		>
			{labels.map((label) => (
				<text
					key={label.key}
					className={styles.label}
					x={percent(label.at)}
					y={11 + label.row * lineHeight}
					dx={{ start: -2, middle: 0, end: 2 }[label.anchor]}
					textAnchor={label.anchor}
				>
					{label.text}
				</text>
			))}
			<svg y={top} width="100%" height={height}>
				<Axis scale={scale} height={height} />
				<Interval evidence={evidence} scale={scale} y={height / 2} />
			</svg>
			<text className={styles.faint} x="0" y={below}>
				{scale.harm.length > 1 ? 'worse' : 'better'}
			</text>
			<text
				className={styles.faint}
				x={percent(Math.min(0.7, Math.max(0.3, scale.position(0))))}
				y={below}
				textAnchor="middle"
			>
				as stable
			</text>
			<text className={styles.faint} x="100%" y={below} textAnchor="end">
				worse
			</text>
		</svg>
	);
}
