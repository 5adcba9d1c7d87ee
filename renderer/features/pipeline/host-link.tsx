/** A page of the CI host: a link in a browser; on the desktop, which follows none, its address to copy. */
import { ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import { useHost } from '../../store/hooks.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { toolClass } from '../../ui/tool-button.tsx';

export function HostLink({ url, words }: { readonly url: string; readonly words: string }): ReactElement | null {
	const { kind } = useHost();
	if (!/^https?:\/\//.test(url)) return null;
	if (kind === 'desktop') return <CopyButton label="Copy the host's address" done="Address copied" make={() => url} />;
	return (
		<a className={toolClass} href={url} target="_blank" rel="noreferrer">
			<ExternalLink size={13} aria-hidden="true" />
			{words}
		</a>
	);
}
