/** Puts Markdown on the clipboard and says whether that worked. */
import { ClipboardCopy } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useAnnounce } from '../../ui/announcer.tsx';
import styles from './live.module.css';

type Copied = 'no' | 'yes' | 'failed';

const words: Readonly<Record<Copied, string>> = {
	no: 'Copy as Markdown',
	yes: 'Copied as Markdown',
	failed: 'The clipboard refused',
};

const staysMs = 2_500;

export function CopyMarkdown({ make }: { readonly make: () => string }): ReactElement {
	const [copied, setCopied] = useState<Copied>('no');
	const announce = useAnnounce();
	const end = (result: Copied): void => {
		setCopied(result);
		announce(words[result]);
		setTimeout(() => setCopied('no'), staysMs);
	};
	return (
		<button
			type="button"
			className={styles.toolLink}
			onClick={() => {
				navigator.clipboard.writeText(make()).then(
					() => end('yes'),
					() => end('failed'),
				);
			}}
		>
			<ClipboardCopy size={13} aria-hidden="true" />
			{words[copied]}
		</button>
	);
}
