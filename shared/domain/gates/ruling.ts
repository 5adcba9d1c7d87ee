/** What a rule has to go by, and what it says. Each kind of rule lives in its own file. */
import type { Quarantine } from '../tests/model.ts';
import type { Evidence, EvidenceFacts } from './evidence.ts';

/** A report whose facts are of one kind. */
export type EvidenceOf<K extends EvidenceFacts['kind']> = Evidence & {
	readonly facts: Extract<EvidenceFacts, { readonly kind: K }>;
};

/** What a rule says of the reports that could be read. Texts are sentences without a full stop. */
export interface Ruling {
	/** `missing`: these reports prove nothing either way. */
	readonly outcome: 'passed' | 'failed' | 'missing' | 'waiting';
	/** With numbers: "84.1 %, 4 120 of 4 899 lines". */
	readonly found: string;
	/** "80 %, not below 83.9 % of 2.4.0" */
	readonly limit: string;
	readonly reason: string;
	/** Tests whose failures did not count; left out where there are none. */
	readonly quarantined?: readonly Quarantine[];
}

export function passed(found: string, limit: string, reason: string): Ruling {
	return { outcome: 'passed', found, limit, reason };
}

export function failed(found: string, limit: string, reason: string): Ruling {
	return { outcome: 'failed', found, limit, reason };
}

export function missing(found: string, limit: string, reason: string): Ruling {
	return { outcome: 'missing', found, limit, reason };
}

/** What stands on screen where nothing was found. */
export const nothingFound = 'nothing';

/** True for reports of this kind. */
export function isKind<K extends EvidenceFacts['kind']>(kind: K): (evidence: Evidence) => evidence is EvidenceOf<K> {
	return (evidence): evidence is EvidenceOf<K> => evidence.facts.kind === kind;
}

/** Reports of one kind out of all. */
export function ofKind<K extends EvidenceFacts['kind']>(
	evidence: readonly Evidence[],
	kind: K,
): readonly EvidenceOf<K>[] {
	return evidence.filter(isKind(kind));
}

export function sumOf<T>(items: readonly T[], figure: (item: T) => number): number {
	return items.reduce((sum, item) => sum + figure(item), 0);
}
