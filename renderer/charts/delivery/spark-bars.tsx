/** The buckets of a period in the width of a card, the last one marked. Decorative: the chart below has the words. */
import type { ReactElement } from 'react';
import styles from './chart.module.css';

const height = 40;
const step = 31;

/** Null values are gaps. Drawn without a chart library: there are eight of them on one screen. */
export function SparkBars({ values }: { readonly values: readonly (number | null)[] }): ReactElement {
	const highest = Math.max(0, ...values.map((value) => value ?? 0)) * 1.05;
	const last = values.findLastIndex((value) => value !== null);
	return (
		<svg
			className={styles.spark}
			viewBox={`0 0 ${Math.max(1, values.length) * step} ${height}`}
			height={height}
			preserveAspectRatio="none"
			aria-hidden="true"
		>
			{values.map((value, index) => {
				const x = index * step + 3;
				if (value === null) {
					return <line key={index} className={styles.sparkGap} x1={x} x2={x + 25} y1={height - 1} y2={height - 1} />;
				}
				const tall = highest === 0 ? 1.5 : Math.max(1.5, (value / highest) * height);
				return (
					<rect
						key={index}
						className={index === last ? styles.sparkLast : styles.sparkBar}
						x={x}
						y={height - tall}
						width={25}
						height={tall}
						rx={2}
					/>
				);
			})}
		</svg>
	);
}
