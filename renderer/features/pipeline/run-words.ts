/** How runs, stages, jobs and gates are called and drawn: a shape, a colour, a word. */
import { formatDuration } from '../../../shared/domain/format.ts';
import type { GateOutcome } from '../../../shared/domain/gates/model.ts';
import type { ApprovalState } from '../../../shared/domain/pipeline/decisions.ts';
import type { Job, JobState, RunState, RunTrigger, RunnerKind } from '../../../shared/domain/pipeline/model.ts';
import type { StageState, StageSummary } from '../../../shared/rpc/pipeline-views.ts';
import type { Tone } from '../../ui/glyph.tsx';

export interface Look {
	readonly tone: Tone;
	readonly word: string;
}

export const jobLook: Readonly<Record<JobState, Look>> = {
	waiting: { tone: 'neutral', word: 'waits' },
	queued: { tone: 'neutral', word: 'queued' },
	running: { tone: 'busy', word: 'running' },
	'needs-person': { tone: 'paused', word: 'waits for a person' },
	passed: { tone: 'good', word: 'passed' },
	failed: { tone: 'bad', word: 'failed' },
	cancelled: { tone: 'warn', word: 'cancelled' },
	skipped: { tone: 'neutral', word: 'skipped' },
};

export const runLook: Readonly<Record<RunState, Look>> = {
	queued: { tone: 'neutral', word: 'queued' },
	running: { tone: 'busy', word: 'running' },
	'needs-person': { tone: 'paused', word: 'waits for a person' },
	passed: { tone: 'good', word: 'passed' },
	failed: { tone: 'bad', word: 'failed' },
	cancelled: { tone: 'warn', word: 'cancelled' },
};

const stageLooks: Readonly<Record<StageState, Look>> = {
	'not-reached': { tone: 'neutral', word: 'not reached' },
	waiting: { tone: 'neutral', word: 'waits' },
	running: { tone: 'busy', word: 'running' },
	gates: { tone: 'busy', word: 'reading evidence' },
	approval: { tone: 'paused', word: 'asks people' },
	passed: { tone: 'good', word: 'passed' },
	failed: { tone: 'bad', word: 'failed' },
	cancelled: { tone: 'warn', word: 'cancelled' },
};

/** A stage whose jobs are done is held by its gates, or still waits for their evidence. */
export function stageLook({ state, gates }: Pick<StageSummary, 'state' | 'gates'>): Look {
	if (state === 'gates' && gates.failed + gates.missing > 0) return { tone: 'warn', word: 'held by gates' };
	return stageLooks[state];
}

export const gateLook: Readonly<Record<GateOutcome, Look>> = {
	passed: { tone: 'good', word: 'passed' },
	failed: { tone: 'bad', word: 'failed' },
	missing: { tone: 'warn', word: 'missing' },
	waived: { tone: 'paused', word: 'waived' },
	waiting: { tone: 'neutral', word: 'waits' },
};

export const approvalLook: Readonly<Record<ApprovalState, Look>> = {
	'not-needed': { tone: 'neutral', word: 'not needed' },
	waiting: { tone: 'paused', word: 'waits' },
	approved: { tone: 'good', word: 'approved' },
	rejected: { tone: 'bad', word: 'rejected' },
};

export const runnerNames: Readonly<Record<RunnerKind, string>> = {
	local: 'this machine',
	github: 'GitHub Actions',
	gitlab: 'GitLab',
	jenkins: 'Jenkins',
	memory: 'memory',
};

/** "pushed by Ada": what made the run start, in words. */
export function startedWords(trigger: RunTrigger, by: string | null): string {
	const who = by === null ? '' : ` by ${by}`;
	switch (trigger) {
		case 'push':
			return `pushed${who}`;
		case 'pull-request':
			return `pull request${who}`;
		case 'schedule':
			return 'on schedule';
		case 'person':
			return `started${who}`;
		case 'other':
			return by === null ? 'started by the host' : `started${who}`;
	}
}

/** "3 passed, 1 failed, 2 missing"; null where there is no gate. Trouble stands first. */
export function gateCounts(gates: StageSummary['gates']): string | null {
	const order = ['failed', 'missing', 'waived', 'waiting', 'passed'] as const;
	const parts = order.filter((outcome) => gates[outcome] > 0).map((outcome) => `${gates[outcome]} ${outcome}`);
	return parts.length === 0 ? null : parts.join(', ');
}

/** The shape of all gates of a stage together: the worst of them. */
export function gatesTone({ failed, missing, waived, waiting }: StageSummary['gates']): Tone {
	if (failed > 0) return 'bad';
	if (missing > 0) return 'warn';
	if (waiting > 0) return 'neutral';
	return waived > 0 ? 'paused' : 'good';
}

/** Time taken until `hostNow` (the host's clock), ms; null before it began. */
export function tookMs(
	{ startedAt, finishedAt }: Pick<Job, 'startedAt' | 'finishedAt'>,
	hostNow: number,
): number | null {
	return startedAt === null ? null : Math.max(0, (finishedAt ?? hostNow) - startedAt);
}

/** "4 min 12 s of 10 min", or by how much it is over: "12 min, 2 min over 10 min". */
export function budgetWords(tookMs: number, budgetMs: number | null): string {
	const took = formatDuration(tookMs);
	if (budgetMs === null) return took;
	const over = tookMs - budgetMs;
	return over > 0
		? `${took}, ${formatDuration(Math.max(1_000, over))} over ${formatDuration(budgetMs)}`
		: `${took} of ${formatDuration(budgetMs)}`;
}

/** First seven digits of a hash. */
export function shortHash(sha: string): string {
	return sha.slice(0, 7);
}
