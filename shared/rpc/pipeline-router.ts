/** Pipelines on the wire: questions for whoever may look, decisions for those who may act. */
import { z } from 'zod';
import {
	answerInput,
	approveInput,
	attachInput,
	attachmentInput,
	endWaiverInput,
	liftFreezeInput,
	logInput,
	lookAtInput,
	releaseInput,
	releasesInput,
	rerunInput,
	runCommandInput,
	runsInput,
	runWatchInput,
	startRunInput,
	waiveInput,
} from './pipeline-api.ts';
import { acting, asking, lastEventId, neverAborts, numbered, trpc, unwrap } from './procedures.ts';

const watched = z.strictObject({ ...runWatchInput.shape, lastEventId });
const followed = z.strictObject({ ...logInput.shape, lastEventId });

export const pipelines = trpc.router({
	/** Starts with the whole detail each time, so nothing is lost by a cut. */
	watchRun: asking.input(watched).subscription(({ ctx, input, path, signal = neverAborts() }) => {
		const { service, runId } = input;
		return numbered(ctx, path, ctx.api.pipelines.watchRun({ service, runId }, signal), signal);
	}),
	/** The number of a message is the byte to go on from: after a cut nothing is sent twice. */
	log: asking.input(followed).subscription(({ ctx, input, path, signal = neverAborts() }) => {
		const { lastEventId: nextByte, ...asked } = input;
		const fromByte = nextByte ?? asked.fromByte;
		return numbered(ctx, path, ctx.api.pipelines.log({ ...asked, fromByte }, signal), signal);
	}),
	runs: asking.input(runsInput).query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.runs(input))),
	releases: asking
		.input(releasesInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.releases(input))),
	release: asking
		.input(releaseInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.release(input))),
	attachment: asking
		.input(attachmentInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.attachment(input))),
	// It changes nothing but how often hosts are asked.
	lookAt: asking
		.input(lookAtInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.lookAt(input))),
	start: acting
		.input(startRunInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.start(input, ctx.caller))),
	rerun: acting
		.input(rerunInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.rerun(input, ctx.caller))),
	cancel: acting
		.input(runCommandInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.cancel(input, ctx.caller))),
	answer: acting
		.input(answerInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.answer(input, ctx.caller))),
	approve: acting
		.input(approveInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.approve(input, ctx.caller))),
	waive: acting
		.input(waiveInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.waive(input, ctx.caller))),
	endWaiver: acting
		.input(endWaiverInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.endWaiver(input, ctx.caller))),
	liftFreeze: acting
		.input(liftFreezeInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.liftFreeze(input, ctx.caller))),
	attach: acting
		.input(attachInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.pipelines.attach(input, ctx.caller))),
});
