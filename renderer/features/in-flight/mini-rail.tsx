import type { ReactElement } from 'react';
import type { RailStep } from '../../../shared/rpc/views.ts';
import { cx } from '../../ui/cx.ts';
import styles from './mini-rail.module.css';

const words: Readonly<Record<RailStep['state'], string>> = {
	done: 'done',
	now: 'now',
	'to-come': 'to come',
	skipped: 'skipped',
	failed: 'failed',
};

/** The steps in one line. */
export function MiniRail({ rail }: { readonly rail: readonly RailStep[] }): ReactElement {
	return (
		<ol className={styles.rail} aria-label="Steps">
			{rail.map((step, index) => (
				<li
					key={`${String(index)} ${step.label}`}
					className={cx(styles.step, styles[step.state])}
					aria-current={step.state === 'now' ? 'step' : undefined}
				>
					{step.label}
					<span className="hidden-text">, {words[step.state]}</span>
				</li>
			))}
		</ol>
	);
}
