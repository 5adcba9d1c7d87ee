/** Counts findings of all and keeps the first few. */
import {
	type Finding,
	type FindingFacts,
	mostItemsKept,
	type Severity,
} from '../../../../shared/domain/gates/evidence.ts';

export interface FindingTally {
	/** `times` for the counts alone, where findings were counted together. */
	count(severity: Severity, isSuppressed: boolean, times?: number): void;
	/** Kept as long as there is room; what counts is kept before what does not. */
	keep(finding: Finding): void;
	facts(about: FindingFacts['about'], extra?: Partial<Pick<FindingFacts, 'scanned' | 'invalid'>>): FindingFacts;
}

export function createFindingTally(): FindingTally {
	const bySeverity: Partial<Record<Severity, number>> = {};
	const active: Finding[] = [];
	const suppressed: Finding[] = [];
	const counts = { active: 0, suppressed: 0 };
	return {
		count(severity, isSuppressed, times = 1) {
			if (isSuppressed) {
				counts.suppressed += times;
				return;
			}
			counts.active += times;
			bySeverity[severity] = (bySeverity[severity] ?? 0) + times;
		},
		keep(finding) {
			const list = finding.isSuppressed ? suppressed : active;
			if (list.length < mostItemsKept) list.push(finding);
		},
		facts: (about, extra = {}) => ({
			kind: 'findings',
			about,
			...counts,
			bySeverity,
			items: [...active, ...suppressed].slice(0, mostItemsKept),
			scanned: extra.scanned ?? null,
			invalid: extra.invalid ?? null,
		}),
	};
}
