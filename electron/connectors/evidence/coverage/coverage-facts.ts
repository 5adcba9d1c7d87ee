/** What the readers of coverage share. */
import type { CoverageFacts, Share } from '../../../../shared/domain/gates/evidence.ts';
import { Refusal } from '../refusal.ts';

/** Null where nothing of the kind could be covered: 0 of 0 is no share, and would pass or fail by accident. */
export function shareOrNull(share: Share): Share | null {
	return share.total === 0 ? null : { covered: share.covered, total: share.total };
}

/** Refuses a report that measured nothing at all. */
export function coverageFacts(found: Omit<CoverageFacts, 'kind'>): CoverageFacts {
	if (found.lines === null && found.branches === null && found.functions === null) {
		throw new Refusal(
			'measured not a single line',
			null,
			'Check that the tests ran with coverage, and which files it includes.',
		);
	}
	return { kind: 'coverage', ...found };
}
