import type { ReactElement } from 'react';
import { cx } from './cx.ts';
import styles from './glyph.module.css';

/** Meaning is never by colour alone: each tone has its own shape. */
export type Tone = 'good' | 'warn' | 'bad' | 'busy' | 'paused' | 'neutral';

const shapes: Readonly<Record<Tone, ReactElement>> = {
	good: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
	warn: <path d="M6 1.2 11.2 10.4H.8Z" fill="currentColor" />,
	bad: <rect x="1.5" y="1.5" width="9" height="9" rx="1.5" fill="currentColor" />,
	busy: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.8" strokeDasharray="17 10" />,
	paused: <path d="M2.5 1.5h2.6v9H2.5zM6.9 1.5h2.6v9H6.9z" fill="currentColor" />,
	neutral: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

/** The shape of a tone. Decorative: the word stands beside it. */
export function Glyph({ tone, size = 12 }: { readonly tone: Tone; readonly size?: number }): ReactElement {
	return (
		<svg className={cx(styles.glyph, styles[tone])} width={size} height={size} viewBox="0 0 12 12" aria-hidden="true">
			{shapes[tone]}
		</svg>
	);
}
