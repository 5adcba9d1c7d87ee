/** Failures of tests that were in quarantine when they ran: found by the names that the delivery metrics know them by. */
import { formatCounted } from '../format.ts';
import { localMinute } from '../pipeline/local-time.ts';
import { listed } from '../pipeline/words.ts';
import type { Quarantine } from '../tests/model.ts';
import type { TestFacts } from './evidence.ts';

type TestFailure = TestFacts['failures'][number];

export interface Forgiven {
	/** Failures of tests in quarantine; a test that stands twice in a report has two. */
	readonly count: number;
	/** Their tests, each once, by name. */
	readonly quarantined: readonly Quarantine[];
	/** The others that the reports name. */
	readonly others: readonly TestFailure[];
}

/** Only failures that a report names can be forgiven: those beyond `mostItemsKept` count, whatever they are of. */
export function forgive(failures: readonly TestFailure[], quarantines: readonly Quarantine[]): Forgiven {
	const byTest = new Map(quarantines.map((quarantine) => [quarantine.test, quarantine]));
	const entryOf = ({ test }: TestFailure) => (test == null ? undefined : byTest.get(test));
	const entries = failures.flatMap((failure) => entryOf(failure) ?? []);
	return {
		count: entries.length,
		quarantined: quarantines.filter((quarantine) => entries.includes(quarantine)),
		others: failures.filter((failure) => entryOf(failure) === undefined),
	};
}

/** `2 tests failed, both in quarantine: a > b (Ada, until 2026-12-04 09:30 UTC) and c > d (Bob, until 2026-12-05 12:00 UTC)` */
export function forgivenText({ count, quarantined }: Forgiven): string {
	const which = count === 1 ? 'in quarantine' : count === 2 ? 'both in quarantine' : 'all in quarantine';
	return `${formatCounted(count, 'test')} failed, ${which}: ${entriesText(quarantined)}`;
}

/** With whom to talk, and until when it is so. */
export function entriesText(quarantined: readonly Quarantine[]): string {
	return listed(
		quarantined.map(({ test, owner, expiresAt }) => `${test} (${owner}, until ${localMinute(expiresAt, 'UTC')} UTC)`),
	);
}
