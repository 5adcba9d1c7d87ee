/** Puts an `EngineApi` on a wire: checks every input, names every error, resumes every subscription. */
import { z } from 'zod';
import {
	checkInput,
	commandInput,
	connectionInput,
	createProjectInput,
	deploymentInput,
	faultInput,
	historyInput,
	importInput,
	projectIdInput,
	projectInput,
	sampleCommitInput,
	startInput,
	trialInput,
} from './api.ts';
import { shellSettingsChange } from '../shell/settings.ts';
import { delivery } from './delivery-router.ts';
import { pipelines } from './pipeline-router.ts';
import { acting, asking, lastEventId, neverAborts, numbered, quietly, trpc, unwrap } from './procedures.ts';
import { openSecretsInput, openWindowInput, secretNameInput, setSecretInput } from './shell-api.ts';

export type { RpcLogger } from './procedures.ts';

const watchInput = z.strictObject({ lastEventId }).nullish();
const liveInput = z.strictObject({ ...deploymentInput.shape, lastEventId });

type DeploymentCommand = 'promote' | 'promoteFully' | 'pause' | 'resume' | 'retry' | 'rollBack';

function command(name: DeploymentCommand) {
	return acting
		.input(commandInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.deployments[name](input, ctx.caller)));
}

const room = trpc.router({
	watch: asking.input(watchInput).subscription(({ ctx, input, path, signal = neverAborts() }) => {
		return numbered(ctx, path, ctx.api.room.watch(input?.lastEventId ?? null, signal), signal);
	}),
});

const deployments = trpc.router({
	start: acting
		.input(startInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.deployments.start(input, ctx.caller))),
	promote: command('promote'),
	promoteFully: command('promoteFully'),
	pause: command('pause'),
	resume: command('resume'),
	retry: command('retry'),
	rollBack: command('rollBack'),
	/** Starts with a snapshot each time, so that nothing is lost or doubled by a cut. */
	live: asking.input(liveInput).subscription(({ ctx, input, path, signal = neverAborts() }) => {
		return numbered(ctx, path, ctx.api.deployments.live({ deploymentId: input.deploymentId }, signal), signal);
	}),
});

const history = trpc.router({
	list: asking.input(historyInput).query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.history.list(input))),
	replay: asking
		.input(deploymentInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.history.replay(input))),
});

/** Changes nothing, so whoever may look may also ask what another policy would have said. */
const evidence = trpc.router({
	trail: asking
		.input(deploymentInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.evidence.trail(input))),
	trial: asking.input(trialInput).mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.evidence.trial(input))),
	importAnalysis: asking
		.input(importInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.evidence.importAnalysis(input))),
});

const projects = trpc.router({
	open: acting
		.input(projectInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.open(input, ctx.caller))),
	reload: acting
		.input(projectIdInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.reload(input, ctx.caller))),
	close: acting
		.input(projectIdInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.close(input, ctx.caller))),
	// It changes nothing, but it looks into folders of this machine.
	draft: acting
		.input(projectInput)
		.query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.draft(input, ctx.caller))),
	create: acting
		.input(createProjectInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.create(input, ctx.caller))),
	check: asking.input(checkInput).query(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.projects.check(input))),
	schema: asking.query(({ ctx, path }) => unwrap(ctx, path, ctx.api.projects.schema())),
});

const connections = trpc.router({
	test: acting
		.input(connectionInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.connections.test(input, ctx.caller))),
});

const sample = trpc.router({
	start: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.api.sample.start(ctx.caller))),
	stop: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.api.sample.stop(ctx.caller))),
	setFault: acting
		.input(faultInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.sample.setFault(input, ctx.caller))),
	commit: acting
		.input(sampleCommitInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.api.sample.commit(input, ctx.caller))),
});

const notices = trpc.router({
	clear: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.api.notices.clear(ctx.caller))),
});

/** Of this window and this machine. What changes the machine is for those who may act. */
const shell = trpc.router({
	watch: asking.subscription(({ ctx, path, signal = neverAborts() }) =>
		quietly(ctx, path, ctx.shell.watch(signal), signal),
	),
	openWindow: asking
		.input(openWindowInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.shell.openWindow(input))),
	changeSettings: acting
		.input(shellSettingsChange)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.shell.changeSettings(input))),
	setSecret: acting
		.input(setSecretInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.shell.setSecret(input))),
	removeSecret: acting
		.input(secretNameInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.shell.removeSecret(input))),
	openSecrets: acting
		.input(openSecretsInput)
		.mutation(({ ctx, input, path }) => unwrap(ctx, path, ctx.shell.openSecrets(input))),
	// A query without side effects, but it tells of this machine.
	diagnostics: acting.query(({ ctx, path }) => unwrap(ctx, path, ctx.shell.diagnostics())),
	showLogs: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.shell.showLogs())),
	checkForUpdate: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.shell.checkForUpdate())),
	installUpdate: acting.mutation(({ ctx, path }) => unwrap(ctx, path, ctx.shell.installUpdate())),
});

/** The whole contract as procedures. It holds no state: everything it needs is in the context of a call. */
export const appRouter = trpc.router({
	room,
	deployments,
	pipelines,
	delivery,
	history,
	evidence,
	projects,
	connections,
	sample,
	notices,
	shell,
});
export type AppRouter = typeof appRouter;
