/** What is in flight in a room: one rule for tray, badge, menu, power and the question before the end. */
import { isInFlight } from '../domain/deployment/model.ts';
import type { DeploymentView, RoomState } from '../rpc/views.ts';

/** Deployments that may still change: those that stand still and want a person first, then the oldest. */
export function inFlightOf(room: Pick<RoomState, 'deployments'>): readonly DeploymentView[] {
	return Object.values(room.deployments)
		.filter(({ deployment }) => isInFlight(deployment))
		.sort(
			(left, right) =>
				Number(waits(right)) - Number(waits(left)) || left.deployment.createdAt - right.deployment.createdAt,
		);
}

function waits({ deployment }: DeploymentView): boolean {
	return deployment.state === 'needs-operator' || deployment.state === 'paused';
}

/** Those among them that this control room runs itself, and which nobody looks after once it is gone. */
export function ownInFlightOf(room: Pick<RoomState, 'deployments'>): readonly DeploymentView[] {
	return inFlightOf(room).filter((view) => view.heldBy === null);
}

/** True while anything ships. Of a room that is not known yet nothing can be told, so it does not. */
export function isShipping(room: Pick<RoomState, 'deployments'> | null): boolean {
	return room !== null && inFlightOf(room).length > 0;
}
