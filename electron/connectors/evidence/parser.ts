/** What every parser of a report is. */
import type { EvidenceFacts, FindingFacts } from '../../../shared/domain/gates/evidence.ts';
import type { Bytes } from './bytes.ts';
import type { EvidenceLimits } from './limits.ts';
import type { JunitCase } from './test-results/junit-tally.ts';

/** A report, read. */
export interface ReadReport {
	readonly facts: EvidenceFacts;
	/** Tool and version as the report says them. */
	readonly tool: string | null;
	/** Ms since the epoch; null where the report says nothing, or a time without its zone. */
	readonly writtenAt: number | null;
}

export interface ParseContext {
	readonly limits: EvidenceLimits;
	/** What the findings are about, where the source says it; for SARIF only. */
	readonly about: FindingFacts['about'] | null;
	/** Is told each case of a JUnit report as it is read, also of one that is refused later on. */
	readonly onCase?: (one: JunitCase) => void;
}

/** Reads all of the bytes; throws a `Refusal` for what is wrong with them. Knows neither clock nor files. */
export type ReportParser = (bytes: Bytes, context: ParseContext) => Promise<ReadReport>;

/**
 * An instant that a report names. Null where it says none, and where it names no zone: which instant it is would be a guess.
 */
export function instantOf(text: string | null | undefined): number | null {
	if (text == null || !/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)? ?(Z|[+-]\d\d:?\d\d)$/u.test(text)) return null;
	const at = Date.parse(text.replace(' ', 'T'));
	return Number.isFinite(at) ? at : null;
}
