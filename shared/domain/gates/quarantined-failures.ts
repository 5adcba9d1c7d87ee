/** Failures of tests that were in quarantine when they ran: found by the names that the delivery metrics know them by. */
import { formatCounted } from '../format.ts';
import { localMinute } from '../pipeline/local-time.ts';
import { listed } from '../pipeline/words.ts';
import type { Quarantine } from '../tests/model.ts';
import type { TestFacts } from './evidence.ts';
import { type EvidenceOf, sumOf } from './ruling.ts';

type TestFailure = TestFacts['failures'][number];

export interface Forgiven {
	/** Failures of tests in quarantine; a test that stands twice in a report has two. */
	readonly count: number;
	/** Their tests, each once, by name. */
	readonly quarantined: readonly Quarantine[];
	/** So many more failed than the reports list, as they say themselves: then nothing is forgiven. */
	readonly unlisted: number;
	/** The others that the reports name. */
	readonly others: readonly TestFailure[];
}

/**
 * Only failures that a report names can be forgiven: those beyond `mostItemsKept` count, whatever they are of. Where a report says
 * that more failed than it lists, nothing is known of the rest, and nothing is forgiven.
 */
export function forgive(reports: readonly EvidenceOf<'tests'>[], quarantines: readonly Quarantine[]): Forgiven {
	const byTest = new Map(quarantines.map((quarantine) => [quarantine.test, quarantine]));
	const unlisted = sumOf(reports, ({ facts }) => facts.unlisted ?? 0);
	const judged = reports.flatMap((report) =>
		report.facts.failures.map((failure) => ({
			failure,
			isForgiven: unlisted === 0 && isForgiven(failure, report, byTest),
		})),
	);
	const forgiven = new Set(judged.flatMap(({ failure, isForgiven: is }) => (is ? (failure.test ?? []) : [])));
	return {
		unlisted,
		count: judged.filter(({ isForgiven: is }) => is).length,
		quarantined: quarantines.filter(({ test }) => forgiven.has(test)),
		others: judged.flatMap(({ failure, isForgiven: is }) => (is ? [] : failure)),
	};
}

/** A test of Go fails with its subtests: then they are what is judged. */
function isForgiven(
	{ test }: TestFailure,
	report: EvidenceOf<'tests'>,
	byTest: ReadonlyMap<string, Quarantine>,
): boolean {
	if (test == null) return false;
	const isGo = report.tool?.startsWith('go ') === true;
	const inner = isGo ? report.facts.failures.filter((one) => one.test?.startsWith(`${test}/`) === true) : [];
	return inner.length === 0 ? byTest.has(test) : inner.every((one) => isForgiven(one, report, byTest));
}

/** `2 tests failed, both in quarantine: a > b (Ada, until 2026-12-04 09:30 UTC) and c > d (Bob, until 2026-12-05 12:00 UTC)` */
export function forgivenText({ count, quarantined }: Forgiven): string {
	const which =
		count === 1
			? 'in quarantine'
			: count === 2 && quarantined.length === 2
				? 'both in quarantine'
				: 'all in quarantine';
	return `${formatCounted(count, 'test')} failed, ${which}: ${entriesText(quarantined)}`;
}

/** With whom to talk, and until when it is so. */
export function entriesText(quarantined: readonly Quarantine[]): string {
	return listed(
		quarantined.map(({ test, owner, expiresAt }) => `${test} (${owner}, until ${localMinute(expiresAt, 'UTC')} UTC)`),
	);
}
