/** "Revised since": what a frozen report says, and what would be said now. */
import type { MetricAnswer } from '../delivery/metrics.ts';
import { metricBasis, metricText, metricTitle } from '../delivery/words.ts';
import { formatCount } from '../format.ts';
import { listed } from '../pipeline/words.ts';
import type { MonthlyReport, ReportFailure, Revision } from './model.ts';

/** What differs, in the order of the report. Notes, actions and recommendations are decisions of that day and never differ. */
export function compareReports(frozen: MonthlyReport, now: MonthlyReport): readonly Revision[] {
	if (frozen.definitionsVersion !== now.definitionsVersion) return [definitionsRevision(frozen, now)];
	return [
		...metricRevisions([...frozen.dora, ...frozen.quality], [...now.dora, ...now.quality], because(frozen, now)),
		...listRevisions(frozen, now),
	];
}

/** Numbers by other rules are no revisions of these ones. */
function definitionsRevision(frozen: MonthlyReport, now: MonthlyReport): Revision {
	return {
		label: 'Definitions',
		was: `version ${frozen.definitionsVersion}`,
		is: `version ${now.definitionsVersion}`,
		because: 'The rules have changed since, so the numbers of today cannot be held against these.',
	};
}

function metricRevisions(
	before: readonly MetricAnswer[],
	after: readonly MetricAnswer[],
	reasons: Reasons,
): readonly Revision[] {
	return before.flatMap((was) => {
		const is = after.find(({ metric }) => metric === was.metric);
		if (is === undefined || sameValue(was, is)) return [];
		return [{ label: metricTitle(was.metric), was: full(was), is: full(is), because: reasons.of(was) }];
	});
}

function sameValue(was: MetricAnswer, is: MetricAnswer): boolean {
	return was.state === is.state && was.value === is.value && was.n === is.n && was.of === is.of;
}

function full(answer: MetricAnswer): string {
	const basis = metricBasis(answer);
	return `${metricText(answer, answer.unit)}${basis === '' ? '' : ` (${basis})`}`;
}

interface Reasons {
	/** Why a metric may differ, in words; null where only the number is known. */
	readonly of: (answer: MetricAnswer) => string | null;
}

const failing: readonly string[] = ['change-fail-rate', 'recovery-time', 'rework-rate'];

function because(frozen: MonthlyReport, now: MonthlyReport): Reasons {
	const failures = failureReason(frozen.failures, now.failures);
	const deployments = deploymentReason(frozen, now);
	return { of: ({ metric }) => (failing.includes(metric) ? (failures ?? deployments) : deployments) };
}

function failureReason(before: readonly ReportFailure[], after: readonly ReportFailure[]): string | null {
	const added = after.filter(({ ref }) => !before.some((each) => each.ref === ref));
	const gone = before.filter(({ ref }) => !after.some((each) => each.ref === ref));
	const recovered = after.filter(
		({ ref, recoveredAt }) =>
			recoveredAt !== null && before.some((each) => each.ref === ref && each.recoveredAt === null),
	);
	const parts = [
		...added.map((each) => `${nameOf(each)} is known to have failed: ${each.evidence[0]?.text ?? 'no evidence'}`),
		...gone.map((each) => `${nameOf(each)} is not held to have failed any more`),
		...recovered.map((each) => `${nameOf(each)} was recovered from`),
	];
	return parts.length === 0 ? null : `${listed(parts)}.`;
}

function deploymentReason(frozen: MonthlyReport, now: MonthlyReport): string | null {
	const before = new Set(frozen.shipped.map(({ ref }) => ref));
	const late = now.shipped.filter(({ ref }) => !before.has(ref));
	// Beyond the listed ones only the count is known.
	if (late.length === 0 || frozen.shippedTotal > frozen.shipped.length) return null;
	return `Told since: ${listed(late.map(nameOf))}.`;
}

function nameOf({ service, version, ref }: { service: string; version: string | null; ref: string }): string {
	return `${service} ${version ?? ref}`;
}

function listRevisions(frozen: MonthlyReport, now: MonthlyReport): readonly Revision[] {
	const counts = [
		{ label: 'Deployments', was: frozen.shippedTotal, is: now.shippedTotal },
		{ label: 'Failed deployments', was: frozen.failures.length, is: now.failures.length },
		{
			label: 'Incidents that no change caused',
			was: frozen.incidentsNotFromChange.length,
			is: now.incidentsNotFromChange.length,
		},
	];
	return counts
		.filter(({ was, is }) => was !== is)
		.map(({ label, was, is }) => ({
			label,
			was: formatCount(was),
			is: formatCount(is),
			because: label === 'Failed deployments' ? failureReason(frozen.failures, now.failures) : null,
		}));
}
