/** Puts a text on the clipboard and says whether that worked. */
import { ClipboardCopy } from 'lucide-react';
import { type ReactElement, useState } from 'react';
import { useAnnounce } from './announcer.tsx';
import { copyText } from './copy-text.ts';
import { ToolButton } from './tool-button.tsx';

/** How long the answer stands on the button, ms. */
const staysMs = 2_500;
const refused = 'The clipboard refused';

export function CopyButton(props: {
	/** "Copy as Markdown" */
	readonly label: string;
	/** "Copied as Markdown" */
	readonly done: string;
	readonly make: () => string;
	readonly icon?: ReactElement;
}): ReactElement {
	const { label, done, make, icon = <ClipboardCopy size={13} aria-hidden="true" /> } = props;
	const [answer, setAnswer] = useState<string | null>(null);
	const announce = useAnnounce();
	const end = (said: string): void => {
		setAnswer(said);
		announce(said);
		setTimeout(() => setAnswer(null), staysMs);
	};
	return (
		<ToolButton icon={icon} onClick={() => void copyText(make()).then((isDone) => end(isDone ? done : refused))}>
			{answer ?? label}
		</ToolButton>
	);
}
