/** Tests that failed and did not close the gate, each with who looks after it, why and until when. */
import type { ReactElement } from 'react';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import { exactInstant } from '../../ui/instant.ts';
import styles from './gates.module.css';

export function QuarantinedTests({ tests }: { readonly tests: readonly Quarantine[] }): ReactElement {
	return (
		<ul className={styles.items} aria-label="Failed in quarantine">
			{tests.map(({ test, owner, reason, ticket, expiresAt }) => (
				<li key={test}>
					<span className="mono">{test}</span>{' '}
					<span className="dim">
						in quarantine until {exactInstant(expiresAt)}, looked after by {owner}
						{ticket === null ? '' : ` (${ticket})`}: {reason}
					</span>
				</li>
			))}
		</ul>
	);
}
