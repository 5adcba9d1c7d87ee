/** Recent results of a test, oldest first: passed is a low bar, failed a high one with a gap, passed on a retry a low one with a dot above, skipped a ring; never colour alone. */
import type { ReactElement } from 'react';
import type { TestRow } from '../../../shared/domain/tests/model.ts';
import { recentWords } from './words.ts';
import styles from './tests.module.css';

const step = 5;
const height = 16;

/** Draws the newest `most`, with a sentence for those who do not see it. */
export function ResultStrip(props: { readonly recent: TestRow['recent']; readonly most?: number }): ReactElement {
	const { recent, most = 30 } = props;
	const shown = recent.slice(-most);
	return (
		<svg
			className={styles.strip}
			width={most * step}
			height={height}
			viewBox={`0 0 ${most * step} ${height}`}
			role="img"
			aria-label={recentWords(shown)}
		>
			{shown.map((result, index) => (
				<Mark key={`${index} ${result.at}`} result={result} x={(most - shown.length + index) * step} />
			))}
		</svg>
	);
}

function Mark({ result, x }: { readonly result: TestRow['recent'][number]; readonly x: number }): ReactElement {
	switch (result.outcome) {
		case 'passed':
			return (
				<>
					<rect className={styles.passed} x={x} y={10} width={3} height={6} rx={1} />
					{result.passedOnRetry === true && <circle className={styles.retried} cx={x + 1.5} cy={5} r={1.9} />}
				</>
			);
		case 'failed':
			return (
				<>
					<rect className={styles.failed} x={x} y={0} width={3} height={10} rx={1} />
					<rect className={styles.failed} x={x} y={12} width={3} height={4} rx={1} />
				</>
			);
		case 'skipped':
			return <circle className={styles.skipped} cx={x + 1.5} cy={13} r={1.5} />;
	}
}
