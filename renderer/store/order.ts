/** In which order lists are shown. Pure. */
import type { NeedView, NoticeView } from '../../shared/rpc/views.ts';

/** Most urgent first; among equals the one that waits longest. */
export function needsInOrder(needs: Readonly<Record<string, NeedView>>): readonly NeedView[] {
	return Object.values(needs).sort(
		(left, right) => urgencyRank(left) - urgencyRank(right) || left.since - right.since || compare(left.id, right.id),
	);
}

function urgencyRank(need: NeedView): number {
	return need.urgency === 'now' ? 0 : 1;
}

/** Newest first. */
export function noticesInOrder(
	notices: Readonly<Record<string, NoticeView>>,
	notes: readonly NoticeView[],
): readonly NoticeView[] {
	return [...Object.values(notices), ...notes].sort((left, right) => right.at - left.at || compare(right.id, left.id));
}

/** Order of names that does not depend on the machine's language; digits count as numbers. */
export function compare(left: string, right: string): number {
	return names.compare(left, right);
}

const names = new Intl.Collator('en', { numeric: true });
