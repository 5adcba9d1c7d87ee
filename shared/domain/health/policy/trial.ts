/** What another policy would have said of a past deployment, in one sentence beside what really became of it. */
import { type Deployment, stepAt } from '../../deployment/model.ts';
import { formatDuration } from '../../format.ts';
import { splitTraffic } from '../../target/model.ts';
import type { ReplayChange } from './replay.ts';

/** What really became of a deployment. */
export interface Actual {
	readonly state: Deployment['state'];
	/** When it turned back, was completed, or ended otherwise; null while it is under way. */
	readonly at: number | null;
	/** "was rolled back after 7 min: error rate ..." */
	readonly text: string;
}

/** What became of the deployment, and when. */
export function actualOf(deployment: Deployment): Actual {
	const { state, rollback, finishedAt } = deployment;
	if (rollback !== null) {
		const isOver = state === 'rolled-back';
		return { state, at: rollback.at, text: `${isOver ? 'was rolled back' : 'turned back'}: ${rollback.text}` };
	}
	if (state === 'completed') return { state, at: finishedAt, text: 'was completed' };
	const waits = deployment.pause === null ? 'is under way' : `waits: ${deployment.pause.text}`;
	return { state, at: finishedAt, text: waits };
}

/** First look at which a policy would have turned back; null when there is none. */
export function turningPoint(changes: readonly ReplayChange[]): ReplayChange | null {
	return changes.find(({ outcome }) => outcome === 'unhealthy') ?? null;
}

/** "the 5 % step": the share that the canary had when the step at `index` was looked at. */
function stepWords(deployment: Deployment, index: number): string {
	for (let at = index; at >= 0; at -= 1) {
		const step = stepAt(deployment, at);
		if (step?.kind === 'set-weight')
			return `the ${splitTraffic(deployment.canarySlot, step.weight)[deployment.canarySlot]} % step`;
	}
	return `step ${index + 1}`;
}

function comparedWith(turn: ReplayChange, actual: Actual): string {
	const really = actual.state === 'rolled-back' || actual.state === 'rolling-back' || actual.state === 'needs-operator';
	if (!really || actual.at === null) return actual.state === 'completed' ? ', while it was really completed' : '';
	const earlierMs = actual.at - turn.at;
	// Within a second both are the same look.
	if (Math.abs(earlierMs) < 1_000) return ', just when it was';
	return `, ${formatDuration(Math.abs(earlierMs))} ${earlierMs > 0 ? 'before' : 'after'} it was`;
}

/** How the policy would have let it pass. */
function neverTurned(changes: readonly ReplayChange[], actual: Actual): string {
	const last = changes.at(-1);
	const shown = changes.find(({ answer }) => answer === 'promote');
	const words = {
		healthy:
			shown === undefined ? 'would have let it pass, undecided to the end' : 'would have shown it to be no worse',
		inconclusive: 'would have been undecided at the last look and held it',
		unhealthy: '',
	};
	const said = last === undefined ? '' : words[last.outcome];
	const turned = actual.state === 'rolled-back' || actual.state === 'rolling-back';
	return `${said}${turned ? ', while it was really rolled back' : ''}`;
}

/**
 * One sentence: "would have rolled back 4 min into the 5 % step, 3 min before it was". `firstLooks` holds the instant of
 * the first look of each step. Wall-clock time, as everything that is told of the past.
 */
export function summariseTrial(
	deployment: Deployment,
	changes: readonly ReplayChange[],
	firstLooks: ReadonlyMap<number, number>,
): string {
	if (changes.length === 0) return 'nothing can be said: no look of this deployment was kept';
	const actual = actualOf(deployment);
	const turn = turningPoint(changes);
	if (turn === null) return neverTurned(changes, actual);
	const intoMs = turn.at - (firstLooks.get(turn.stepIndex) ?? turn.at);
	const when = intoMs < 1_000 ? 'at the first look of' : `${formatDuration(intoMs)} into`;
	return `would have rolled back ${when} ${stepWords(deployment, turn.stepIndex)}${comparedWith(turn, actual)}`;
}
