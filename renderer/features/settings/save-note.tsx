import { Check } from 'lucide-react';
import type { ReactElement } from 'react';
import { Problem } from '../../ui/problem.tsx';
import styles from './settings.module.css';
import type { SaveState } from './use-saved.ts';

/** What became of the last change of a field, beside it. */
export function SaveNote({ state }: { readonly state: SaveState }): ReactElement {
	return (
		<div className={styles.note}>
			<span role="status">
				{state.kind === 'saving' && 'Saving'}
				{state.kind === 'saved' && (
					<>
						<Check size={13} aria-hidden="true" /> Saved
					</>
				)}
			</span>
			{state.kind === 'failed' && <Problem problem={state.problem} compact />}
		</div>
	);
}
