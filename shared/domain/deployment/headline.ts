/** A deployment in one sentence, and its steps as a rail. */
import { formatPercent } from '../format.ts';
import { assertNever } from '../result.ts';
import type { Step } from '../strategy/model.ts';
import { absenceWords, machineHold, type MachineHold } from './machine.ts';
import { type Deployment, stepAt } from './model.ts';

function share(deployment: Deployment): string {
	const split = deployment.traffic.confirmed ?? deployment.traffic.wanted;
	return formatPercent(split[deployment.canarySlot] / 100);
}

/** "2.4.0 is taking 25 % of traffic". Without a full stop, so that it can stand in a sentence. */
export function headline(deployment: Deployment): string {
	const { version } = deployment.release;
	const hold = machineHold(deployment);
	if (hold !== null) return heldHeadline(deployment, hold);
	switch (deployment.state) {
		case 'queued':
			return `${version} is waiting for its turn`;
		case 'preparing':
			return `${version} is being started, no users on it yet`;
		case 'smoke-testing':
			return `${version} is being smoke-tested, no users on it yet`;
		case 'shifting':
			return `${version} is being given ${wantedShare(deployment)} of traffic`;
		case 'analysing':
			return `${version} is taking ${share(deployment)} of traffic`;
		case 'paused':
			return `${version} is held at ${share(deployment)} of traffic`;
		case 'promoting':
			return `${version} is being promoted to all traffic`;
		case 'completed':
			return `${version} has all traffic`;
		case 'rolling-back':
			return `${version} is being rolled back${destination(deployment)}`;
		case 'rolled-back':
			return `${version} was rolled back${destination(deployment)}`;
		case 'needs-operator':
			return `${version} could not be rolled back: a person is needed`;
		default:
			return assertNever(deployment.state);
	}
}

function heldHeadline(deployment: Deployment, { because }: MachineHold): string {
	const hasUsers = (deployment.traffic.confirmed ?? deployment.traffic.wanted)[deployment.canarySlot] > 0;
	const place = hasUsers ? ` at ${share(deployment)} of traffic` : ', no users on it yet';
	return `${deployment.release.version} is held${place}: ${absenceWords[because]}`;
}

function wantedShare(deployment: Deployment): string {
	const step = stepAt(deployment);
	return step?.kind === 'set-weight' ? formatPercent(step.weight / 100) : share(deployment);
}

function destination(deployment: Deployment): string {
	return deployment.from === null ? '' : ` to ${deployment.from.version}`;
}

/** A group of steps that the rail shows as one: a weight together with its analysis. */
export interface RailGroup {
	readonly label: string;
	readonly first: number;
	readonly last: number;
	/** Process time that the group takes by plan, ms; null when it is not timed. */
	readonly durationMs: number | null;
}

/** Groups the steps for the rail: each weight with the watching that follows it. */
export function railGroups(steps: readonly Step[]): readonly RailGroup[] {
	const groups: RailGroup[] = [];
	for (const [index, step] of steps.entries()) {
		const before = groups.at(-1);
		if (step.kind === 'analyse' && before !== undefined && steps[index - 1]?.kind === 'set-weight') {
			groups[groups.length - 1] = { ...before, last: index, durationMs: step.durationMs };
		} else {
			groups.push({ label: stepLabel(step), first: index, last: index, durationMs: plannedMs(step) });
		}
	}
	return groups;
}

function plannedMs(step: Step): number | null {
	return step.kind === 'analyse' || step.kind === 'hold' ? step.durationMs : null;
}

/** What a step is called on screen. */
export function stepLabel(step: Step): string {
	switch (step.kind) {
		case 'deploy':
			return 'Deploy';
		case 'smoke':
			return 'Smoke tests';
		case 'set-weight':
			return formatPercent(step.weight / 100);
		case 'analyse':
			return 'Watch';
		case 'hold':
			return step.durationMs === null ? 'Decision' : 'Wait';
		case 'promote':
			return 'Promote';
		default:
			return assertNever(step);
	}
}
