/** A deployment as the screens show it: words and buttons from the engine, nothing left to compute. */
import { checkCommand, commandKinds } from '../../shared/domain/deployment/commands.ts';
import { headline, railGroups, type RailGroup } from '../../shared/domain/deployment/headline.ts';
import { machineHold } from '../../shared/domain/deployment/machine.ts';
import type { Deployment } from '../../shared/domain/deployment/model.ts';
import { splitBefore } from '../../shared/domain/deployment/steps.ts';
import type { Verdict } from '../../shared/domain/health/model.ts';
import type { ActionView, DeploymentView, RailStep, StepTiming } from '../../shared/rpc/views.ts';
import type { Target } from './ports.ts';

/** When each step was entered, so that the rail can say how long it took; wall clock, ms since the epoch. */
export type StepEntries = ReadonlyMap<number, number>;

function actionsOf(deployment: Deployment, heldBy: string | null): readonly ActionView[] {
	return commandKinds.map((command) => {
		const check = checkCommand(deployment, command);
		if (heldBy === null || !check.allowed) return { command, ...check };
		return { command, allowed: false, label: check.label, detail: `${heldBy} holds this environment` };
	});
}

function railState(group: RailGroup, deployment: Deployment): RailStep['state'] {
	if (group.last < deployment.stepIndex) return 'done';
	const isHere = group.first <= deployment.stepIndex;
	const turnedBack =
		deployment.state === 'rolling-back' || deployment.state === 'rolled-back' || deployment.state === 'needs-operator';
	if (turnedBack) return isHere ? 'failed' : 'skipped';
	return isHere ? 'now' : 'to-come';
}

function railNote(group: RailGroup, state: RailStep['state'], deployment: Deployment): string | null {
	if (state === 'failed') return deployment.rollback?.text ?? deployment.problem?.message ?? null;
	if (state !== 'now') return null;
	const hold = machineHold(deployment);
	if (hold !== null) return hold.text;
	if (deployment.pause !== null) return deployment.pause.text;
	return group.last > group.first && deployment.verdict !== null ? deployment.verdict.outcome : null;
}

/** What a step took where it is over, what it will take where it is not. Process time, ms. */
function durationOf(
	state: RailStep['state'],
	group: RailGroup,
	took: number | null,
	spent: number | null,
): number | null {
	if (state === 'done') return took;
	return state === 'failed' ? spent : group.durationMs;
}

function railOf(deployment: Deployment, entries: StepEntries): readonly RailStep[] {
	return railGroups(deployment.strategy.steps).map((group) => {
		const state = railState(group, deployment);
		const entered = entries.get(group.first);
		const left = entries.get(group.last + 1) ?? (state === 'done' ? (deployment.finishedAt ?? undefined) : undefined);
		const turnedBackAt = deployment.rollback?.at ?? null;
		const spent =
			entered === undefined || turnedBackAt === null ? null : (turnedBackAt - entered) * deployment.clockRate;
		const took = entered === undefined || left === undefined ? null : (left - entered) * deployment.clockRate;
		return {
			label: group.label,
			state,
			durationMs: durationOf(state, group, took, spent),
			note: railNote(group, state, deployment),
		};
	});
}

export function deploymentView(
	deployment: Deployment,
	facts: {
		readonly timing: StepTiming;
		readonly latestLook: Verdict | null;
		/** How its target is set by hand; null where nobody can any more. */
		readonly byHand: Target['manualCommands'] | null;
		readonly heldBy: string | null;
		readonly entries: StepEntries;
	},
): DeploymentView {
	return {
		deployment,
		headline: headline(deployment),
		actions: actionsOf(deployment, facts.heldBy),
		timing: facts.timing,
		rail: railOf(deployment, facts.entries),
		latestLook: facts.latestLook,
		manualCommands: deployment.state === 'needs-operator' ? (facts.byHand?.(splitBefore(deployment)) ?? []) : [],
		heldBy: facts.heldBy,
	};
}

/** Timing of a deployment that nobody runs here: history, or held by another control room. */
export function stillTiming(deployment: Deployment, asOf: number): StepTiming {
	return {
		elapsedMs: Math.max(0, asOf - deployment.stepStartedAt) * deployment.clockRate,
		durationMs: null,
		asOf,
		running: false,
		nextLookAt: null,
		patienceEndsAt: null,
	};
}
