/** Which configured sources a gate reads when it names none: those whose reports are of the kind that its rule needs. */
import { type StageName, stageNames } from '../pipeline/model.ts';
import type { Evidence, EvidenceFacts, EvidenceFormat } from './evidence.ts';
import type { Gate, GateRule } from './model.ts';

/** Of a configured source of evidence, what gates need to know. */
export interface GateSource {
	readonly name: string;
	readonly stage: StageName;
	/** Glob of its report files. */
	readonly files: string;
	/** Null: told by the content. */
	readonly format: EvidenceFormat | null;
}

export type FactsKind = EvidenceFacts['kind'];

/** Kind of the reports that a rule reads; null for one that reads none. */
export function factsKindOf(rule: GateRule): FactsKind | null {
	if (rule.kind === 'complexity' || rule.kind === 'function-length') return 'lint';
	return rule.kind === 'jobs' ? null : rule.kind;
}

/** True for a report that the rule can be held against. */
export function fitsRule(rule: GateRule, { facts }: Evidence): boolean {
	return (
		facts.kind === factsKindOf(rule) &&
		(rule.kind !== 'findings' || facts.kind !== 'findings' || facts.about === rule.about)
	);
}

const kindsOfFormats: Readonly<Record<EvidenceFormat, FactsKind>> = {
	...{ junit: 'tests', lcov: 'coverage', cobertura: 'coverage', jacoco: 'coverage', istanbul: 'coverage' },
	...{ sarif: 'findings', gitleaks: 'findings', 'npm-audit': 'findings', osv: 'findings', eslint: 'lint' },
	...{ pact: 'contracts', k6: 'performance', autocannon: 'performance', axe: 'accessibility' },
};

/** What a scan in this format is about, where the format alone says it. */
const aboutOfFormats: Readonly<Partial<Record<EvidenceFormat, string>>> = {
	gitleaks: 'secrets',
	'npm-audit': 'dependencies',
	osv: 'dependencies',
};

/** Names that people give to reports. Only asked where nothing else is known of a source. */
const hints: readonly (readonly [RegExp, FactsKind])[] = [
	[/lcov|cobertura|jacoco|coverage|clover/i, 'coverage'],
	[/sarif|gitleaks|audit|osv|codeql|semgrep|trivy|secret|depend/i, 'findings'],
	[/eslint|lint/i, 'lint'],
	[/pact|contract/i, 'contracts'],
	[/k6|autocannon|perf|load/i, 'performance'],
	[/axe|a11y|accessib/i, 'accessibility'],
	[/junit|surefire|test|spec/i, 'tests'],
];

function hintedKind({ name, files }: GateSource): FactsKind | null {
	return hints.find(([pattern]) => pattern.test(files) || pattern.test(name))?.[1] ?? null;
}

/**
 * Could a report of this source be one that the rule needs? What it brought decides; then its format; then its name. Of a source
 * that says nothing at all it could, so that a report which never came is missed rather than forgotten.
 */
function couldFit(rule: GateRule, source: GateSource, brought: readonly Evidence[]): boolean {
	if (brought.length > 0) return brought.some((evidence) => fitsRule(rule, evidence));
	const kind = source.format === null ? hintedKind(source) : kindsOfFormats[source.format];
	if (kind !== null && kind !== factsKindOf(rule)) return false;
	const about = source.format === null ? undefined : aboutOfFormats[source.format];
	return about === undefined || rule.kind !== 'findings' || about === rule.about;
}

/**
 * Names of the sources that a gate reads: those that it names, else those of its own stage that could fit, else those of the
 * nearest earlier stage: user acceptance may ask for what acceptance has measured.
 */
export function sourcesOfGate(
	gate: Gate,
	sources: readonly GateSource[],
	evidence: readonly Evidence[],
): readonly string[] {
	if (gate.sources.length > 0) return gate.sources;
	const fitting = sources.filter((source) =>
		couldFit(
			gate.rule,
			source,
			evidence.filter((one) => one.source === source.name),
		),
	);
	for (const stage of stageNames.slice(0, stageNames.indexOf(gate.stage) + 1).toReversed()) {
		const own = fitting.filter((source) => source.stage === stage);
		if (own.length > 0) return own.map(({ name }) => name);
	}
	return [];
}
