import { X } from 'lucide-react';
import { type ReactElement, useCallback, useEffect, useRef, useState } from 'react';
import type { NoticeView } from '../../shared/rpc/views.ts';
import { addresses } from '../store/address.ts';
import { useDesk, useNotices } from '../store/hooks.ts';
import { useAnnounce } from '../ui/announcer.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Glyph } from '../ui/glyph.tsx';
import { newNotices, toneOf } from './notice-tone.ts';
import styles from './toaster.module.css';

/** How long a toast stays, ms; what went wrong stays longer. All of them remain in the notice list. */
const stays = { info: 6_000, good: 6_000, warn: 10_000, bad: 14_000 } as const;
const atMost = 3;

/**
 * Shows new notices for a moment. Our own few lines instead of a library: the ones at hand
 * inject inline styles, which the content security policy refuses.
 * `isOwnOnly`: only what became of this window's own clicks and keys.
 */
export function Toaster({ isOwnOnly = false }: { readonly isOwnOnly?: boolean }): ReactElement {
	const notices = useNotices();
	const own = useDesk((desk) => desk.notes);
	const announce = useAnnounce();
	const seen = useRef<ReadonlySet<string> | null>(null);
	const [shown, setShown] = useState<readonly NoticeView[]>([]);
	const drop = useCallback((id: string) => setShown((all) => all.filter((each) => each.id !== id)), []);
	useEffect(() => {
		const found = seen.current === null ? [] : newNotices(notices, seen.current);
		const fresh = isOwnOnly ? found.filter((notice) => own.includes(notice)) : found;
		seen.current = new Set(notices.map((notice) => notice.id));
		if (fresh.length === 0) return;
		setShown((all) => [...all, ...fresh].slice(-atMost));
		for (const notice of fresh) {
			const words = notice.detail === null ? notice.title : `${notice.title}. ${notice.detail}`;
			announce(words, notice.tone === 'bad' ? 'assertive' : 'polite');
		}
	}, [notices, own, isOwnOnly, announce]);
	return (
		<section className={styles.toasts} aria-label="New notices">
			{shown.map((notice) => (
				<Toast key={notice.id} notice={notice} onDone={drop} />
			))}
		</section>
	);
}

function Toast({
	notice,
	onDone,
}: {
	readonly notice: NoticeView;
	readonly onDone: (id: string) => void;
}): ReactElement {
	const [isHeld, setIsHeld] = useState(false);
	useEffect(() => {
		if (isHeld) return;
		const timer = setTimeout(() => onDone(notice.id), stays[notice.tone]);
		return () => clearTimeout(timer);
	}, [isHeld, notice, onDone]);
	return (
		<div
			className={cx(styles.toast, styles[notice.tone])}
			onPointerEnter={() => setIsHeld(true)}
			onPointerLeave={() => setIsHeld(false)}
			onFocus={() => setIsHeld(true)}
			onBlur={() => setIsHeld(false)}
		>
			<Glyph tone={toneOf(notice.tone)} />
			<div className={styles.words}>
				<p className={styles.title}>{notice.title}</p>
				{notice.detail !== null && <p className={styles.detail}>{notice.detail}</p>}
			</div>
			{notice.deploymentId !== null && (
				<LinkButton size="s" href={addresses.deployment(notice.deploymentId)}>
					Open
				</LinkButton>
			)}
			<Button variant="quiet" size="s" icon={<X size={14} />} aria-label="Dismiss" onPress={() => onDone(notice.id)} />
		</div>
	);
}
