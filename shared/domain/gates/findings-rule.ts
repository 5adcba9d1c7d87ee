/** No more findings of a scan than allowed. A scan that proves nothing never passes. */
import { formatCount, formatCounted } from '../format.ts';
import { type FindingFacts, type Severity, severities } from './evidence.ts';
import type { GateRule } from './model.ts';
import { type EvidenceOf, failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

type FindingsRule = Extract<GateRule, { readonly kind: 'findings' }>;

/** `unknown` always counts: nobody said that it is harmless. */
function counts(severity: Severity, from: Severity): boolean {
	return severity === 'unknown' || severities.indexOf(severity) <= severities.indexOf(from);
}

/** Active findings of each severity; those of which the report gives none are unknown. */
function bySeverity(facts: FindingFacts): Readonly<Record<Severity, number>> {
	const told = (severity: Severity) => facts.bySeverity[severity] ?? 0;
	const untold = Math.max(0, facts.active - sumOf(severities, told));
	return {
		...{ critical: told('critical'), high: told('high'), medium: told('medium'), low: told('low'), info: told('info') },
		unknown: told('unknown') + untold,
	};
}

interface Tally {
	readonly severity: Severity;
	readonly count: number;
}

function tally(reports: readonly EvidenceOf<'findings'>[]): readonly Tally[] {
	const each = reports.map(({ facts }) => bySeverity(facts));
	return severities.map((severity) => ({ severity, count: sumOf(each, (one) => one[severity]) }));
}

/** Findings that count for the rule, over all reports. */
export function countFindings(from: Severity, reports: readonly EvidenceOf<'findings'>[]): number {
	return sumOf(tally(reports), ({ severity, count }) => (counts(severity, from) ? count : 0));
}

/** The reports are about what the rule is about. */
export function ruleOnFindings(rule: FindingsRule, reports: readonly EvidenceOf<'findings'>[]): Ruling {
	const count = countFindings(rule.from, reports);
	const found = foundText(rule, count, reports);
	const isAll = rule.from === 'info' || rule.from === 'unknown';
	const limit = `at most ${formatCount(rule.atMost)}${isAll ? '' : ` from ${rule.from} up`}`;
	if (!(count <= rule.atMost)) return failed(found, limit, failureText(rule, count, reports));
	const invalid = reports.find(({ facts }) => facts.invalid !== null);
	if (invalid !== undefined) {
		return missing(found, limit, `The scan ${invalid.file} proves nothing: ${invalid.facts.invalid}`);
	}
	return passed(
		found,
		limit,
		count === 0 ? 'Nothing that counts was found' : `${formatCounted(count, 'finding')}, as allowed`,
	);
}

function foundText(rule: FindingsRule, count: number, reports: readonly EvidenceOf<'findings'>[]): string {
	const each = tally(reports).filter((one) => one.count > 0 && counts(one.severity, rule.from));
	const below = sumOf(tally(reports), (one) => one.count) - count;
	const suppressed = sumOf(reports, ({ facts }) => facts.suppressed);
	const parts = [
		`${formatCounted(count, 'finding')}${count === 0 ? '' : `: ${each.map((one) => `${formatCount(one.count)} ${one.severity}`).join(', ')}`}`,
		below === 0 ? '' : `${formatCount(below)} below ${rule.from}`,
		suppressed === 0 ? '' : `${formatCount(suppressed)} suppressed`,
		...reports.map(({ facts }) =>
			facts.scanned === null ? '' : `${formatCounted(facts.scanned.count, facts.scanned.noun)} scanned`,
		),
	];
	return parts.filter((part) => part !== '').join('; ');
}

function failureText(rule: FindingsRule, count: number, reports: readonly EvidenceOf<'findings'>[]): string {
	const worst = reports
		.flatMap(({ facts }) => facts.items)
		.filter(({ isSuppressed, severity }) => !isSuppressed && counts(severity, rule.from))
		.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))[0];
	const where = worst?.file ? ` in ${worst.file}${worst.line === null ? '' : `:${worst.line}`}` : '';
	const allowed = rule.atMost === 0 ? 'none is allowed' : `${formatCount(rule.atMost)} are allowed`;
	return `${formatCounted(count, 'finding')}, ${allowed}${worst === undefined ? '' : `; first ${worst.rule}${where}`}`;
}
