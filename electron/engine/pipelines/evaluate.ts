/** What a run is worth now: its gates held against its evidence, its approvals, and the state of its stages. */
import { evaluateGate } from '../../../shared/domain/gates/evaluate-gate.ts';
import type { GateResult } from '../../../shared/domain/gates/model.ts';
import { approvalStatus } from '../../../shared/domain/pipeline/approvals.ts';
import type { Approval, ApprovalRule, ApprovalStatus } from '../../../shared/domain/pipeline/decisions.ts';
import type { PipelineRun, StageName } from '../../../shared/domain/pipeline/model.ts';
import { isStageOver, type StageSummary, summariseStages } from '../../../shared/domain/pipeline/stages.ts';
import type { PipelineConfig } from '../../../shared/config/pipeline-model.ts';
import { authorsOf } from './authors-of.ts';
import { isSettled } from './evidence-reach.ts';
import type { ServiceBook } from './service-book.ts';
import type { TrackedRun } from './tracked-run.ts';
import { expectsJobs } from './stage-jobs.ts';
import { quarantinedFailures } from './quarantined-failures.ts';

export interface StageApproval {
	readonly stage: StageName;
	readonly rule: ApprovalRule;
	readonly status: ApprovalStatus;
}

export interface RunEvaluation {
	/** All four, in order. */
	readonly stages: readonly StageSummary[];
	/** As if nobody had to approve anything: jobs and gates alone. */
	readonly automated: readonly StageSummary[];
	/** Of all stages. */
	readonly gates: readonly GateResult[];
	/** Of the stages that ask somebody. */
	readonly approvals: readonly StageApproval[];
}

/** Pure but for what the book remembers. Waivers and approvals count as they stand at `now`. */
export function evaluateRun(
	book: ServiceBook,
	config: PipelineConfig,
	tracked: TrackedRun,
	now: number,
): RunEvaluation {
	const { run } = tracked;
	const gates = gatesOf(book, config, tracked, now);
	const approvals = config.stages.flatMap(({ name, approval: rule }): readonly StageApproval[] => {
		if (rule === null) return [];
		const given = approvalsOfTry(book, run).filter(({ stage }) => stage === name);
		const authors = authorsOf(tracked, book);
		return [
			{ stage: name, rule, status: approvalStatus({ rule, approvals: given, authors, people: book.setup.people }) },
		];
	});
	const summarise = (asked: readonly StageApproval[]) =>
		summariseStages({
			run,
			stages: config.stages.map((stage) => ({
				name: stage.name,
				budgetMs: stage.budgetMs,
				expectsJobs: expectsJobs(config, stage),
				gates: gates.filter((gate) => gate.stage === stage.name),
				approval: asked.find((approval) => approval.stage === stage.name)?.status ?? null,
			})),
			now: tracked.asOf ?? now,
		});
	return { stages: summarise(approvals), automated: summarise([]), gates, approvals };
}

/** What was decided on an earlier try was decided on other evidence. */
export function approvalsOfTry(book: ServiceBook, { id, attempt }: PipelineRun): readonly Approval[] {
	return book.approvals(id).filter((approval) => approval.attempt === undefined || approval.attempt === attempt);
}

function gatesOf(book: ServiceBook, config: PipelineConfig, tracked: TrackedRun, now: number): readonly GateResult[] {
	const { run, evidence } = tracked;
	const baseline = book.baseline(run);
	const earlier = book.figures().filter(({ runId, at }) => runId !== run.id && at <= run.createdAt);
	return config.stages.flatMap((stage) => {
		const isOver = isStageOver({ run, stage: stage.name, expectsJobs: expectsJobs(config, stage) });
		const isRead = isSettled(tracked, config, stage.name);
		return stage.gates.map((gate) =>
			evaluateGate({
				service: run.service,
				runId: run.id,
				gate,
				jobs: run.jobs,
				collected: evidence,
				sources: config.evidence,
				// While reports are being read they are not missing yet.
				isStageOver: isOver && (isRead || gate.rule.kind === 'jobs'),
				baseline,
				earlier: earlier.map(({ figures }) => figures[gate.name] ?? null),
				waivers: book.waivers(),
				quarantines: quarantinedFailures(gate, config, tracked, book),
				now,
			}),
		);
	});
}
