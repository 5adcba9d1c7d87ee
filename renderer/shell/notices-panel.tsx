import { Bell } from 'lucide-react';
import type { ReactElement } from 'react';
import type { NoticeView } from '../../shared/rpc/views.ts';
import { addresses } from '../store/address.ts';
import { useStores } from '../store/context.tsx';
import { useDesk, useHost, useNotices } from '../store/hooks.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { DialogTrigger, Popover } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Glyph } from '../ui/glyph.tsx';
import { Time } from '../ui/time.tsx';
import { toneOf, unreadCount } from './notice-tone.ts';
import type { Overlays } from './use-overlays.ts';
import styles from './notices-panel.module.css';
import bar from './top-bar.module.css';

/** The lasting list of what happened; a toast is not a record. */
export function NoticesButton({ open }: { readonly open: Overlays }): ReactElement {
	const notices = useNotices();
	const { desk, now } = useStores();
	const unread = unreadCount(
		notices,
		useDesk((state) => state.preferences.readUntil),
	);
	return (
		<DialogTrigger
			isOpen={open.overlay === 'notices'}
			onOpenChange={(isOpen) => {
				if (isOpen) return open.open('notices');
				open.close();
				desk.prefer({ readUntil: now() });
			}}
		>
			<Button
				variant="quiet"
				className={bar.tool}
				aria-label={unread === 0 ? 'Notices' : `Notices, ${unread} unread`}
				icon={
					<>
						<Bell size={16} />
						{unread > 0 && <span className={styles.badge}>{unread > 99 ? '99+' : unread}</span>}
					</>
				}
			/>
			<Popover label="Notices">
				<NoticeList notices={notices} />
			</Popover>
		</DialogTrigger>
	);
}

function NoticeList({ notices }: { readonly notices: readonly NoticeView[] }): ReactElement {
	const { commands, desk } = useStores();
	const readUntil = useDesk((state) => state.preferences.readUntil);
	const { mayAct } = useHost();
	function clear(): void {
		desk.clearNotes();
		if (mayAct) void commands.clearNotices();
	}
	return (
		<div className={styles.panel}>
			<header className={styles.header}>
				<h2>Notices</h2>
				{notices.length > 0 && (
					<Button variant="quiet" size="s" onPress={clear}>
						Clear
					</Button>
				)}
			</header>
			{notices.length === 0 && (
				<EmptyState title="Nothing to tell">Promotions, rollbacks and refused commands are kept here.</EmptyState>
			)}
			<ol className={styles.list}>
				{notices.map((notice) => (
					<li key={notice.id} className={cx(styles.notice, notice.at > readUntil && styles.unread)}>
						<Glyph tone={toneOf(notice.tone)} />
						<div className={styles.words}>
							<p className={styles.title}>
								{notice.deploymentId === null ? (
									notice.title
								) : (
									<a href={addresses.deployment(notice.deploymentId)}>{notice.title}</a>
								)}
							</p>
							{notice.detail !== null && <p className={styles.detail}>{notice.detail}</p>}
						</div>
						<Time at={notice.at} className={styles.at} />
					</li>
				))}
			</ol>
		</div>
	);
}
