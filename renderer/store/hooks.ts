/** What screens read. Each hook draws its component again only when its own part changed. */
import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { isInFlight } from '../../shared/domain/deployment/model.ts';
import type { EnvironmentKey } from '../../shared/domain/release.ts';
import type {
	ConnectionView,
	DeploymentView,
	EnvironmentView,
	HostView,
	NeedView,
	NoticeView,
	ProjectView,
	RoomState,
} from '../../shared/rpc/views.ts';
import { inFlightOf } from '../../shared/shell/in-flight.ts';
import type { PipelineView, ServiceView } from '../../shared/rpc/pipeline-views.ts';
import type { ShellView } from '../../shared/rpc/shell-api.ts';
import type { Commands } from './commands.ts';
import type { ControlRoomClient } from './connection.ts';
import { useStores } from './context.tsx';
import type { DeliveryCommands } from './delivery-commands.ts';
import type { Desk } from './desk-store.ts';
import { needsInOrder, noticesInOrder } from './order.ts';
import type { PipelineCommands } from './pipeline-commands.ts';
import type { RoomSnapshot } from './room-store.ts';

/** A part of the mirror itself: link, age, and the room that may not be there yet. */
export function useRoomSnapshot<T>(select: (snapshot: RoomSnapshot) => T): T {
	return useStore(useStores().room.store, select);
}

/** A part of the room. Only below the shell, which waits for the first snapshot. */
export function useRoom<T>(select: (room: RoomState) => T): T {
	return useRoomSnapshot(({ room }) => {
		if (room === null) throw new Error('The room was read before its first snapshot came.');
		return select(room);
	});
}

/** A part of what belongs to this window alone. */
export function useDesk<T>(select: (desk: Desk) => T): T {
	return useStore(useStores().desk.store, select);
}

/** What the shell of this window told last; null until it told anything. */
export function useShellView(): ShellView | null {
	return useStore(useStores().shell.store, (snapshot) => snapshot.view);
}

/** True while what is on screen is only the last known, because the connection is cut. */
export function useIsStale(): boolean {
	return useRoomSnapshot(({ link }) => link.state !== 'connected');
}

/** While the connection is cut: the instant up to which the screen is known, at which its running clocks stop; else null. */
export function useKnownUntil(): number | null {
	return useRoomSnapshot(({ link, lastKnownAt }) => (link.state === 'connected' ? null : lastKnownAt));
}

export function useHost(): HostView {
	return useRoom((room) => room.host);
}

/** All environments, in the order of the host. */
export function useEnvironments(): readonly EnvironmentView[] {
	const all = useRoom((room) => room.environments);
	return useMemo(() => Object.values(all), [all]);
}

export function useEnvironment(key: EnvironmentKey): EnvironmentView | null {
	return useRoom((room) => room.environments[key] ?? null);
}

/** A deployment of the room (in flight, or the last of its environment); null when the room does not hold it. */
export function useDeployment(id: string | null): DeploymentView | null {
	return useRoom((room) => (id === null ? null : (room.deployments[id] ?? null)));
}

/** Deployments that may still change, oldest first. */
export function useInFlight(): readonly DeploymentView[] {
	const all = useRoom((room) => room.deployments);
	return useMemo(() => inFlightOf({ deployments: all }), [all]);
}

/** A service's pipeline and freezes; null while the host has told nothing of it. */
export function useService(name: string): ServiceView | null {
	return useRoom((room) => room.services[name] ?? null);
}

/** A part of a service's pipeline; null where the service has none. */
export function usePipeline<T>(service: string, select: (pipeline: PipelineView) => T): T | null {
	return useRoom((room) => {
		const pipeline = room.services[service]?.pipeline ?? null;
		return pipeline === null ? null : select(pipeline);
	});
}

/** What needs a person, most urgent first. */
export function useNeeds(): readonly NeedView[] {
	const all = useRoom((room) => room.needs);
	return useMemo(() => needsInOrder(all), [all]);
}

/** Everything worth a lasting note, the host's and this window's notes, newest first. */
export function useNotices(): readonly NoticeView[] {
	const all = useRoom((room) => room.notices);
	const notes = useDesk((desk) => desk.notes);
	return useMemo(() => noticesInOrder(all, notes), [all, notes]);
}

export function useProjects(): readonly ProjectView[] {
	const all = useRoom((room) => room.projects);
	return useMemo(() => Object.values(all), [all]);
}

export function useConnections(): readonly ConnectionView[] {
	const all = useRoom((room) => room.connections);
	return useMemo(() => Object.values(all), [all]);
}

/** The commands of this window; stable. */
export function useCommands(): Commands {
	return useStores().commands;
}

/** The commands on pipelines of this window; stable. */
export function usePipelineCommands(): PipelineCommands {
	return useStores().pipelines;
}

/** The decisions about delivery of this window; stable. */
export function useDeliveryCommands(): DeliveryCommands {
	return useStores().delivery;
}

/** The client, for questions that are asked once: history, replay, checks. */
export function useClient(): ControlRoomClient {
	return useStores().client;
}

/** Makes a deployment the one in focus while the calling screen is open: the global rollback key acts on it. */
export function useFocusDeployment(id: string | null): void {
	const { desk } = useStores();
	useEffect(() => {
		desk.focus(id);
		return () => desk.focus(null);
	}, [desk, id]);
}

/** The deployment that the global keys act on: that of the open Live screen, else the only one in flight. */
export function useFocusedDeployment(): DeploymentView | null {
	const focusedId = useDesk((desk) => desk.focusedId);
	const focused = useDeployment(focusedId);
	const inFlight = useInFlight();
	if (focusedId !== null) return focused;
	return inFlight.length === 1 ? (inFlight[0] ?? null) : null;
}

/** True while a deployment may still change by itself or wants a person. */
export function isViewInFlight(view: DeploymentView): boolean {
	return isInFlight(view.deployment);
}
