/** A page of the CI host: a link in a browser; on the desktop, which follows none, its address to copy. */
import { ExternalLink } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { HostView } from '../../../shared/rpc/views.ts';
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

/**
 * A link within what people wrote. A page of the web never takes the place of the room; a relative address would lead nowhere,
 * so only its words are left.
 */
export function TextLink(props: {
	readonly host: HostView['kind'];
	readonly href: string;
	readonly children: ReactNode;
}): ReactElement {
	const { host, href, children } = props;
	if (/^(#|mailto:)/.test(href)) return <a href={href}>{children}</a>;
	if (!/^https?:\/\//.test(href)) return <>{children}</>;
	if (host === 'browser') {
		return (
			<a href={href} target="_blank" rel="noreferrer">
				{children}
			</a>
		);
	}
	return (
		<>
			{children} <CopyButton label="Copy the address" done="Address copied" make={() => href} />
		</>
	);
}
