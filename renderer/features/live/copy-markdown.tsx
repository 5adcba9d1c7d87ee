import type { ReactElement } from 'react';
import { CopyButton } from '../../ui/copy-button.tsx';

/** The deployment for a chat or a ticket. */
export function CopyMarkdown({ make }: { readonly make: () => string }): ReactElement {
	return <CopyButton label="Copy as Markdown" done="Copied as Markdown" make={make} />;
}
