import type { ReactElement } from 'react';
import { formatPercent } from '../../shared/domain/format.ts';
import { cx } from './cx.ts';
import styles from './split-bar.module.css';

export interface SplitPart {
	/** What gets this share: a version. */
	readonly name: string;
	/** The part it plays: "stable", "new". */
	readonly word: string;
	/** Per cent, 0..100. */
	readonly percent: number;
}

/** How traffic is split, as one bar: what stands in blue, what comes in orange. Large bars carry the words inside. */
export function SplitBar({
	stable,
	canary,
	size = 'large',
	stale = false,
}: {
	readonly stable: SplitPart | null;
	readonly canary: SplitPart;
	readonly size?: 'large' | 'mini';
	/** Drawn pale: the split is only the last known. */
	readonly stale?: boolean;
}): ReactElement {
	const parts = [
		...(stable === null ? [] : [{ ...stable, role: 'stable' as const }]),
		{ ...canary, role: 'canary' as const },
	];
	const served = parts.some((part) => part.percent > 0);
	const words = parts.map((part) => `${part.name} ${part.word} ${formatPercent(part.percent / 100)}`).join(', ');
	return (
		<div className={cx(styles.bar, styles[size], stale && styles.stale)} role="img" aria-label={`Traffic: ${words}`}>
			{parts.map((part) => (
				<div key={part.role} className={styles[part.role]} style={{ flexGrow: part.percent }} title={words}>
					{size === 'large' && part.percent >= 12 && <PartWords part={part} />}
				</div>
			))}
			{!served && <div className={styles.none}>{size === 'large' ? 'no traffic' : null}</div>}
		</div>
	);
}

function PartWords({ part }: { readonly part: SplitPart }): ReactElement {
	return (
		<span className={styles.words}>
			<span className="mono">{part.name}</span> {part.word} {formatPercent(part.percent / 100)}
		</span>
	);
}
