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
 * What stands still has users and is not running. Seen once it may be a restart under way; seen twice in a row the way
 * back begins, which starts it again before it moves anybody: the quickest road to a release that works.
 */
function lostStanding(deployment: Deployment, observed: TargetState): Reason | null {
	const { from } = deployment;
	if (from === null || deployment.traffic.wanted[from.slot] <= 0) return null;
	const { health } = observed.slots[from.slot];
	if (health !== 'down' && health !== 'empty') return null;
	const wasSeen = deployment.verdict?.reasons.some(({ rule }) => rule === standingRule) === true;
	const text = `The target says that ${from.version}, which still has users, is not running in slot ${from.slot}`;
	return targetReason(wasSeen ? 'failed' : 'unknown', standingRule, 0, 1, text);
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
		return { ...verdict, outcome: 'unhealthy', summary: `Unhealthy: ${failed.text}`, reasons: all };
	}
	if (unknown !== undefined && verdict.outcome === 'healthy') {
		return { ...verdict, outcome: 'inconclusive', summary: `Inconclusive: ${unknown.text}`, reasons: all };
	}
	return { ...verdict, reasons: all };
}

/** True when a verdict says something new: another outcome, or another set of rules behind it. */
export function isNewVerdict(before: Verdict | null, after: Verdict): boolean {
	if (before === null || before.outcome !== after.outcome) return true;
	const gist = (verdict: Verdict): string =>
		verdict.reasons
			.filter((reason) => reason.outcome === 'failed' || reason.outcome === 'unknown')
			.map((reason) => `${reason.rule}:${reason.outcome}`)
			.sort()
			.join(' ');
	return gist(before) !== gist(after);
}
