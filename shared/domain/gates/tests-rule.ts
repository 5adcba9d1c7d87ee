/** All tests passed, and enough of them ran. A skipped test proves nothing. */
import { formatCount, formatCounted } from '../format.ts';
import type { EvidenceOf } from './ruling.ts';
import { failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

interface Totals {
	readonly total: number;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

/** Reports are added up. At least one test must have passed, even where the gate asks for none. */
export function ruleOnTests(rule: { readonly atLeast: number }, reports: readonly EvidenceOf<'tests'>[]): Ruling {
	const totals = totalsOf(reports);
	const atLeast = Math.max(1, rule.atLeast);
	const found = foundText(totals);
	const limit = `none failed, at least ${formatCount(atLeast)} passed`;
	if (totals.failed > 0) return failed(found, limit, failureText(totals.failed, reports));
	if (totals.total === 0) return missing(found, limit, 'The reports hold no test');
	const untold = totals.total - totals.passed - totals.skipped;
	if (untold > 0) return missing(found, limit, `The reports give no result for ${formatCounted(untold, 'test')}`);
	if (totals.passed === 0) return failed(found, limit, 'All tests were skipped');
	return totals.passed >= atLeast
		? passed(found, limit, 'All tests that ran passed')
		: failed(
				found,
				limit,
				`Only ${formatCounted(totals.passed, 'test')} passed, ${formatCount(atLeast)} are asked for`,
			);
}

function totalsOf(reports: readonly EvidenceOf<'tests'>[]): Totals {
	const sum = (field: keyof Totals) => sumOf(reports, ({ facts }) => facts[field]);
	return { total: sum('total'), passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function foundText(totals: Totals): string {
	const skipped = totals.skipped === 0 ? '' : `, ${formatCount(totals.skipped)} skipped`;
	return `${formatCount(totals.passed)} passed, ${formatCount(totals.failed)} failed${skipped}`;
}

function failureText(count: number, reports: readonly EvidenceOf<'tests'>[]): string {
	const first = reports.flatMap(({ facts }) => facts.failures)[0];
	const name = first === undefined ? '' : [first.suite, first.name].filter((part) => part !== null).join(' › ');
	return `${formatCounted(count, 'test')} failed${name === '' ? '' : `: ${name}`}${name !== '' && count > 1 ? ` and ${formatCount(count - 1)} more` : ''}`;
}
