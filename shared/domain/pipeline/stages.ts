/**
 * Where each stage of a run stands: jobs first, then gates, then people. A stage passes when all three are content and the stage
 * before has passed. Hosts run stages as they like, so work that is under way is shown even where the stage before has not passed.
 */
import type { GateOutcome, GateResult } from '../gates/model.ts';
import type { ApprovalStatus } from './decisions.ts';
import type { PipelineRun, StageName } from './model.ts';
import { isOverBudget, spanOfJobs } from './spans.ts';
import { type JobProgress, jobProgress, jobsDone, jobsOf, type StagePlace } from './stage-progress.ts';
import { stageText } from './stage-text.ts';

export { isStageOver } from './stage-progress.ts';

/**
 * `running` until all its jobs have ended; then `gates` while evidence is read or a gate is missing or failed,
 * `approval` while people are asked, and `passed` or `failed`. `not-reached`: an earlier stage has not passed, or none of its
 * own work was done.
 */
export const stageStates = [
	'not-reached',
	'waiting',
	'running',
	'gates',
	'approval',
	'passed',
	'failed',
	'cancelled',
] as const;
export type StageState = (typeof stageStates)[number];

/** A stage of a run in one line. */
export interface StageSummary {
	readonly name: StageName;
	readonly state: StageState;
	/** Of its jobs, first start to last end (or `asOf` of the run while it runs), ms; null before it began. */
	readonly durationMs: number | null;
	readonly startedAt: number | null;
	readonly budgetMs: number | null;
	readonly isOverBudget: boolean;
	readonly jobs: number;
	readonly jobsDone: number;
	readonly gates: {
		readonly passed: number;
		readonly failed: number;
		readonly missing: number;
		readonly waived: number;
		readonly waiting: number;
	};
	/** What holds it, in one sentence: "Coverage 79.2 %, limit 80 %", "Waiting for approval from 1 of 2". Null when nothing does. */
	readonly text: string | null;
}

/** A stage beside its jobs. */
export interface StageInput {
	readonly name: StageName;
	readonly budgetMs: number | null;
	/** The configuration has jobs for it: as long as none is listed it has not begun, and is not empty. */
	readonly expectsJobs: boolean;
	/** Results of this stage's gates. */
	readonly gates: readonly GateResult[];
	/** Null where nobody needs to approve. */
	readonly approval: ApprovalStatus | null;
}

/** All stages of a run, in the order given. The jobs of the run carry their stages. */
export function summariseStages(request: {
	readonly run: PipelineRun;
	readonly stages: readonly StageInput[];
	readonly now: number;
}): readonly StageSummary[] {
	const summaries: StageSummary[] = [];
	for (const stage of request.stages) {
		const before = summaries.at(-1) ?? null;
		summaries.push(summariseStage({ stage, run: request.run, before, now: request.now }));
	}
	return summaries;
}

function summariseStage(request: {
	readonly stage: StageInput;
	readonly run: PipelineRun;
	readonly before: StageSummary | null;
	readonly now: number;
}): StageSummary {
	const { stage, run, before, now } = request;
	const place: StagePlace = { run, stage: stage.name, expectsJobs: stage.expectsJobs };
	const progress = jobProgress(place);
	const state = stateOf(stage, progress, before?.state ?? null);
	const jobs = jobsOf(place);
	const span = spanOfJobs(jobs, progress === 'running', now);
	return {
		...{ name: stage.name, state, ...span, budgetMs: stage.budgetMs, jobs: jobs.length, jobsDone: jobsDone(place) },
		isOverBudget: isOverBudget(span.durationMs, stage.budgetMs),
		gates: countGates(stage.gates),
		text: stageText({ state, progress, jobs, gates: stage.gates, approval: stage.approval, before }),
	};
}

function stateOf(stage: StageInput, progress: JobProgress, before: StageState | null): StageState {
	if (progress === 'failed' || progress === 'cancelled' || progress === 'running') return progress;
	if (before !== null && before !== 'passed') return 'not-reached';
	if (progress === 'waiting' || progress === 'not-known') return 'waiting';
	if (progress === 'all-skipped' || progress === 'never-came') return 'not-reached';
	if (stage.approval?.state === 'rejected') return 'failed';
	if (stage.gates.some(({ outcome }) => outcome !== 'passed' && outcome !== 'waived')) return 'gates';
	return stage.approval?.state === 'waiting' ? 'approval' : 'passed';
}

function countGates(gates: readonly GateResult[]): Readonly<Record<GateOutcome, number>> {
	const count = (wanted: GateOutcome) => gates.filter(({ outcome }) => outcome === wanted).length;
	return {
		...{ passed: count('passed'), failed: count('failed'), missing: count('missing') },
		...{ waived: count('waived'), waiting: count('waiting') },
	};
}
