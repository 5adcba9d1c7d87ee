/** Puts environments on screen: their views, connections, deployments, and what in them needs a person. */
import { type EnvironmentKey, environmentKey } from '../../shared/domain/release.ts';
import type { DeploymentView, NeedView, RoomChange, RoomState } from '../../shared/rpc/views.ts';
import type { Environment } from './environment.ts';
import { needsOf } from './needs.ts';
import type { NoticeDesk } from './notice-desk.ts';
import type { Clock } from './ports.ts';
import type { RoomHub } from './room-hub.ts';

export interface Publisher {
	/** The environment changed: it is drawn a moment later, so that no screen ever delays an effect. */
	publish(key: EnvironmentKey): void;
	/** Draws it at once. */
	publishNow(key: EnvironmentKey): void;
	/** Takes environments off the screen, with their project. */
	remove(projectId: string, keys: readonly EnvironmentKey[]): void;
	/** What needs a person may have changed without any environment on screen. */
	publishNeeds(): void;
	stop(): void;
}

const publishDelayMs = 10;
/** Environments drawn in one turn of the loop: 200 at once would make a click wait for 20 ms. */
const drawnAtOnce = 25;

/**
 * Looks that say nothing new are told at this pace, all deployments together, ms: evidence is large, and 200 canaries that
 * are looked at every second would send 10 MB/s to each window and make a click wait for it.
 */
const quietLookMs = 25;

/** True when only numbers changed: the newest look, and when the next one comes. */
function isQuiet(before: DeploymentView | undefined, after: DeploymentView): boolean {
	return (
		before !== undefined &&
		before.latestLook !== null &&
		before.deployment.revision === after.deployment.revision &&
		before.heldBy === after.heldBy &&
		before.latestLook.outcome === after.latestLook?.outcome &&
		before.latestLook.answer === after.latestLook.answer
	);
}

export function createPublisher(options: {
	readonly hub: RoomHub;
	readonly clock: Clock;
	readonly desk: NoticeDesk;
	readonly find: (key: EnvironmentKey) => Environment | undefined;
	/** A deployment left the room: it is history now. */
	readonly onForgotten: (deploymentId: string) => void;
	/** Needs that are about nothing in the room. */
	readonly needsBesides: () => readonly NeedView[];
}): Publisher {
	const { hub, clock, desk } = options;
	const dirty = new Set<EnvironmentKey>();
	/** When each deployment in the room was drawn, by the clock that does not jump. */
	const drawnAt = new Map<string, number>();
	let isDue = false;
	let isStopped = false;

	function forget(id: string): void {
		drawnAt.delete(id);
		options.onForgotten(id);
	}

	/** A look that says nothing new may wait: the next one comes soon, and says it too. */
	function mayWait(view: DeploymentView): boolean {
		const { deployments } = hub.state();
		const { id } = view.deployment;
		if (!isQuiet(deployments[id], view)) return false;
		const sinceMs = clock.monotonic() - (drawnAt.get(id) ?? Number.NEGATIVE_INFINITY);
		return sinceMs < quietLookMs * Object.keys(deployments).length;
	}

	function deploymentChanges(key: EnvironmentKey, view: DeploymentView | null): readonly RoomChange[] {
		if (view === null) return [];
		// Only the last deployment of an environment is part of the room.
		const older = deploymentsOf(hub.state(), key).filter((id) => id !== view.deployment.id);
		for (const id of older) forget(id);
		const waits = mayWait(view);
		if (!waits) drawnAt.set(view.deployment.id, clock.monotonic());
		return [
			...(waits ? [] : [{ collection: 'deployments', key: view.deployment.id, value: view } as const]),
			...older.map((id) => ({ collection: 'deployments', key: id, value: null }) as const),
		];
	}

	function changesOf(key: EnvironmentKey): readonly RoomChange[] {
		const environment = options.find(key);
		if (environment === undefined) return [];
		desk.settled(key);
		const connections = environment.connections();
		for (const connection of connections) {
			desk.connection(hub.state().connections[connection.id]?.state, connection);
		}
		return [
			{ collection: 'environments', key, value: environment.view() },
			...connections.map((value) => ({ collection: 'connections', key: value.id, value }) as const),
			...deploymentChanges(key, environment.deployment()),
		];
	}

	function publishNeeds(): void {
		const changes = needChanges(hub.state().needs, needsOf(hub.state(), options.needsBesides()));
		if (changes.length > 0) hub.change(changes);
	}

	function publishDirty(): void {
		if (isStopped) return;
		isDue = false;
		const keys = [...dirty].slice(0, drawnAtOnce);
		for (const key of keys) dirty.delete(key);
		hub.change(keys.flatMap(changesOf));
		publishNeeds();
		if (dirty.size > 0) publishSoon();
	}

	function publishSoon(): void {
		if (isDue) return;
		isDue = true;
		clock.after(publishDelayMs, publishDirty);
	}

	return {
		publish(key) {
			dirty.add(key);
			publishSoon();
		},
		publishNow: (key) => hub.change(changesOf(key)),
		remove(projectId, keys) {
			for (const id of keys.flatMap((key) => deploymentsOf(hub.state(), key))) forget(id);
			hub.change(removals(hub.state(), projectId, keys));
			publishNeeds();
		},
		publishNeeds,
		stop() {
			isStopped = true;
		},
	};
}

function deploymentsOf(room: RoomState, key: EnvironmentKey): readonly string[] {
	return Object.values(room.deployments)
		.filter(({ deployment }) => environmentKey(deployment.service, deployment.environment) === key)
		.map(({ deployment }) => deployment.id);
}

function needChanges(
	before: Readonly<Record<string, NeedView>>,
	after: Readonly<Record<string, NeedView>>,
): readonly RoomChange[] {
	const gone = Object.keys(before).filter((key) => after[key] === undefined);
	const changes: RoomChange[] = gone.map((key) => ({ collection: 'needs', key, value: null }));
	for (const [key, need] of Object.entries(after)) {
		const known = before[key];
		// A need keeps the instant at which it first arose.
		const isSame = known !== undefined && known.kind === need.kind && known.title === need.title;
		const value = isSame ? { ...need, since: known.since } : need;
		const isShown = isSame && known.detail === value.detail && known.urgency === value.urgency;
		if (!isShown) changes.push({ collection: 'needs', key, value });
	}
	return changes;
}

function removals(room: RoomState, projectId: string, keys: readonly EnvironmentKey[]): readonly RoomChange[] {
	const closing = new Set(keys);
	const connections = Object.values(room.connections).filter((one) => one.usedBy.some((key) => closing.has(key)));
	const deployments = keys.flatMap((key) => deploymentsOf(room, key));
	return [
		{ collection: 'projects', key: projectId, value: null },
		...keys.map((key) => ({ collection: 'environments', key, value: null }) as const),
		...connections.map((one) => ({ collection: 'connections', key: one.id, value: null }) as const),
		...deployments.map((key) => ({ collection: 'deployments', key, value: null }) as const),
	];
}
