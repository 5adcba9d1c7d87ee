/** Which commands a state allows, and what each would do: the words on the buttons and the reasons of refusals. */
import { formatPercent } from '../format.ts';
import { actorName } from '../release.ts';
import { assertNever } from '../result.ts';
import type { CommandKind } from './events.ts';
import { type Absence, absenceWords, machineHold } from './machine.ts';
import { type Deployment, isInFlight, stepAt } from './model.ts';

export interface CommandCheck {
	readonly allowed: boolean;
	/** What a button says: "Promote to 25 %". */
	readonly label: string;
	/** Detail when allowed, the reason when not. */
	readonly detail: string | null;
}

export const commandKinds: readonly CommandKind[] = [
	'roll-back',
	'promote',
	'promote-fully',
	'pause',
	'resume',
	'retry',
];

const stateWords: Readonly<Record<Deployment['state'], string>> = {
	queued: 'waiting for its turn',
	preparing: 'being started',
	'smoke-testing': 'being smoke-tested',
	shifting: 'being given traffic',
	analysing: 'being watched',
	paused: 'paused',
	promoting: 'being promoted to all traffic',
	completed: 'completed',
	'rolling-back': 'already rolling back',
	'rolled-back': 'rolled back',
	'needs-operator': 'stuck and needs an operator',
};

function yes(label: string, detail: string | null = null): CommandCheck {
	return { allowed: true, label, detail };
}

function no(label: string, deployment: Deployment, why?: string): CommandCheck {
	return { allowed: false, label, detail: why ?? `${deployment.release.version} is ${stateWords[deployment.state]}` };
}

/** What `command` would do to this deployment now, or why it may not. */
export function checkCommand(deployment: Deployment, command: CommandKind): CommandCheck {
	switch (command) {
		case 'promote':
			return checkPromote(deployment);
		case 'promote-fully':
			return checkPromoteFully(deployment);
		case 'pause':
			return checkPause(deployment);
		case 'resume':
			return checkResume(deployment);
		case 'retry':
			return checkRetry(deployment);
		case 'roll-back':
			return checkRollBack(deployment);
		default:
			return assertNever(command);
	}
}

function heldWords(deployment: Deployment, because: Absence): string {
	return `${deployment.release.version} is held because ${absenceWords[because]}`;
}

/** What promoting would lead to: the next weight, the next step, or all traffic. */
function promoteLabel(deployment: Deployment): string {
	const paused = deployment.state === 'paused' && deployment.pause?.reason === 'person';
	const isAnalysis = stepAt(deployment)?.kind === 'analyse';
	const from = paused && !isAnalysis ? deployment.stepIndex : deployment.stepIndex + 1;
	for (const step of deployment.strategy.steps.slice(from)) {
		if (step.kind === 'set-weight') return `Promote to ${formatPercent(step.weight / 100)}`;
		if (step.kind === 'promote') break;
		if (step.kind === 'deploy' || step.kind === 'smoke') return 'Promote to the next step';
	}
	const takesAll = deployment.traffic.wanted[deployment.canarySlot] >= 100;
	return takesAll ? `Finish: keep ${deployment.release.version}` : 'Promote to 100 %';
}

function checkPromote(deployment: Deployment): CommandCheck {
	const label = promoteLabel(deployment);
	const hold = machineHold(deployment);
	if (hold !== null) return no(label, deployment, heldWords(deployment, hold.because));
	const isWaiting = deployment.state === 'analysing' || deployment.state === 'paused';
	if (!isWaiting) return no(label, deployment);
	const seen = deployment.verdict?.outcome;
	if (seen === 'healthy') return yes(label, 'The verdict so far is healthy');
	return yes(label, seen === undefined ? 'No verdict on this step yet' : 'The verdict so far is inconclusive');
}

function checkPromoteFully(deployment: Deployment): CommandCheck {
	const label = 'Promote fully';
	const hold = machineHold(deployment);
	if (hold !== null) return no(label, deployment, heldWords(deployment, hold.because));
	const isWaiting = deployment.state === 'analysing' || deployment.state === 'paused';
	if (!isWaiting) return no(label, deployment);
	const isDeployed = deployment.strategy.steps.slice(0, deployment.stepIndex).some((step) => step.kind === 'smoke');
	if (!isDeployed) return no(label, deployment, `${deployment.release.version} has not been started and tested yet`);
	return yes(label, 'Skips the remaining steps and looks');
}

function checkPause(deployment: Deployment): CommandCheck {
	if (deployment.pauseRequestedBy !== null) {
		return no(
			'Pause',
			deployment,
			`${actorName(deployment.pauseRequestedBy)} already asked for a pause after this step`,
		);
	}
	switch (deployment.state) {
		case 'analysing':
			return yes('Pause', 'Traffic stays as it is; an unhealthy verdict still rolls back');
		case 'preparing':
		case 'smoke-testing':
		case 'shifting':
			return yes('Pause after this step');
		default:
			return no('Pause', deployment);
	}
}

function checkResume(deployment: Deployment): CommandCheck {
	if (deployment.state === 'needs-operator') {
		return yes('Accept what runs now', 'Ends this deployment with what the target says stands');
	}
	if (machineHold(deployment) !== null) return yes('Go on', 'The target is asked first');
	if (deployment.state !== 'paused' || deployment.pause === null) {
		return no('Resume', deployment, `${deployment.release.version} is not paused`);
	}
	switch (deployment.pause.reason) {
		case 'person':
			return yes('Resume');
		case 'inconclusive':
			return yes('Watch again', 'Watches this step again for its whole time');
		case 'hold':
			return no('Resume', deployment, 'This step waits for a decision: promote or roll back');
		default:
			return assertNever(deployment.pause.reason);
	}
}

function checkRetry(deployment: Deployment): CommandCheck {
	if (deployment.state === 'needs-operator') return yes('Try the rollback again');
	if (deployment.state === 'rolled-back')
		return yes(`Deploy ${deployment.release.version} again`, 'Starts from the first step');
	return no('Retry', deployment, 'Nothing has failed that could be tried again');
}

function checkRollBack(deployment: Deployment): CommandCheck {
	const label =
		deployment.from === null
			? `Take ${deployment.release.version} out of traffic`
			: `Roll back to ${deployment.from.version}`;
	if (deployment.state === 'rolling-back') return no(label, deployment, 'The rollback is already under way');
	if (deployment.state === 'completed') {
		// While the previous slot is being retired it is no longer a place to send users to.
		return deployment.warmUntil === null || deployment.pending.length > 0
			? no(
					label,
					deployment,
					`The rollback window is over; deploy ${deployment.from?.version ?? 'another release'} instead`,
				)
			: yes(label, 'Still running beside it: a switch');
	}
	if (!isInFlight(deployment)) return no(label, deployment);
	return yes(label);
}
