/** Rules of accessibility that pages violate. What the tool could not decide is for a person: shown, and not counted. */
import { formatCount, formatCounted } from '../format.ts';
import { type AccessibilityFacts, type Impact, impacts } from './evidence.ts';
import type { GateRule } from './model.ts';
import { type EvidenceOf, failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

type AccessibilityRule = Extract<GateRule, { readonly kind: 'accessibility' }>;

function counts(impact: Impact, from: Impact): boolean {
	return impacts.indexOf(impact) <= impacts.indexOf(from);
}

/** Violations that count. Those without an impact stand in the report's facts as critical: nobody said that they are harmless. */
export function countViolations(from: Impact, reports: readonly EvidenceOf<'accessibility'>[]): number {
	return sumOf(reports, ({ facts }) =>
		sumOf(impacts, (impact) => (counts(impact, from) ? (facts.violations[impact] ?? 0) : 0)),
	);
}

function didCheck({ passes, violations, incomplete }: AccessibilityFacts): boolean {
	return passes + incomplete + sumOf(impacts, (impact) => violations[impact] ?? 0) > 0;
}

export function ruleOnAccessibility(rule: AccessibilityRule, reports: readonly EvidenceOf<'accessibility'>[]): Ruling {
	const count = countViolations(rule.from, reports);
	const found = foundText(rule, count, reports);
	const limit = `at most ${formatCount(rule.atMost)}${rule.from === 'minor' ? '' : ` from ${rule.from} up`}`;
	if (!(count <= rule.atMost)) return failed(found, limit, failureText(rule, count, reports));
	const empty = reports.find(({ facts }) => !(facts.pages > 0));
	if (empty !== undefined) return missing(found, limit, `No page was looked at, says ${empty.file}`);
	const idle = reports.find(({ facts }) => !didCheck(facts));
	if (idle !== undefined) return missing(found, limit, `No rule could be checked, says ${idle.file}`);
	return passed(
		found,
		limit,
		count === 0 ? 'No rule that counts is violated' : `${formatCounted(count, 'violation')}, as allowed`,
	);
}

function foundText(rule: AccessibilityRule, count: number, reports: readonly EvidenceOf<'accessibility'>[]): string {
	const each = impacts
		.map((impact) => ({ impact, sum: sumOf(reports, ({ facts }) => facts.violations[impact] ?? 0) }))
		.filter(({ sum }) => sum > 0);
	const worst = each
		.filter(({ impact }) => counts(impact, rule.from))
		.map(({ impact, sum }) => `${formatCount(sum)} ${impact}`);
	const below = sumOf(each, ({ impact, sum }) => (counts(impact, rule.from) ? 0 : sum));
	const incomplete = sumOf(reports, ({ facts }) => facts.incomplete);
	const parts = [
		`${formatCounted(count, 'violation')}${worst.length === 0 ? '' : `: ${worst.join(', ')}`} on ${formatCounted(
			sumOf(reports, ({ facts }) => facts.pages),
			'page',
		)}`,
		below === 0 ? '' : `${formatCount(below)} below ${rule.from}`,
		incomplete === 0 ? '' : `${formatCount(incomplete)} for a person to decide`,
	];
	return parts.filter((part) => part !== '').join('; ');
}

function failureText(rule: AccessibilityRule, count: number, reports: readonly EvidenceOf<'accessibility'>[]): string {
	const first = reports
		.flatMap(({ facts }) => facts.items)
		.find(({ impact }) => impact === null || counts(impact, rule.from));
	const where = first?.page ? ` on ${first.page}` : '';
	const allowed = rule.atMost === 0 ? 'none is allowed' : `${formatCount(rule.atMost)} are allowed`;
	return `${formatCounted(count, 'violation')}, ${allowed}${first === undefined ? '' : `; first ${first.rule}${where}`}`;
}
