/** May a release go into an environment now, and if not: what holds it, and who can change that. */
import type { GateResult } from '../gates/model.ts';
import type { EnvironmentKey } from '../release.ts';
import type { ApprovalRule, ApprovalStatus } from './decisions.ts';
import { type FreezeState, isHeld } from './freezes.ts';
import { wallClockText } from './local-time.ts';
import { type PipelineRun, type StageName, stageNames, stageTitles } from './model.ts';
import { gateText } from './stage-text.ts';
import type { StageSummary } from './stages.ts';
import { listed } from './words.ts';

/** Where a release stands: may it go into an environment now, and if not, why and who can change that. */
export interface Readiness {
	readonly environment: EnvironmentKey;
	readonly allowed: boolean;
	/** Most important first; empty when allowed. */
	readonly reasons: readonly ReadinessReason[];
}

export interface ReadinessReason {
	readonly kind: 'gate' | 'approval' | 'stage' | 'freeze' | 'run';
	readonly stage: StageName | null;
	/** Name of the gate or freeze; null for the rest. */
	readonly subject: string | null;
	/** "Coverage is missing: no report matches coverage/lcov.info" */
	readonly text: string;
	/** Who can lift it, in words: "Anybody who may act can waive it", "Ada or Grace can lift it". */
	readonly whoCan: string;
}

export interface ReadinessQuestion {
	readonly environment: EnvironmentKey;
	/** Stages that must have passed before a release may go there. */
	readonly requires: readonly StageName[];
	/** The run that made the release, its jobs with their stages; null where it is not known any more. */
	readonly run: PipelineRun | null;
	/** Of that run. */
	readonly stages: readonly StageSummary[];
	/** Of that run, of all stages. */
	readonly gates: readonly GateResult[];
	readonly approvals: readonly {
		readonly stage: StageName;
		readonly rule: ApprovalRule;
		readonly status: ApprovalStatus;
	}[];
	/** Those that concern the environment. */
	readonly freezes: readonly FreezeState[];
}

/** Answers for one environment. A rollback never asks this. */
export function readinessOf(question: ReadinessQuestion): Readiness {
	const required = stageNames.filter((stage) => question.requires.includes(stage));
	const reasons = [
		...runReasons(question, required),
		...required.flatMap((stage) => stageReasons(question, stage)),
		...freezeReasons(question.freezes),
	];
	return { environment: question.environment, allowed: reasons.length === 0, reasons };
}

/** A run that failed outside of the stages that can say so: in a job that no stage claims, or as a whole. */
function runReasons({ run, stages }: ReadinessQuestion, required: readonly StageName[]): readonly ReadinessReason[] {
	if (required.length === 0) return [];
	const said = { kind: 'run', stage: null, subject: null, whoCan: 'Anybody who may act can run it again' } as const;
	if (run === null)
		return [
			{ ...said, text: 'The run that made this release is not known any more', whoCan: 'A new run has to make it' },
		];
	if (run.state !== 'failed' && run.state !== 'cancelled') return [];
	if (stages.some(({ state }) => state === 'failed' || state === 'cancelled')) return [];
	const lost = run.jobs.filter((job) => job.stage === null && !job.mayFail && job.state === run.state);
	const whose = lost.length === 0 ? '' : `: ${listed(lost.map(({ name }) => name))}`;
	return [{ ...said, text: run.state === 'failed' ? `The run failed${whose}` : `The run was cancelled${whose}` }];
}

function stageReasons(question: ReadinessQuestion, stage: StageName): readonly ReadinessReason[] {
	const summary = question.stages.find(({ name }) => name === stage);
	if (summary?.state === 'passed') return [];
	const approval = approvalReasons(question, stage);
	const isRejected = summary?.state === 'failed' && approval.some(({ text }) => text === summary.text);
	const isDone = summary?.state === 'gates' || summary?.state === 'approval' || isRejected;
	const told = isDone ? [...gateReasons(question, stage), ...approval] : [];
	return told.length > 0 ? told : [stageReason(stage, summary)];
}

function stageReason(stage: StageName, summary: StageSummary | undefined): ReadinessReason {
	const title = stageTitles[stage];
	const why = summary?.text ? `: ${summary.text}` : '';
	const said = { kind: 'stage', stage, subject: null } as const;
	switch (summary?.state) {
		case undefined:
			return { ...said, text: `${title} is not known of this run`, whoCan: 'A new run has to pass it' };
		case 'failed':
			return { ...said, text: `${title} failed${why}`, whoCan: 'Anybody who may act can run it again' };
		case 'cancelled':
			return { ...said, text: `${title} was cancelled${why}`, whoCan: 'Anybody who may act can run it again' };
		case 'running':
			return { ...said, text: `${title} is still running`, whoCan: 'It goes on by itself' };
		case 'not-reached':
			return { ...said, text: `${title} has not been reached${why}`, whoCan: 'The run has to get there first' };
		default:
			return { ...said, text: `${title} has not passed${why}`, whoCan: 'The run has to go on' };
	}
}

const gateOrder = ['failed', 'missing', 'waiting'] as const;

function gateReasons({ gates }: ReadinessQuestion, stage: StageName): readonly ReadinessReason[] {
	const own = gates.filter((gate) => gate.stage === stage);
	return gateOrder.flatMap((outcome) =>
		own
			.filter((gate) => gate.outcome === outcome)
			.map((gate) => ({
				...{ kind: 'gate' as const, stage, subject: gate.gate, text: gateText(gate) },
				whoCan: outcome === 'waiting' ? 'Its evidence is still to come' : 'Anybody who may act can waive it',
			})),
	);
}

function approvalReasons({ approvals }: ReadinessQuestion, stage: StageName): readonly ReadinessReason[] {
	return approvals
		.filter(({ stage: of, status }) => of === stage && (status.state === 'waiting' || status.state === 'rejected'))
		.map(({ rule, status }) => ({
			...{ kind: 'approval' as const, stage, subject: null, text: status.text },
			whoCan: status.state === 'rejected' ? whoCanAgain(status) : whoCanApprove(rule),
		}));
}

function whoCanApprove({ from, notOnlyAuthors }: ApprovalRule): string {
	const who = from.length === 0 ? 'Anybody who may act' : listed(from, 'or');
	return `${who} can approve${notOnlyAuthors ? ', but not only authors of the change' : ''}`;
}

/** Only who rejected can take that back. */
function whoCanAgain({ decisions }: ApprovalStatus): string {
	const names = decisions.flatMap(({ decision, by }) =>
		decision === 'rejected' && by.kind === 'person' ? [by.name] : [],
	);
	return `${listed(names, 'or')} can take the rejection back`;
}

function freezeReasons(freezes: readonly FreezeState[]): readonly ReadinessReason[] {
	return freezes.filter(isHeld).map(({ freeze, to }) => ({
		...{ kind: 'freeze' as const, stage: null, subject: freeze.name },
		text: `Frozen by ${freeze.name} until ${wallClockText(to, freeze.zone)}${freeze.reason === null ? '' : `: ${freeze.reason}`}`,
		whoCan: `${freeze.liftedBy.length === 0 ? 'Anybody who may act' : listed(freeze.liftedBy, 'or')} can lift it`,
	}));
}
