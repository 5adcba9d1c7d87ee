/** Notes as people wrote them, drawn as their report will print them: the same syntax, the same rules. */
import { type ReactElement, type ReactNode, useMemo } from 'react';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { isReadable } from '../../../shared/report/notes/limits.ts';
import { tameNotes } from '../../../shared/report/notes/read-notes.ts';
import type { HostView } from '../../../shared/rpc/views.ts';
import { cx } from '../../ui/cx.ts';
import { TextLink } from '../pipeline/host-link.tsx';
import notes from './notes.module.css';
import styles from './retrospective.module.css';

interface NotesProps {
	readonly markdown: string;
	readonly host: HostView['kind'];
}

export function Notes({ markdown, host }: NotesProps): ReactElement {
	const components = useMemo(() => componentsFor(host), [host]);
	if (!isReadable(markdown))
		return (
			<pre className={notes.plain}>
				<code>{markdown}</code>
			</pre>
		);
	return (
		<div className={cx(styles.prose, notes.notes)}>
			<Markdown
				remarkPlugins={[remarkGfm, () => tameNotes]}
				remarkRehypeOptions={{ footnoteLabelTagName: 'p', footnoteLabelProperties: {} }}
				urlTransform={(url) => url}
				components={components}
			>
				{markdown}
			</Markdown>
		</div>
	);
}

/** There are no pictures and no HTML in what `tameNotes` leaves. */
function componentsFor(host: HostView['kind']): Components {
	return {
		a: ({ href = '', children }) => (
			<NoteLink host={host} href={href}>
				{children}
			</NoteLink>
		),
		table: ({ children }) => (
			<div className={notes.wide}>
				<table className={styles.table}>{children}</table>
			</div>
		),
		input: ({ checked }) => (
			<span role="img" aria-label={checked === true ? 'Done:' : 'Open:'}>
				{checked === true ? '☑' : '☐'}
			</span>
		),
	};
}

/** Footnotes are right below; an address that is only a mark would be one of this window's own pages. */
function NoteLink(props: {
	readonly host: HostView['kind'];
	readonly href: string;
	readonly children: ReactNode;
}): ReactElement {
	const { host, href, children } = props;
	if (href === '' || href.startsWith('#')) return <span>{children}</span>;
	return (
		<TextLink host={host} href={href}>
			{children}
		</TextLink>
	);
}
