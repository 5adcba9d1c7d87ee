/** The room at a glance, for tray, badge and taskbar: what ships, how far it is, and whether somebody is needed. */
import type { Deployment } from '../domain/deployment/model.ts';
import type { CommandKind } from '../domain/deployment/events.ts';
import { machineHold } from '../domain/deployment/machine.ts';
import type { Tier } from '../domain/release.ts';
import { assertNever } from '../domain/result.ts';
import type { ActionView, DeploymentView, RoomState } from '../rpc/views.ts';
import { inFlightOf } from './in-flight.ts';

/** How a progress bar is drawn: going on, standing still, or going back and stuck. */
export type ProgressTone = 'going' | 'waiting' | 'trouble';

/** One deployment in flight. */
export interface ShippingLine {
	readonly deploymentId: string;
	/** Below the hash: `/deployments/x`. */
	readonly address: string;
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	/** The engine's sentence: "2.4.0 is taking 25 % of traffic". */
	readonly headline: string;
	/** Share of its steps that are done, 0..1; null where steps do not say how far it is: on the way back. */
	readonly progress: number | null;
	readonly tone: ProgressTone;
	/** The engine's own button; refused where this host may not act. Null where the engine offers none. */
	readonly rollBack: ActionView | null;
}

/** `calm`: nothing ships; `shipping`: something does; `needs-you`: a person is needed, whatever ships. */
export type Mood = 'calm' | 'shipping' | 'needs-you';

export interface Attention {
	/** Those that wait for a person first, then the oldest. */
	readonly shipping: readonly ShippingLine[];
	/** Needs by urgency: the same that stand on the board. */
	readonly needs: { readonly now: number; readonly soon: number };
	/** Ids of the needs of urgency `now`, sorted, so that a new one can be told from one that goes on. */
	readonly urgentIds: readonly string[];
	readonly mood: Mood;
	/** "2 shipping, 1 needs you" */
	readonly summary: string;
}

/** What of the room asks for attention outside its windows. */
export function attentionOf(room: RoomState): Attention {
	const shipping = inFlightOf(room).map((view) => lineOf(view, room.host.mayAct));
	const needs = Object.values(room.needs);
	const urgentIds = needs
		.filter(({ urgency }) => urgency === 'now')
		.map(({ id }) => id)
		.sort();
	return {
		shipping,
		needs: { now: urgentIds.length, soon: needs.length - urgentIds.length },
		urgentIds,
		mood: moodOf(shipping.length, needs.length),
		summary: summaryOf(shipping.length, needs.length),
	};
}

/** The screen of a deployment. */
export function deploymentAddress(deploymentId: string): string {
	return `/deployments/${encodeURIComponent(deploymentId)}`;
}

/** The engine's button for a command, refused where this host may only look; null where the engine offers none. */
export function actionOf(view: DeploymentView, command: CommandKind, mayAct: boolean): ActionView | null {
	const found = view.actions.find((action) => action.command === command);
	if (found === undefined) return null;
	return mayAct ? found : { ...found, allowed: false, detail: 'Signalbox was started to look, not to act' };
}

function lineOf(view: DeploymentView, mayAct: boolean): ShippingLine {
	const { deployment, headline } = view;
	const { id, service, environment, tier } = deployment;
	return {
		deploymentId: id,
		address: deploymentAddress(id),
		service,
		environment,
		tier,
		headline,
		...courseOf(deployment),
		rollBack: actionOf(view, 'roll-back', mayAct),
	};
}

function courseOf(deployment: Deployment): Pick<ShippingLine, 'progress' | 'tone'> {
	const { length } = deployment.strategy.steps;
	const progress = length === 0 ? null : Math.min(1, deployment.stepIndex / length);
	switch (deployment.state) {
		case 'rolling-back':
		case 'needs-operator':
			return { progress: null, tone: 'trouble' };
		case 'paused':
			return { progress, tone: 'waiting' };
		case 'queued':
		case 'preparing':
		case 'smoke-testing':
		case 'shifting':
		case 'analysing':
		case 'promoting':
		case 'completed':
		case 'rolled-back':
			return { progress, tone: machineHold(deployment) === null ? 'going' : 'waiting' };
		default:
			return assertNever(deployment.state);
	}
}

function moodOf(shipping: number, needs: number): Mood {
	if (needs > 0) return 'needs-you';
	return shipping > 0 ? 'shipping' : 'calm';
}

function summaryOf(shipping: number, needs: number): string {
	const ships = shipping === 0 ? 'nothing is shipping' : `${shipping} shipping`;
	const asks = needs === 0 ? [] : [`${needs} ${needs === 1 ? 'needs' : 'need'} you`];
	const text = [...(shipping === 0 && needs > 0 ? [] : [ships]), ...asks].join(', ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}
