/** GitHub's status and conclusion in our words: https://docs.github.com/en/rest/actions/workflow-runs */
import type { JobState, RunState, RunTrigger } from '../../../../shared/domain/pipeline/model.ts';

type End = 'passed' | 'failed' | 'cancelled' | 'skipped' | 'needs-person';

const ends: ReadonlyMap<string, End> = new Map<string, End>(
	Object.entries({
		success: 'passed',
		// A check that has nothing against it; GitHub itself lets it through.
		neutral: 'passed',
		failure: 'failed',
		timed_out: 'failed',
		startup_failure: 'failed',
		cancelled: 'cancelled',
		// Given up by GitHub because nothing came of it for too long.
		stale: 'cancelled',
		skipped: 'skipped',
		action_required: 'needs-person',
	} satisfies Record<string, End>),
);

/** A conclusion that we do not know is never good news. */
function endOf(conclusion: string | null): End {
	return (conclusion === null ? undefined : ends.get(conclusion)) ?? 'failed';
}

export function runStateOf(status: string | null, conclusion: string | null): RunState {
	if (status === 'completed') {
		const end = endOf(conclusion);
		// Every job was skipped: nothing ran, so nothing passed, and nothing failed.
		return end === 'skipped' ? 'cancelled' : end;
	}
	if (status === 'in_progress') return 'running';
	return status === 'waiting' ? 'needs-person' : 'queued';
}

/** `waiting` is a protected environment's: for people, or for its timer; then `waitsForPeople` is false. */
export function jobStateOf(status: string, conclusion: string | null, waitsForPeople: boolean): JobState {
	if (status === 'completed') return endOf(conclusion);
	if (status === 'in_progress') return 'running';
	if (status === 'waiting') return waitsForPeople ? 'needs-person' : 'waiting';
	// `pending`: another run of its concurrency group is before it.
	return status === 'pending' ? 'waiting' : 'queued';
}

const triggers: ReadonlyMap<string, RunTrigger> = new Map<string, RunTrigger>(
	Object.entries({
		push: 'push',
		pull_request: 'pull-request',
		pull_request_target: 'pull-request',
		pull_request_review: 'pull-request',
		merge_group: 'pull-request',
		schedule: 'schedule',
		workflow_dispatch: 'person',
	} satisfies Record<string, RunTrigger>),
);

export function triggerOf(event: string): RunTrigger {
	return triggers.get(event) ?? 'other';
}

const words: ReadonlyMap<string, string> = new Map(
	Object.entries({
		neutral: 'ended neutral: neither passed nor failed',
		timed_out: 'took too long and was ended',
		startup_failure: 'could not be started: look at its workflow file',
		stale: 'given up by GitHub because nothing came of it',
		action_required: 'waits for somebody on GitHub',
	}),
);

/** Why it ended so, where GitHub says it. */
export function conclusionWords(conclusion: string | null): string | null {
	if (conclusion === null) return null;
	return words.get(conclusion) ?? (!ends.has(conclusion) ? `ended as "${conclusion.slice(0, 60)}"` : null);
}
