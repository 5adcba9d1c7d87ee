/** What the target itself shows outweighs any metric: a slot that is down, a split that is not the wanted one. */
import type { Deployment } from '../deployment/model.ts';
import { type TargetState, observedSplit, sameSplit } from '../target/model.ts';
import type { Reason, Verdict } from './model.ts';

function targetReason(
	outcome: Reason['outcome'],
	rule: string,
	value: number | null,
	limit: number | null,
	text: string,
): Reason {
	return { rule, metric: null, outcome, role: 'decide', value, baseline: null, limit, count: null, text };
}

/** The reasons that the target gives; empty when it is as it should be. */
export function targetReasons(
	deployment: Deployment,
	observed: TargetState | null,
	problem: string | null,
): readonly Reason[] {
	if (observed === null) {
		return [
			targetReason(
				'unknown',
				'target.reachable',
				null,
				null,
				`The target did not answer: ${problem ?? 'no reason given'}`,
			),
		];
	}
	const reasons: Reason[] = [];
	const canary = observed.slots[deployment.canarySlot];
	if (canary.health === 'down' || canary.health === 'empty') {
		const text = `The target says that ${deployment.release.version} is not running in slot ${deployment.canarySlot}`;
		reasons.push(targetReason('failed', 'target.slot', 0, 1, text));
	} else if (canary.version !== null && canary.version !== deployment.release.version) {
		const text = `Slot ${deployment.canarySlot} runs ${canary.version} instead of ${deployment.release.version}`;
		reasons.push(targetReason('failed', 'target.version', null, null, text));
	}
	const lost = lostStanding(deployment, observed);
	if (lost !== null) reasons.push(lost);
	const wanted = deployment.traffic.wanted[deployment.canarySlot];
	const real = observedSplit(observed)[deployment.canarySlot];
	if (!sameSplit(deployment.traffic.wanted, observedSplit(observed))) {
		// A wrong split voids every comparison, so nothing may be called healthy on it.
		const text = `The target sends ${round(real)} % instead of ${round(wanted)} % to ${deployment.release.version}`;
		reasons.push(targetReason('unknown', 'target.split', real / 100, wanted / 100, text));
	}
	return reasons;
}

/**
 * What stands still has users and is not running. Seen once it may be a restart under way; seen from one look of the
 * judge's pace to the next the way back begins, which starts it again before it moves anybody: the quickest road to a release that works.
 */
function lostStanding(deployment: Deployment, observed: TargetState): Reason | null {
	const { from } = deployment;
	if (from === null || deployment.traffic.wanted[from.slot] <= 0) return null;
	const { health } = observed.slots[from.slot];
	if (health !== 'down' && health !== 'empty') return null;
	const before = deployment.verdict;
	const wasSeen = before?.reasons.some(({ rule }) => rule === standingRule) === true;
	// Looks may come more often than the judge's own pace; a restart gets the time between two of those.
	const paceMs = deployment.strategy.analysisIntervalMs / deployment.clockRate;
	const lasts = wasSeen && observed.at - before.at >= 0.9 * paceMs;
	const text = `The target says that ${from.version}, which still has users, is not running in slot ${from.slot}`;
	return targetReason(lasts ? 'failed' : 'unknown', standingRule, 0, 1, text);
}

const standingRule = 'target.stable';

function round(percent: number): number {
	return Math.round(percent * 10) / 10;
}

/** Joins the target's reasons to a verdict: a failed one makes it unhealthy, an unknown one inconclusive. */
export function withTargetReasons(verdict: Verdict, reasons: readonly Reason[]): Verdict {
	const failed = reasons.find((reason) => reason.outcome === 'failed');
	const unknown = reasons.find((reason) => reason.outcome === 'unknown');
	const all = [...reasons, ...verdict.reasons];
	if (failed !== undefined && verdict.outcome !== 'unhealthy') {
		return withAnswer({ ...verdict, outcome: 'unhealthy', summary: `Unhealthy: ${failed.text}`, reasons: all });
	}
	if (unknown !== undefined && verdict.outcome === 'healthy') {
		return withAnswer({ ...verdict, outcome: 'inconclusive', summary: `Inconclusive: ${unknown.text}`, reasons: all });
	}
	return { ...verdict, reasons: all };
}

/** What the target shows outweighs the answer of the metrics too, where there is one. */
function withAnswer(verdict: Verdict): Verdict {
	if (verdict.answer === undefined) return verdict;
	return { ...verdict, answer: verdict.outcome === 'unhealthy' ? 'roll-back' : 'keep-looking' };
}

/**
 * True when a verdict says something new: another outcome, another answer, or another set of deciding rules behind it.
 * Rules that only inform come and go with every look: they are on the screen, and not worth a line in the journal. Nor
 * is "no worse" that was shown once and is not shown at a later look: near its line an answer goes to and fro.
 */
export function isNewVerdict(before: Verdict | null, after: Verdict): boolean {
	if (before === null || before.outcome !== after.outcome) return true;
	const isTakenBack = before.answer === 'promote' && after.answer === 'keep-looking';
	if (before.answer !== after.answer && !isTakenBack) return true;
	const gist = (verdict: Verdict): string =>
		verdict.reasons
			.filter((reason) => reason.role === 'decide' && (reason.outcome === 'failed' || reason.outcome === 'unknown'))
			.map((reason) => `${reason.rule}:${reason.outcome}`)
			.sort()
			.join(' ');
	return gist(before) !== gist(after);
}
