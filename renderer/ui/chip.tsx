import type { ReactElement, ReactNode } from 'react';
import styles from './chip.module.css';
import { cx } from './cx.ts';
import { Glyph, type Tone } from './glyph.tsx';

/** A state in a word, with the tone's shape and colour. */
export function Chip({
	tone,
	children,
	title,
	plain = false,
}: {
	readonly tone: Tone;
	readonly children: ReactNode;
	readonly title?: string;
	/** Without the coloured ground, for dense rows. */
	readonly plain?: boolean;
}): ReactElement {
	return (
		<span className={cx(styles.chip, styles[tone], plain && styles.plain)} title={title}>
			<Glyph tone={tone} size={plain ? 11 : 10} />
			<span>{children}</span>
		</span>
	);
}
