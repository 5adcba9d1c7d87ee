/** What holds a stage, in one sentence. */
import type { GateOutcome, GateResult } from '../gates/model.ts';
import type { ApprovalStatus } from './decisions.ts';
import { type Job, stageTitles } from './model.ts';
import type { JobProgress } from './stage-progress.ts';
import type { StageSummary } from './stages.ts';
import { afterColon, listed, withoutFullStop } from './words.ts';

interface StageSituation {
	readonly state: StageSummary['state'];
	readonly progress: JobProgress;
	readonly jobs: readonly Job[];
	readonly gates: readonly GateResult[];
	readonly approval: ApprovalStatus | null;
	readonly before: StageSummary | null;
}

/** Null when nothing holds it. */
export function stageText(situation: StageSituation): string | null {
	const { state, jobs, approval } = situation;
	if (state === 'passed') return null;
	if (state === 'gates') return gatesText(situation.gates);
	if (state === 'approval') return approval?.text ?? null;
	if (state === 'cancelled') return jobsText(jobs, 'cancelled') ?? 'The run was cancelled';
	if (state === 'failed') return jobsText(jobs, 'failed') ?? approval?.text ?? null;
	if (state === 'not-reached') return notReachedText(situation);
	return waitingText(situation);
}

function jobsText(jobs: readonly Job[], state: 'failed' | 'cancelled'): string | null {
	const meant = jobs.filter((job) => job.state === state && !job.mayFail);
	const only = meant.length === 1 ? meant[0] : undefined;
	if (meant.length === 0) return null;
	const verb = state === 'failed' ? 'failed' : only === undefined ? 'were cancelled' : 'was cancelled';
	const why = only?.note ? `: ${withoutFullStop(only.note)}` : '';
	return `${listed(meant.map(({ name }) => name))} ${verb}${why}`;
}

function notReachedText({ progress, before }: StageSituation): string {
	if (before !== null && before.state !== 'passed') return `${stageTitles[before.name]} has not passed`;
	return progress === 'all-skipped' ? 'Its jobs were skipped' : 'None of its jobs ran';
}

function waitingText({ progress, jobs, before }: StageSituation): string | null {
	const asked = jobs.filter(({ state, mayFail }) => state === 'needs-person' && !mayFail);
	if (asked.length > 0) {
		return `${listed(asked.map(({ name }) => name))} ${asked.length === 1 ? 'waits' : 'wait'} for a person on the host`;
	}
	if (progress === 'running') {
		return before === null || before.state === 'passed'
			? null
			: `Runs although ${stageTitles[before.name]} has not passed`;
	}
	if (progress === 'not-known') return 'Its jobs have not been read yet';
	if (jobs.some(({ state }) => state === 'queued')) return 'Waiting for a machine';
	return 'Its jobs have not begun';
}

const heldBy: readonly GateOutcome[] = ['failed', 'missing', 'waiting'];

/** The gate that matters most, and how many more there are. */
function gatesText(gates: readonly GateResult[]): string | null {
	const holding = heldBy.flatMap((outcome) => gates.filter((gate) => gate.outcome === outcome));
	const [first, ...more] = holding;
	if (first === undefined) return null;
	return more.length === 0
		? gateText(first)
		: `${gateText(first)}; and ${more.length} more ${more.length === 1 ? 'gate' : 'gates'}`;
}

/** One gate in one sentence: "Coverage 79.2 %, limit 80 %", "Coverage is missing: no report matches coverage/lcov.info". */
export function gateText(gate: GateResult): string {
	if (gate.outcome === 'failed') return `${gate.gate} failed: ${afterColon(gate.reason)}`;
	if (gate.outcome === 'missing') return `${gate.gate} is missing: ${afterColon(gate.reason)}`;
	if (gate.outcome === 'waiting') return `${gate.gate} waits for its evidence`;
	if (gate.outcome === 'waived') return `${gate.gate} was waived: ${afterColon(gate.waiver?.reason ?? gate.reason)}`;
	return `${gate.gate}: ${gate.found}`;
}
