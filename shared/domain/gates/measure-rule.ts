/** Complexity and length of functions, from a linter. A linter tells only of functions above the limit that it was set to. */
import { formatCount, formatCounted } from '../format.ts';
import type { LintFacts, LintMeasure, Measure } from './evidence.ts';
import { linterProblem } from './lint-rule.ts';
import type { GateRule } from './model.ts';
import { type EvidenceOf, failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

type MeasureRule = Extract<GateRule, { readonly kind: 'complexity' | 'function-length' }>;

const words = {
	complexity: { of: (value: number) => `complexity ${formatCount(value)}` },
	'function-length': { of: (value: number) => formatCounted(value, 'line') },
} as const;

export function measureIn(kind: MeasureRule['kind'], facts: LintFacts): LintMeasure | null {
	return kind === 'complexity' ? facts.complexity : facts.functionLength;
}

/** The worst of all reports; null where none tells of a function. */
export function worstMeasure(kind: MeasureRule['kind'], reports: readonly EvidenceOf<'lint'>[]): LintMeasure | null {
	const told = reports.flatMap(({ facts }) => measureIn(kind, facts) ?? []);
	return told.toSorted((a, b) => b.value - a.value)[0] ?? null;
}

export function ruleOnMeasure(rule: MeasureRule, reports: readonly EvidenceOf<'lint'>[]): Ruling {
	const { of } = words[rule.kind];
	const worst = worstMeasure(rule.kind, reports);
	const limit = `at most ${of(rule.atMost)}`;
	const found = worst === null ? 'no function reported' : `${of(worst.value)}${place(worst)}`;
	if (worst !== null && !(worst.value <= rule.atMost)) return failed(found, limit, aboveText(rule, reports));
	const problem = linterProblem(reports);
	if (problem !== null) return missing(found, limit, problem);
	const loose = looseLimit(rule, reports);
	if (loose !== null) {
		const untold = `functions from ${of(rule.atMost)} to there are not told`;
		return missing(
			found,
			limit,
			`The linter itself was set to ${of(loose)}, so ${untold}; set it to ${formatCount(rule.atMost)}`,
		);
	}
	return worst === null
		? passed(found, limit, "No function reported; the report tells only what is above the tool's own limit")
		: passed(found, limit, `No function is above ${of(rule.atMost)}`);
}

/** The loosest limit of a linter that is above the gate's. */
function looseLimit(rule: MeasureRule, reports: readonly EvidenceOf<'lint'>[]): number | null {
	const limits = reports.flatMap(({ facts }) => measureIn(rule.kind, facts)?.toolLimit ?? []);
	const loosest = Math.max(...limits);
	return limits.length > 0 && loosest > rule.atMost ? loosest : null;
}

/** Reports keep the worst few: where there are more functions than kept, how many are above is not known exactly. */
function aboveText(rule: MeasureRule, reports: readonly EvidenceOf<'lint'>[]): string {
	const measures = reports.flatMap(({ facts }) => measureIn(rule.kind, facts) ?? []);
	const kept = measures.flatMap(({ worst }) => worst);
	const above = Math.max(1, kept.filter(({ value }) => value > rule.atMost).length);
	const isExact = sumOf(measures, ({ count }) => count) <= kept.length;
	const [worst] = measures.toSorted((a, b) => b.value - a.value);
	const many = `${isExact ? '' : 'At least '}${formatCounted(above, 'function')} ${above > 1 ? 'are' : 'is'}`;
	const which = worst === undefined ? '' : `; the worst${place(worst)} has ${formatCount(worst.value)}`;
	return `${many} above ${words[rule.kind].of(rule.atMost)}${which}`;
}

function place({ name, file, line }: Measure): string {
	const at = file === null ? '' : ` (${file}${line === null ? '' : `:${line}`})`;
	return name === null ? at : ` in ${name}${at}`;
}
