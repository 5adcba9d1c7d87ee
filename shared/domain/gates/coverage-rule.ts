/** Enough of the code was covered, and no less than in the last release. Compared as covered of total, never as percentages. */
import { formatCount } from '../format.ts';
import { type Fraction, fractionOf, fractionOfDecimal, isBelow, percentsApart } from './exact-share.ts';
import type { Share } from './evidence.ts';
import type { GateRule } from './model.ts';
import { type EvidenceOf, failed, missing, nothingFound, passed, type Ruling, sumOf } from './ruling.ts';

type CoverageRule = Extract<GateRule, { readonly kind: 'coverage' }>;

/** The last release on the default branch; its reports are null where they are not to be had. */
export interface CoverageBaseline {
	readonly version: string;
	readonly reports: readonly EvidenceOf<'coverage'>[] | null;
}

/** Added up over reports; null where one of them does not tell it. */
export function coverageOf(of: CoverageRule['of'], reports: readonly EvidenceOf<'coverage'>[]): Share | null {
	const shares = reports.flatMap(({ facts }) => facts[of] ?? []);
	if (shares.length === 0 || shares.length < reports.length) return null;
	return { covered: sumOf(shares, ({ covered }) => covered), total: sumOf(shares, ({ total }) => total) };
}

export function ruleOnCoverage(
	rule: CoverageRule,
	reports: readonly EvidenceOf<'coverage'>[],
	baseline: CoverageBaseline | null,
): Ruling {
	const asked = fractionOfDecimal(rule.atLeast);
	const before = rule.failOnDecrease ? fractionBefore(rule, baseline) : null;
	const share = coverageOf(rule.of, reports);
	const fraction = share === null ? null : fractionOf(share);
	if (share === null || fraction === null) {
		return missing(nothingFound, limitText(rule, asked, before, baseline), missingText(rule, share, reports));
	}
	return compare({ rule, share, fraction, asked, before, baseline });
}

function compare(facts: {
	readonly rule: CoverageRule;
	readonly share: Share;
	readonly fraction: Fraction;
	readonly asked: Fraction;
	readonly before: Fraction | null;
	readonly baseline: CoverageBaseline | null;
}): Ruling {
	const { rule, share, fraction, asked, before, baseline } = facts;
	const [own, askedText = '', beforeText = ''] = percentsApart(fraction, before === null ? [asked] : [asked, before]);
	const found = `${own}, ${formatCount(share.covered)} of ${formatCount(share.total)} ${rule.of}`;
	const version = baseline?.version ?? '';
	const limit =
		before === null
			? `${askedText}${withoutBefore(rule, baseline)}`
			: `${askedText}, not below ${beforeText} of ${version}`;
	if (isBelow(fraction, asked))
		return failed(found, limit, `Only ${own} of ${rule.of} are covered, ${askedText} are asked for`);
	if (before !== null && isBelow(fraction, before)) {
		return failed(found, limit, `It fell below ${version}: ${own} of ${rule.of} now, ${beforeText} then`);
	}
	return passed(
		found,
		limit,
		`${own} of ${rule.of} are covered${before === null ? withoutBefore(rule, baseline) : ''}`,
	);
}

function fractionBefore(rule: CoverageRule, baseline: CoverageBaseline | null): Fraction | null {
	const share = baseline?.reports ? coverageOf(rule.of, baseline.reports) : null;
	return share === null ? null : fractionOf(share);
}

/** Said, so that nobody takes a comparison for granted that was not made. */
function withoutBefore(rule: CoverageRule, baseline: CoverageBaseline | null): string {
	if (!rule.failOnDecrease) return '';
	return baseline === null
		? '; there is no release yet to compare with'
		: `; ${baseline.version} has no figure to compare with`;
}

function limitText(
	rule: CoverageRule,
	asked: Fraction,
	before: Fraction | null,
	baseline: CoverageBaseline | null,
): string {
	const [askedText] = percentsApart(asked, []);
	if (before === null) return `${askedText}${withoutBefore(rule, baseline)}`;
	return `${askedText}, not below ${percentsApart(before, [])[0]} of ${baseline?.version ?? ''}`;
}

function missingText(rule: CoverageRule, share: Share | null, reports: readonly EvidenceOf<'coverage'>[]): string {
	const silent = reports.find(({ facts }) => facts[rule.of] === null);
	if (silent !== undefined) return `The report ${silent.file} says nothing of ${rule.of}`;
	if (share?.total === 0) return `The reports know no ${rule.of} at all`;
	return `The reports' counts of ${rule.of} contradict one another`;
}
