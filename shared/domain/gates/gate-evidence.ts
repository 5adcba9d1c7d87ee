/** What a gate has to go by: the reports that fit, and everything that should have been one and is not. */
import { listed, withoutFullStop } from '../pipeline/words.ts';
import type { CollectedEvidence, Evidence, EvidenceProblem } from './evidence.ts';
import type { Gate } from './model.ts';
import { fitsRule, type GateSource, sourcesOfGate } from './source-fit.ts';

export interface GateEvidence {
	/** Readable, and of the rule's kind. */
	readonly reports: readonly Evidence[];
	/** Sentences: why what the gate reads is not complete. Empty when it is. */
	readonly gaps: readonly string[];
}

export function evidenceOfGate(
	gate: Gate,
	collected: CollectedEvidence | null,
	sources: readonly GateSource[],
): GateEvidence {
	if (collected === null) return { reports: [], gaps: ['No evidence has been collected yet'] };
	const names = sourcesOfGate(gate, sources, collected.evidence);
	if (names.length === 0) return { reports: [], gaps: ['No source of evidence fits this gate'] };
	const brought = collected.evidence.filter(({ source }) => names.includes(source));
	const reports = brought.filter((evidence) => fitsRule(gate.rule, evidence));
	const problems = collected.problems.filter(({ source }) => names.includes(source));
	const silent = names.filter(
		(name) => !reports.some(({ source }) => source === name) && !problems.some(({ source }) => source === name),
	);
	return { reports, gaps: [...problems.map(problemText), ...silentTexts(silent, brought)] };
}

function problemText({ file, message }: EvidenceProblem): string {
	const text = withoutFullStop(message);
	return file === null || text.includes(file) ? text : `The report ${file} cannot be read: ${text}`;
}

function silentTexts(names: readonly string[], brought: readonly Evidence[]): readonly string[] {
	if (names.length === 0) return [];
	const other = brought.find(({ source }) => names.includes(source));
	return [
		other === undefined
			? `No report came from ${listed(names)}`
			: `The report ${other.file} of ${other.source} holds nothing for this gate`,
	];
}
