/** What the sample's history ships: commits that never were, up to where its real repository begins, then the real ones. */
import type { CommitFact } from '../../../shared/domain/delivery/facts.ts';
import type { Chance } from './chance.ts';

export interface ShippedCommit {
	readonly sha: string;
	readonly authoredAt: number;
}

export const madeUpPeople = ['Noor Haddad', 'Jonas Weber', 'Mei Tanaka'] as const;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const subjects = [
	...([
		'catalogue: show what is left in stock',
		'order: round totals once',
		'voucher: refuse those of last year',
	] as const),
	...(['checkout: ask for the street once', 'search: find goods by half a word', 'mail: thank for the order'] as const),
	...(['shipping: add a pick-up point', 'metrics: count refused payments', 'account: keep the last address'] as const),
] as const;

/** A chain of commits, oldest first, a few each working day. Hashes follow from their number, so that they stay the same. */
export function madeUpCommits(chance: Chance, repository: string, from: number, to: number): readonly CommitFact[] {
	const commits: CommitFact[] = [];
	for (let day = from; day < to; day += dayMs) {
		const weekday = new Date(day).getUTCDay();
		const count = weekday === 0 || weekday === 6 ? 0 : chance.whole(0, 3);
		for (let number = 0; number < count; number += 1) {
			const authoredAt = Math.round(day + (8 + number * 2.5 + chance.between(0, 2)) * hourMs);
			if (authoredAt >= to) continue;
			commits.push(commit(chance, repository, commits, authoredAt));
		}
	}
	return commits;
}

function commit(chance: Chance, repository: string, before: readonly CommitFact[], authoredAt: number): CommitFact {
	const author = chance.of(madeUpPeople);
	const parent = before.at(-1)?.sha;
	return {
		...{ kind: 'commit', repository, sha: hashOf(before.length), parents: parent === undefined ? [] : [parent] },
		...{ authoredAt, committedAt: authoredAt, authorOffsetMinutes: 60, authorName: author },
		authorEmail: `${author.split(' ')[0]?.toLowerCase() ?? 'somebody'}@shop.example`,
		...{ subject: chance.of(subjects), reverts: [], touches: null },
	};
}

/** Begins with 5a3b1e, which no real hash is likely to. */
function hashOf(number: number): string {
	return `5a3b1e${number.toString(16).padStart(34, '0')}`;
}
