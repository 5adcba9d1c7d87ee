/** What of one pull could not be understood: the first hundred by name, the rest as a number. */
import { formatCount } from '../../../../shared/domain/format.ts';
import { plainText } from './text.ts';

export interface LeftOut {
	readonly what: string;
	readonly why: string;
}

export interface LeftOutList {
	add(entries: readonly LeftOut[]): void;
	/** What came since it was asked last. */
	take(): readonly LeftOut[];
	/** As `take`, with a last entry that counts what found no place. */
	takeLast(): readonly LeftOut[];
}

const mostNamed = 100;

export function createLeftOut(): LeftOutList {
	let named = 0;
	let beyond = 0;
	let waiting: LeftOut[] = [];
	const take = () => {
		const taken = waiting;
		waiting = [];
		return taken;
	};
	return {
		take,
		add(entries) {
			for (const { what, why } of entries) {
				if (named < mostNamed) waiting.push({ what: plainText(what), why: plainText(why) });
				else beyond += 1;
				named += 1;
			}
		},
		takeLast() {
			const last = take();
			if (beyond === 0) return last;
			return [...last, { what: `${formatCount(beyond)} more`, why: 'only the first hundred are listed by name' }];
		},
	};
}
