/** All tests passed but for those in quarantine, and enough of them ran. A skipped test proves nothing. */
import { formatCount, formatCounted } from '../format.ts';
import type { Quarantine } from '../tests/model.ts';
import type { GateRule } from './model.ts';
import { entriesText, type Forgiven, forgive, forgivenText } from './quarantined-failures.ts';
import type { EvidenceOf } from './ruling.ts';
import { failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

type TestsRule = Pick<Extract<GateRule, { readonly kind: 'tests' }>, 'atLeast' | 'honoursQuarantine'>;

interface Totals {
	readonly total: number;
	readonly passed: number;
	readonly failed: number;
	readonly skipped: number;
}

/**
 * Reports are added up. At least one test must have passed, even where the gate asks for none. `quarantines` are those in
 * force when the tests ran.
 */
export function ruleOnTests(
	rule: TestsRule,
	reports: readonly EvidenceOf<'tests'>[],
	quarantines: readonly Quarantine[],
): Ruling {
	const totals = totalsOf(reports);
	const forgiven = forgive(reports, rule.honoursQuarantine ? quarantines : []);
	const ruling = rulingOf(Math.max(1, rule.atLeast), totals, forgiven);
	return forgiven.count === 0 ? ruling : { ...ruling, quarantined: forgiven.quarantined };
}

function rulingOf(atLeast: number, totals: Totals, forgiven: Forgiven): Ruling {
	const found = foundText(totals);
	const limit = limitText(atLeast, forgiven);
	if (totals.failed > forgiven.count) return failed(found, limit, failureText(totals.failed, forgiven));
	if (totals.total === 0) return missing(found, limit, 'The reports hold no test');
	const untold = totals.total - totals.passed - totals.failed - totals.skipped;
	if (untold > 0) return missing(found, limit, `The reports give no result for ${formatCounted(untold, 'test')}`);
	if (totals.passed === 0) return failed(found, limit, nothingPassedText(forgiven));
	// A test that failed in quarantine ran all the same.
	if (totals.passed + forgiven.count >= atLeast) return passed(found, limit, passedText(forgiven));
	return failed(found, limit, tooFewText(atLeast, totals, forgiven));
}

function totalsOf(reports: readonly EvidenceOf<'tests'>[]): Totals {
	const sum = (field: keyof Totals) => sumOf(reports, ({ facts }) => facts[field]);
	return { total: sum('total'), passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') };
}

function foundText(totals: Totals): string {
	const skipped = totals.skipped === 0 ? '' : `, ${formatCount(totals.skipped)} skipped`;
	return `${formatCount(totals.passed)} passed, ${formatCount(totals.failed)} failed${skipped}`;
}

function limitText(atLeast: number, { count }: Forgiven): string {
	return count === 0
		? `none failed, at least ${formatCount(atLeast)} passed`
		: `none failed outside of quarantine, at least ${formatCount(atLeast)} ran`;
}

function passedText(forgiven: Forgiven): string {
	return forgiven.count === 0 ? 'All tests that ran passed' : forgivenText(forgiven);
}

function nothingPassedText(forgiven: Forgiven): string {
	return forgiven.count === 0 ? 'All tests were skipped' : `No test passed; ${forgivenText(forgiven)}`;
}

function tooFewText(atLeast: number, totals: Totals, { count }: Forgiven): string {
	const besides = count === 0 ? '' : ` and ${formatCount(count)} failed in quarantine`;
	return `Only ${formatCounted(totals.passed, 'test')} passed${besides}, ${formatCount(atLeast)} are asked for`;
}

/** The first failure that counts by its name, and what was let through, so that nobody looks there first. */
function failureText(all: number, { count, quarantined, unlisted, others: [first] }: Forgiven): string {
	const counted = all - count;
	const name = first === undefined ? '' : [first.suite, first.name].filter((part) => part !== null).join(' › ');
	const more = name === '' || counted === 1 ? '' : ` and ${formatCount(counted - 1)} more`;
	const text = `${formatCounted(counted, 'test')} failed${name === '' ? '' : `: ${name}`}${more}`;
	if (unlisted > 0) return `${text}; the reports say that ${formatCount(unlisted)} more failed than they list`;
	return count === 0 ? text : `${text}; ${formatCount(count)} more in quarantine: ${entriesText(quarantined)}`;
}
