import { KeyRound } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Problem } from '../../shared/domain/result.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { useTitle } from '../ui/page.tsx';
import { Brand } from './brand.tsx';
import styles from './refused-screen.module.css';

/** The host does not take this tab: what happened, what it means, what to do. */
export function RefusedScreen({ problem }: { readonly problem: Problem | null }): ReactElement {
	useTitle('No access');
	return (
		<main className={styles.page}>
			<Brand />
			<section className={styles.card}>
				<EmptyState
					level="h1"
					icon={<KeyRound size={28} />}
					title={problem?.message ?? "This tab's key is no longer valid, so it shows nothing."}
				>
					<p>{problem?.hint ?? 'Open the address that Signalbox printed when it started.'}</p>
					<p className={styles.more}>What is being released goes on as it was; only this tab is shut out.</p>
				</EmptyState>
			</section>
		</main>
	);
}
