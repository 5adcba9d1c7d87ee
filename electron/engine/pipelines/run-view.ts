/** A run as the screens see it: in one line, and with everything in it. */
import { mayApprove } from '../../../shared/domain/pipeline/approvals.ts';
import { isOverBudget, runDurationMs } from '../../../shared/domain/pipeline/spans.ts';
import { tellProduction } from '../../../shared/domain/pipeline/production.ts';
import type { StageSummary } from '../../../shared/domain/pipeline/stages.ts';
import { waiverFor } from '../../../shared/domain/gates/waivers.ts';
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import type {
	PipelineAction,
	RunDetail,
	RunView,
	StageDeployment,
	StageView,
} from '../../../shared/rpc/pipeline-views.ts';
import type { PipelineRunner } from '../pipeline-ports.ts';
import type { RunEvaluation } from './evaluate.ts';
import { headlineOf } from './headline.ts';
import { releaseView, type Standing } from './release-view.ts';
import { cancelAction, rerunAction, rerunFailedAction } from './run-actions.ts';
import type { ServiceBook } from './service-book.ts';
import type { TrackedRun } from './tracked-run.ts';

/** A run in one line. Times of a run that is on are those of the host's last answer. */
export function runView(
	facts: { readonly book: ServiceBook; readonly standing: Standing; readonly now: number },
	config: PipelineConfig,
	tracked: TrackedRun,
	evaluation: RunEvaluation,
): RunView {
	const { book, standing, now } = facts;
	const { run } = tracked;
	const version = book.releaseOf(run.id)?.version ?? null;
	const stages = toldStages(standing, evaluation, version);
	const durationMs = runDurationMs(run, tracked.asOf ?? now);
	return {
		id: run.id,
		service: run.service,
		number: run.number,
		attempt: run.attempt,
		state: run.state,
		commit: run.commit,
		branch: run.branch,
		trigger: run.trigger,
		startedBy: run.startedBy,
		url: run.url,
		createdAt: run.createdAt,
		startedAt: run.startedAt,
		finishedAt: run.finishedAt,
		durationMs,
		budgetMs: config.budgetMs,
		isOverBudget: isOverBudget(durationMs, config.budgetMs),
		stages,
		version,
		headline: headlineOf(run, stages, version),
	};
}

export interface DetailFacts {
	readonly book: ServiceBook;
	readonly config: PipelineConfig;
	readonly runner: PipelineRunner;
	readonly tracked: TrackedRun;
	readonly evaluation: RunEvaluation;
	readonly standing: Standing;
	readonly deployments: (version: string) => ReadonlyMap<StageView['name'], readonly StageDeployment[]>;
	readonly now: number;
}

/** A run with everything in it. */
export function runDetail(facts: DetailFacts): RunDetail {
	const { book, config, runner, tracked, evaluation } = facts;
	const { run } = tracked;
	const release = book.releaseOf(run.id);
	return {
		run: runView(facts, config, tracked, evaluation),
		stages: stageViews(facts, release?.version ?? null),
		otherJobs: run.jobs.filter((job) => job.stage === null),
		evidence: tracked.evidence ?? { evidence: [], problems: [] },
		artifacts: release !== null && tracked.artifacts.length === 0 ? release.artifacts : tracked.artifacts,
		release: release === null ? null : releaseView(facts, release, tracked),
		waivers: waiversInForce(facts),
		rerun: rerunAction(runner, run),
		rerunFailed: rerunFailedAction(runner, run),
		cancel: cancelAction(runner, run),
		canAnswer: runner.can.answer,
		canFollowLog: runner.can.followLog,
		asOf: tracked.asOf,
		problem: tracked.problem ?? tracked.releaseProblem ?? tracked.evidenceProblem,
	};
}

/** The stages with what became of the release in production; whether it may go there is not decided by this. */
function toldStages(standing: Standing, { stages }: RunEvaluation, version: string | null): readonly StageSummary[] {
	const now = version === null ? null : standing.production(version);
	return stages.map((stage) => tellProduction(stage, now));
}

function stageViews(facts: DetailFacts, version: string | null): readonly StageView[] {
	const { book, standing, tracked, evaluation } = facts;
	const deployments = version === null ? null : facts.deployments(version);
	return toldStages(standing, evaluation, version).map((stage): StageView => {
		const asked = evaluation.approvals.find((approval) => approval.stage === stage.name);
		return {
			...stage,
			jobList: tracked.run.jobs.filter((job) => job.stage === stage.name),
			gateResults: evaluation.gates.filter((gate) => gate.stage === stage.name),
			approval:
				asked === undefined
					? null
					: { rule: asked.rule, status: asked.status, mayApprove: approveAction(book, stage.state, asked.rule) },
			deployments: deployments?.get(stage.name) ?? [],
		};
	});
}

/** What the button says before it is known who presses it: names are checked again when somebody does. */
function approveAction(
	book: ServiceBook,
	state: StageView['state'],
	rule: NonNullable<StageView['approval']>['rule'],
): PipelineAction {
	const label = 'Approve';
	const early = notYet(state);
	if (early !== null) return { allowed: false, label, detail: early };
	const detail = rule.from.length === 0 ? null : `Asked: ${rule.from.join(', ')}`;
	const anybody = mayApprove({
		caller: { name: rule.from[0] ?? 'anybody', mayAct: true },
		rule,
		people: book.setup.people,
	});
	return anybody === null ? { allowed: true, label, detail } : { allowed: false, label, detail: anybody };
}

/** Why a stage cannot be approved as it stands; null when it can. */
export function notYet(state: StageView['state']): string | null {
	if (state === 'not-reached' || state === 'waiting') return 'The stage has not begun';
	if (state === 'failed') return 'The stage has failed';
	return state === 'cancelled' ? 'The stage was cancelled' : null;
}

function waiversInForce({ book, config, tracked, now }: DetailFacts): RunDetail['waivers'] {
	const { service, id: runId } = tracked.run;
	return config.stages
		.flatMap(({ gates }) => gates)
		.flatMap(({ name: gate }) => waiverFor({ gate, service, runId }, book.waivers(), now) ?? []);
}
