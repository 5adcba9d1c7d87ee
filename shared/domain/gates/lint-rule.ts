/** Errors of a linter, formatter or type checker. */
import { formatCount, formatCounted } from '../format.ts';
import { type EvidenceOf, failed, missing, passed, type Ruling, sumOf } from './ruling.ts';

/** Why reports of a linter prove nothing: it looked at nothing, or could not read what it looked at. Null where they do. */
export function linterProblem(reports: readonly EvidenceOf<'lint'>[]): string | null {
	const unread = reports.find(({ facts }) => facts.fatal > 0);
	if (unread !== undefined) {
		return `The linter could not read ${formatCounted(unread.facts.fatal, 'file')}, says ${unread.file}`;
	}
	const empty = reports.find(({ facts }) => !(facts.files > 0));
	return empty === undefined ? null : `The linter looked at no file, says ${empty.file}`;
}

export function countErrors(reports: readonly EvidenceOf<'lint'>[]): number {
	return sumOf(reports, ({ facts }) => facts.errors);
}

/** Errors are added up; warnings are shown and not counted. */
export function ruleOnLint(rule: { readonly atMost: number }, reports: readonly EvidenceOf<'lint'>[]): Ruling {
	const errors = countErrors(reports);
	const warnings = sumOf(reports, ({ facts }) => facts.warnings);
	const files = sumOf(reports, ({ facts }) => facts.files);
	const found = `${formatCounted(errors, 'error')}, ${formatCounted(warnings, 'warning')} in ${formatCounted(files, 'file')}`;
	const limit = `at most ${formatCounted(rule.atMost, 'error')}`;
	if (!(errors <= rule.atMost)) {
		const allowed = rule.atMost === 0 ? 'none is allowed' : `${formatCount(rule.atMost)} are allowed`;
		return failed(found, limit, `${formatCounted(errors, 'error')}, ${allowed}`);
	}
	const problem = linterProblem(reports);
	if (problem !== null) return missing(found, limit, problem);
	return passed(
		found,
		limit,
		errors === 0 ? 'The linter reports no error' : `${formatCounted(errors, 'error')}, as allowed`,
	);
}
