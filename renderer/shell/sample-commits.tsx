import { type ReactElement, useId, useState } from 'react';
import type { SampleChange } from '../../shared/rpc/api.ts';
import { addresses } from '../store/address.ts';
import { useCommands } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import styles from './sample-panel.module.css';

/** What `assets/sample/signalbox.yaml` calls it. */
const service = 'shop';

const changes: readonly { readonly id: SampleChange; readonly word: string; readonly what: string }[] = [
	{ id: 'good', word: 'Good', what: 'a new product with its test' },
	{ id: 'untested', word: 'Untested', what: 'a function that no test calls' },
	{ id: 'broken', word: 'Broken', what: 'a price that breaks a test' },
];

/** Commits to the sample's own repository; each starts a run of its pipeline. */
export function SampleCommits(): ReactElement {
	const { commitToSample } = useCommands();
	const id = useId();
	const [isBusy, setBusy] = useState(false);
	const [version, setVersion] = useState<string | null>(null);
	async function commit(change: SampleChange): Promise<void> {
		setBusy(true);
		const made = await commitToSample(change);
		setBusy(false);
		if (made.ok) setVersion(made.value.version);
	}
	return (
		<div role="group" aria-labelledby={id} className={styles.commits} data-tour="commits">
			<h3 id={id}>Commit a change</h3>
			<div className={styles.kinds}>
				{changes.map(({ id: change, word, what }) => (
					<Button
						key={change}
						size="s"
						isDisabled={isBusy}
						aria-label={`${word}: commit ${what}`}
						onPress={() => void commit(change)}
					>
						{word}
					</Button>
				))}
			</div>
			<p role="status" className={styles.committed}>
				{version !== null && (
					<>
						Committed. <a href={addresses.service(service)}>Watch {version}</a>
					</>
				)}
			</p>
		</div>
	);
}
