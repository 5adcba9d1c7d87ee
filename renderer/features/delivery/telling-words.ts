/** What a row says of the other tellings of its deployment, and what a person may say of them. Pure. */
import type { FactRef } from '../../../shared/domain/delivery/facts.ts';
import type { OtherTelling } from '../../../shared/domain/delivery/judged.ts';
import type { MetricRow } from '../../../shared/domain/delivery/metrics.ts';
import { journalSource } from '../../../shared/domain/delivery/own-sources.ts';

/** Who told it, and what its source calls it. */
export function tellerOf(ref: FactRef): { readonly source: string; readonly id: string } {
	const bar = ref.indexOf('|');
	const source = bar === -1 ? ref : ref.slice(0, bar);
	return { source: source === journalSource ? 'Signalbox' : source, id: bar === -1 ? '' : ref.slice(bar + 1) };
}

/** One sentence: whether it is of the same deployment, and how we know. */
export function tellingWords({ ref, isSame, said }: OtherTelling): string {
	const { source } = tellerOf(ref);
	if (isSame) {
		return said === true
			? `${source} tells of the same deployment, as somebody said by hand.`
			: `${source} tells of the same deployment, by its version and time.`;
	}
	return said === true
		? `What ${source} tells is another deployment, though somebody said that it is the same: one source tells of both.`
		: `What ${source} tells is another deployment, as somebody said by hand.`;
}

/** Words of a button, and what it says: one deployment, two, or (null) as the rules find it. */
export interface TellingSaying {
	readonly label: string;
	readonly isSame: boolean | null;
}

const two: TellingSaying = { label: 'These are two deployments', isSame: false };
const asFound: TellingSaying = { label: 'As found', isSame: null };

/** What may be said of it; the first one is always there. */
export function sayingsOf({ isSame, said }: OtherTelling): readonly TellingSaying[] {
	if (said === null) return [two];
	return isSame ? [asFound, two] : [asFound];
}

/** For those who do not see what stands beside the button. It begins with its words. */
export function sayingLabel(row: Pick<MetricRow, 'title'>, telling: OtherTelling, { label }: TellingSaying): string {
	const { source, id } = tellerOf(telling.ref);
	return `${label}: ${row.title} and ${id} of ${source}`;
}
