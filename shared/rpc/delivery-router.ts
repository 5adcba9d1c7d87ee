/** Delivery metrics on the wire: questions for whoever may look, decisions for those who may act. */
import {
	actionInput,
	answerMaturityInput,
	endQuarantineInput,
	exportInput,
	freezeReportInput,
	importInput,
	linkInput,
	metricsInput,
	monthInput,
	noteIncidentInput,
	notesInput,
	quarantineInput,
	rowsCsvInput,
	rowsInput,
	suspectsInput,
	syncInput,
	testsInput,
	timelineInput,
	unlinkedInput,
	withdrawIncidentInput,
} from './delivery-api.ts';
import { acting, asking, trpc, unwrap } from './procedures.ts';

export const delivery = trpc.router({
	metrics: asking
		.input(metricsInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.metrics(input))),
	rows: asking.input(rowsInput).query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.rows(input))),
	rowsCsv: asking
		.input(rowsCsvInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.rowsCsv(input))),
	timeline: asking
		.input(timelineInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.timeline(input))),
	suspects: asking
		.input(suspectsInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.suspects(input))),
	unlinked: asking
		.input(unlinkedInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.unlinked(input))),
	tests: asking.input(testsInput).query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.tests(input))),
	maturity: asking
		.input(monthInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.maturity(input))),
	maturityMonth: asking
		.input(monthInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.maturityMonth(input))),
	retrospective: asking
		.input(monthInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.retrospective(input))),
	exportReport: asking
		.input(exportInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.exportReport(input))),
	reportSchema: asking.query(({ ctx, path }) => unwrap(ctx, path, ctx.api.delivery.reportSchema())),
	sync: acting
		.input(syncInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.sync(input, ctx.caller))),
	cancelSync: acting
		.input(syncInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.cancelSync(input, ctx.caller))),
	import: acting
		.input(importInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.import(input, ctx.caller))),
	forget: acting
		.input(syncInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.forget(input, ctx.caller))),
	noteIncident: acting
		.input(noteIncidentInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.noteIncident(input, ctx.caller))),
	withdrawIncident: acting
		.input(withdrawIncidentInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.withdrawIncident(input, ctx.caller))),
	link: acting
		.input(linkInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.link(input, ctx.caller))),
	quarantine: acting
		.input(quarantineInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.quarantine(input, ctx.caller))),
	endQuarantine: acting
		.input(endQuarantineInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.endQuarantine(input, ctx.caller))),
	answerMaturity: acting
		.input(answerMaturityInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.answerMaturity(input, ctx.caller))),
	writeNotes: acting
		.input(notesInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.writeNotes(input, ctx.caller))),
	takeAction: acting
		.input(actionInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.takeAction(input, ctx.caller))),
	freezeReport: acting
		.input(freezeReportInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.delivery.freezeReport(input, ctx.caller))),
});
