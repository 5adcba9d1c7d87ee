import { type ReactElement, useState } from 'react';
import { Button } from '../ui/button.tsx';
import styles from './about-dialog.module.css';

type Notices = { readonly kind: 'closed' | 'loading' | 'missing' } | { readonly kind: 'open'; readonly text: string };

/** The notices of everything that Signalbox is made of; the build puts them beside the page. */
export function Licences(): ReactElement {
	const [notices, setNotices] = useState<Notices>({ kind: 'closed' });
	async function load(): Promise<void> {
		setNotices({ kind: 'loading' });
		try {
			const answer = await fetch('notices.txt');
			setNotices(answer.ok ? { kind: 'open', text: await answer.text() } : { kind: 'missing' });
		} catch {
			setNotices({ kind: 'missing' });
		}
	}
	if (notices.kind === 'open') {
		return (
			<pre className={styles.licences} {...{ tabIndex: 0, role: 'group', 'aria-label': 'Licences' }}>
				{notices.text}
			</pre>
		);
	}
	return (
		<div className={styles.more}>
			<Button size="s" isDisabled={notices.kind === 'loading'} onPress={() => void load()}>
				Licences
			</Button>
			<span className="dim" role="status">
				{notices.kind === 'missing' && 'They are not beside this page. They stand in notices.txt of the installation.'}
			</span>
		</div>
	);
}
