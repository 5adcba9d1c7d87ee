/** Which of the tests that failed before a gate were in quarantine when they ran, whatever was decided afterwards. */
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type { Gate } from '../../../shared/domain/gates/model.ts';
import { ofKind } from '../../../shared/domain/gates/ruling.ts';
import { sourcesOfGate } from '../../../shared/domain/gates/source-fit.ts';
import type { Quarantine } from '../../../shared/domain/tests/model.ts';
import type { ServiceBook } from './service-book.ts';
import { type Tested, testedAt } from './tested-at.ts';
import type { TrackedRun } from './tracked-run.ts';

/**
 * Only tests that failed are looked up, so that thousands of quarantines cost nothing here. One that failed in several reports must
 * have been in quarantine for each of them, from the first instant that one of them tells to the last.
 */
export function quarantinedFailures(
	gate: Gate,
	{ evidence: sources }: PipelineConfig,
	{ run, evidence }: TrackedRun,
	book: Pick<ServiceBook, 'quarantine'>,
): readonly Quarantine[] {
	if (gate.rule.kind !== 'tests' || !gate.rule.honoursQuarantine || evidence === null) return [];
	const names = sourcesOfGate(gate, sources, evidence.evidence);
	const spans = new Map<string, Tested>();
	for (const report of ofKind(
		evidence.evidence.filter(({ source }) => names.includes(source)),
		'tests',
	)) {
		const mine = testedAt(report, sources, run);
		for (const { test } of report.facts.failures) {
			if (test == null) continue;
			const known = spans.get(test) ?? mine;
			spans.set(test, { from: Math.min(known.from, mine.from), to: Math.max(known.to, mine.to) });
		}
	}
	return [...spans].flatMap(([test, { from, to }]) => {
		const held = book.quarantine(test, to);
		return held !== null && book.quarantine(test, from) !== null ? held : [];
	});
}
