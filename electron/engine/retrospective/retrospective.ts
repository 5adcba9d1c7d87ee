/** The monthly retrospective: maturity, the report and its exports, freezing, and the schedule. */
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import { findAntiPatterns } from '../../../shared/domain/maturity/anti-patterns.ts';
import { assessMaturity } from '../../../shared/domain/maturity/assess.ts';
import { compareReports } from '../../../shared/domain/retrospective/compare-reports.ts';
import { composeReport } from '../../../shared/domain/retrospective/compose-report.ts';
import { type ReportFormat, reportFormats } from '../../../shared/domain/retrospective/model.ts';
import { monthEnd, reportDueAt } from '../../../shared/domain/retrospective/months.ts';
import type { PublishedReport } from '../../../shared/report/published.ts';
import { reportBody, reportSchemaText } from '../../../shared/report/schema.ts';
import type { RetrospectiveView } from '../../../shared/rpc/delivery-views.ts';
import { createExports } from './exports.ts';
import { type Gathered, gather, type MonthRequest, placeOf } from './gather.ts';
import { maturityMonth } from './maturity-month.ts';
import type { CreateRetrospective, RetrospectiveOptions } from './ports.ts';
import { renderReport } from './render.ts';
import { createBodyReader } from './said.ts';
import { createSchedule } from './schedule.ts';
import { canPrint, type WriterParts, writeFormats, writeOnce } from './write-report.ts';

interface Published extends PublishedReport {
	readonly gathered: Gathered;
	/** What would be published now. */
	readonly draft: PublishedReport['report'];
}

export const createRetrospective: CreateRetrospective = (options) => {
	const readBody = createBodyReader();
	const gathered = (month: MonthRequest) => gather(options, readBody, month);
	const published = async (month: MonthRequest): Promise<Result<Published>> => {
		const found = await gathered(month);
		return found.ok ? publish(found.value, options.sha256) : found;
	};
	const freeze = async (month: MonthRequest, actor: Actor, expectedHash: string | null) => {
		const found = await published(month);
		return found.ok ? freezeNow(found.value, options, actor, expectedHash) : found;
	};
	const writer: WriterParts = { options, published, freeze: (month, actor) => freeze(month, actor, null) };
	const schedule = createSchedule({ ...options, readBody, write: (order) => writeFormats(writer, order) });
	const exports = createExports(async ({ format, ...month }, signal) => {
		const found = await published(month);
		return found.ok ? renderReport(found.value, format, options.printer, signal) : found;
	});
	return {
		async maturity(month) {
			const found = await gathered(month);
			if (!found.ok) return found;
			const { maturity } = found.value.inputs;
			return ok({ assessment: assessMaturity(maturity), antiPatterns: findAntiPatterns(maturity) });
		},
		async maturityMonth(request) {
			const place = await placeOf(options, readBody, request);
			return place.ok ? maturityMonth(place.value, request.month) : place;
		},
		async retrospective(month) {
			const found = await published(month);
			return found.ok ? ok(await viewOf(found.value, options)) : found;
		},
		exportReport: exports.piece,
		reportSchema: async () => ok({ jsonSchema: reportSchemaText() }),
		freezeReport: ({ inputsHash, ...month }, caller) =>
			freeze(month, { kind: 'person', name: caller.name }, inputsHash),
		write: (request, signal) => writeOnce(writer, request, signal),
		needs: schedule.needs,
		open: schedule.open,
		again: schedule.again,
		async close() {
			await Promise.all([schedule.close(), exports.close()]);
		},
	};
};

/** The frozen report as it was, with what was revised since; else the draft of now. */
function publish(gathered: Gathered, sha256: (text: string) => string): Result<Published> {
	const { scope, said, inputs } = gathered;
	const frozen = said.frozen(scope.name, inputs.maturity.month);
	if (!frozen.ok) return frozen;
	const draft = composeReport(inputs, sha256);
	if (frozen.value === null) return ok({ gathered, draft, report: draft, frozen: null });
	const { report, ...when } = frozen.value;
	return ok({ gathered, draft, report, frozen: { ...when, revisions: compareReports(report, draft) } });
}

async function viewOf(found: Published, options: RetrospectiveOptions): Promise<RetrospectiveView> {
	const { gathered, report, frozen } = found;
	const { setup, scope } = gathered;
	const printing = await canPrint(options.printer);
	const problemOf = (format: ReportFormat) =>
		format !== 'pdf' || printing.ok ? null : `${printing.problem.message} ${printing.problem.hint}`;
	const days = setup.report;
	const isScheduled = days?.scopes.includes(scope.name) ?? false;
	const dueAt = days === null || !isScheduled ? null : reportDueAt(report.month, { ...days, zone: setup.zone });
	return {
		...{ report, frozen },
		formats: reportFormats.map((format) => ({ format, problem: problemOf(format) })),
		scheduledAt: dueAt !== null && dueAt > options.clock.now() ? dueAt : null,
	};
}

/** `expectedHash`: what the person saw; null where nobody looked. */
async function freezeNow(
	{ gathered, report, draft, frozen }: Published,
	{ record, clock }: RetrospectiveOptions,
	actor: Actor,
	expectedHash: string | null,
): Promise<Result<{ readonly duplicate: boolean }>> {
	const { scope, setup } = gathered;
	const { month } = draft;
	if (frozen !== null) {
		if (expectedHash === null || report.inputsHash === expectedHash) return ok({ duplicate: true });
		const hint = 'What came to be known since stands in it as "revised since".';
		return fail('not-allowed', `The report of ${month} is frozen already, by ${frozen.frozenBy}.`, hint);
	}
	if (clock.now() < monthEnd(month, setup.zone)) {
		return fail('not-allowed', `${month} is not over, so its report cannot be frozen.`, 'Freeze it next month.');
	}
	if (expectedHash !== null && expectedHash !== draft.inputsHash) {
		const hint = 'Look at it once more, and freeze it then.';
		return fail('stale', 'More came to be known since this report was shown; nothing was frozen.', hint);
	}
	// One key for whoever freezes it, so that of two control rooms one does.
	return record(
		{
			type: 'report-frozen',
			scope: scope.name,
			month,
			report: reportBody(draft),
			inputsHash: draft.inputsHash,
		},
		actor,
		`report-frozen:${scope.name}:${month}`,
	);
}
