import type { ReactElement } from 'react';
import type { GateTrend } from '../../../shared/domain/gates/model.ts';
import styles from './gates.module.css';
import { trendLine, trendText } from './trend-line.ts';

const width = 132;
const height = 30;

/** The figure over the last releases as a line, and beside it in words. */
export function TrendSpark({ trend }: { readonly trend: GateTrend }): ReactElement {
	const { stretches, last } = trendLine(trend.values, width, height);
	return (
		<p className={styles.trend}>
			{stretches.length > 0 && (
				<svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
					{stretches.map((points) => (
						<polyline key={points} points={points} />
					))}
					{last !== null && <circle cx={last.x} cy={last.y} r="2.6" />}
				</svg>
			)}
			<span>{trendText(trend)}</span>
		</p>
	);
}
