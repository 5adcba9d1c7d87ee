import type { ReactElement } from 'react';
import { Chip } from '../../ui/chip.tsx';
import { Problem } from '../../ui/problem.tsx';
import styles from './config-editor.module.css';
import { IssueList } from './issue-list.tsx';
import type { Check } from './use-check.ts';

/** What the check of a text said, read out as it changes. */
export function CheckOutcome({ check }: { readonly check: Check }): ReactElement {
	return (
		<div className={styles.outcome} role="status">
			<Words check={check} />
		</div>
	);
}

function Words({ check }: { readonly check: Check }): ReactElement {
	switch (check.kind) {
		case 'asking':
			return <Chip tone="busy">checking</Chip>;
		case 'problem':
			return <Problem problem={check.problem} />;
		case 'issues':
			return check.issues.length === 0 ? (
				<Chip tone="good">everything is as expected</Chip>
			) : (
				<IssueList issues={check.issues} />
			);
	}
}
