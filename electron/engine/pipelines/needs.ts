/** What of a service needs a person. */
import { isEndedRun, type PipelineRun, stageTitles } from '../../../shared/domain/pipeline/model.ts';
import { environmentKey } from '../../../shared/domain/release.ts';
import type { NeedView } from '../../../shared/rpc/views.ts';
import { gateText } from '../../../shared/domain/pipeline/stage-text.ts';
import { evaluateRun, type RunEvaluation } from './evaluate.ts';
import { headlineOf, runName } from './headline.ts';
import type { OpenService } from './open-service.ts';
import type { TrackedRun } from './tracked-run.ts';
import { expiryNoticeMs } from './service-view.ts';

/**
 * Never more urgent than `soon`: a run that waits harms nobody who uses the service. The ones that keep a release out of
 * production come first.
 */
export function needsOfService(service: OpenService, now: number): readonly NeedView[] {
	const { book, setup } = service;
	if (setup.pipeline === null) return [];
	const latest = book.latest();
	const waivers = waiverNeeds(service, now);
	const trouble = connectionNeed(service);
	if (latest === null) return [...trouble, ...waivers];
	const { config } = setup.pipeline;
	const evaluation = evaluateRun(book, config, latest, now);
	return [
		...approvalNeeds(service, now),
		...answerNeeds(service, latest.run),
		...runNeeds(service, latest, evaluation),
		...trouble,
		...waivers,
	];
}

function need(
	service: OpenService,
	run: PipelineRun | null,
	said: Pick<NeedView, 'id' | 'kind' | 'title' | 'detail' | 'since'>,
): NeedView {
	const { service: name } = service.setup;
	return {
		...said,
		urgency: 'soon',
		deploymentId: null,
		environment: null,
		pipeline: { service: name, runId: run?.id ?? null },
	};
}

/** Of the newest run, and of the newest release where that is another: what is asked of people for older ones is past. */
function approvalNeeds(service: OpenService, now: number): readonly NeedView[] {
	const { book, setup } = service;
	const { pipeline } = setup;
	if (pipeline === null) return [];
	const released = book.releases()[0];
	const asked = [book.latest(), released === undefined ? null : book.tracked(released.runId)];
	return [...new Set(asked)].flatMap((tracked) => {
		if (tracked === null) return [];
		const { stages, approvals } = evaluateRun(book, pipeline.config, tracked, now);
		const waiting = approvals.filter(({ stage }) => stages.find(({ name }) => name === stage)?.state === 'approval');
		return waiting.map(({ stage, status }) => {
			const name = runName(tracked.run, book.releaseOf(tracked.run.id)?.version ?? null);
			const where = environmentBehind(service, stage);
			return {
				...need(service, tracked.run, {
					id: `approval:${tracked.run.id}:${stage}`,
					kind: 'approval',
					title: `${setup.service}: ${name} waits in ${stageTitles[stage]}`,
					detail: where === null ? status.text : `${status.text}; without it nothing goes to ${where.name}`,
					since: tracked.run.finishedAt ?? tracked.run.createdAt,
				}),
				environment: where === null ? null : environmentKey(setup.service, where.name),
			};
		});
	});
}

/** The host itself waits for somebody: a manual job, an input, a protected environment. */
function answerNeeds(service: OpenService, run: PipelineRun): readonly NeedView[] {
	const waiting = run.jobs.filter(({ state, mayFail }) => state === 'needs-person' && !mayFail);
	const { service: name, pipeline } = service.setup;
	return waiting.map((job) =>
		need(service, run, {
			id: `answer:${run.id}:${job.id}`,
			kind: 'approval',
			title: `${name}: ${job.name} waits for a person`,
			detail:
				job.note ?? `${runName(run, null)} goes on when somebody answers at ${pipeline?.runner.label ?? 'its host'}.`,
			since: job.startedAt ?? run.createdAt,
		}),
	);
}

/** The environment that the approval opens; production where it is one of them. */
function environmentBehind({ setup }: OpenService, stage: string) {
	const behind = setup.environments.filter(({ requires }) => requires.some((name) => name === stage));
	return behind.find(({ tier }) => tier === 'production') ?? behind[0] ?? null;
}

function runNeeds(service: OpenService, tracked: TrackedRun, evaluation: RunEvaluation): readonly NeedView[] {
	const { run, releaseProblem, problem } = tracked;
	const { service: name } = service.setup;
	const since = run.finishedAt ?? run.createdAt;
	if (run.state === 'failed') {
		const title = `${name}: ${headlineOf(run, evaluation.stages, null)}`;
		return [need(service, run, { id: `pipeline:${name}`, kind: 'pipeline', title, detail: changeOf(run), since })];
	}
	if (releaseProblem !== null) {
		const title = `${name}: ${runName(run, null)} made no release`;
		const detail = releaseProblem.message;
		return [need(service, run, { id: `pipeline:${name}`, kind: 'pipeline', title, detail, since })];
	}
	if (!isEndedRun(run)) {
		if (problem?.code !== 'not-found') return [];
		const title = `${name}: nobody can tell how ${runName(run, null)} goes on`;
		const detail = problem.message;
		return [need(service, run, { id: `pipeline:${name}`, kind: 'pipeline', title, detail, since: run.createdAt })];
	}
	const held = evaluation.gates.filter(
		({ stage, outcome }) =>
			(outcome === 'failed' || outcome === 'missing') &&
			evaluation.stages.find((one) => one.name === stage)?.state === 'gates',
	);
	return held.map((gate) =>
		need(service, run, {
			id: `gate:${name}:${gate.gate}`,
			kind: 'gate',
			title: `${name}: ${gate.gate} is ${gate.outcome} in ${stageTitles[gate.stage]}`,
			detail: gateText(gate),
			since,
		}),
	);
}

function changeOf({ commit, url }: PipelineRun): string {
	const what = `${commit.sha.slice(0, 7)}${commit.subject === null ? '' : ` "${commit.subject}"`}`;
	const who = commit.author === null ? '' : ` by ${commit.author.name}`;
	return `Last change: ${what}${who}${url === null ? '' : '; its host has more to say'}`;
}

function waiverNeeds(service: OpenService, now: number): readonly NeedView[] {
	const ending = service.book.waivers().filter(({ until }) => until > now && until - now <= expiryNoticeMs);
	return ending.map(({ id, gate, until, reason, runId }) => ({
		...need(service, null, {
			id: `waiver:${id}`,
			kind: 'waiver',
			title: `${service.setup.service}: the waiver of ${gate} ends soon`,
			detail: `Until ${new Date(until).toISOString().slice(0, 16).replace('T', ' ')} UTC it is waived: ${reason}`,
			since: until - expiryNoticeMs,
		}),
		pipeline: { service: service.setup.service, runId },
	}));
}

/** Trouble with this repository alone; a host that is away is told once for all its services. */
function connectionNeed(service: OpenService): readonly NeedView[] {
	const { problem } = service.poll;
	const { service: name, pipeline } = service.setup;
	if (problem === null || pipeline === null || problem.retryable || problem.code === 'ci-rate-limited') return [];
	const title = `${name}: ${pipeline.runner.label} does not tell its runs`;
	const since = service.troubleSince ?? 0;
	return [
		need(service, null, { id: `pipeline-access:${name}`, kind: 'connection', title, detail: problem.message, since }),
	];
}
