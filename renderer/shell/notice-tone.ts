import type { NoticeView } from '../../shared/rpc/views.ts';
import type { Tone } from '../ui/glyph.tsx';

/** The shape of a notice. */
export function toneOf(tone: NoticeView['tone']): Tone {
	return tone === 'info' ? 'neutral' : tone;
}

/** Notices that were not there before, oldest first. */
export function newNotices(notices: readonly NoticeView[], seen: ReadonlySet<string>): readonly NoticeView[] {
	return notices.filter((notice) => !seen.has(notice.id)).reverse();
}

/** How many came after the list was last read. */
export function unreadCount(notices: readonly NoticeView[], readUntil: number): number {
	return notices.filter((notice) => notice.at > readUntil).length;
}
