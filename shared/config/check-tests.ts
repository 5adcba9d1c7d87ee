/** Rules of `tests:` that look at more than one field. */
import type { FileTests } from './file/tests.ts';
import { insideFault } from './globs.ts';
import type { Finding, Report } from './issues.ts';
import { formatRatio } from './units.ts';

/** Checks a section that is well formed in itself. */
export function checkTests(tests: FileTests): readonly Finding[] {
	const findings: Finding[] = [];
	const report: Report = (below, message, expected = null, severity = 'error') =>
		findings.push({ path: ['tests', ...below], message, expected, severity });
	for (const [index, { files, groups, names }] of (tests.levels ?? []).entries()) {
		if (files.length + groups.length + names.length > 0) continue;
		report(['levels', index], 'this rule fits no test', 'files, groups or names');
	}
	checkRates(tests, report);
	checkPyramid(tests, report);
	checkQuarantine(tests, report);
	return findings;
}

function checkRates({ flaky, calm, minimumRuns }: FileTests, report: Report): void {
	if (flaky.from >= flaky.to) {
		const message = `flaky tests would begin at ${formatRatio(flaky.from)} and end at ${formatRatio(flaky.to)}`;
		report(['flaky', 'from'], message, `less than ${formatRatio(flaky.to)}`);
	}
	if (flaky.from === 0 || flaky.to === 1) {
		const message =
			flaky.to === 1 ? 'a test that never fails would be flaky' : 'a test that never passes would be flaky';
		report(['flaky', flaky.to === 1 ? 'to' : 'from'], message, 'a rate between 0% and 100%');
	}
	if (calm.rate <= flaky.to) {
		const message = `a test would leave the list at ${formatRatio(calm.rate)}, which is no calmer than ${formatRatio(flaky.to)}, where it enters`;
		report(['calm', 'rate'], message, `more than ${formatRatio(flaky.to)}`);
	}
	if (calm.runs < minimumRuns) {
		const message = `${calm.runs} runs are fewer than the ${minimumRuns} that it takes to enter the list`;
		report(['calm', 'runs'], message, `at least ${minimumRuns}`);
	}
}

function checkPyramid({ pyramid }: FileTests, report: Report): void {
	const sum = Number((pyramid.unit + pyramid.integration + pyramid.ui).toPrecision(9));
	if (sum !== 1) report(['pyramid'], `the shares add up to ${formatRatio(sum)}`, 'shares that add up to 100%');
}

function checkQuarantine({ quarantine }: FileTests, report: Report): void {
	if (quarantine === undefined) return;
	const fault = insideFault(quarantine);
	if (fault === null) return;
	const where = fault.replace('the checkout', 'the folder of this file');
	report(['quarantine'], `"${quarantine}" ${where}`, 'a file below the folder of this file, such as quarantine.json');
}
