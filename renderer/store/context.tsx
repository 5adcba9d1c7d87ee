/** Hands the stores of this window to its screens; made once, by `main.tsx` or a test. */
import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import { type Commands, createCommands } from './commands.ts';
import type { ControlRoomClient, RoomConnection } from './connection.ts';
import { createDeliveryCommands, type DeliveryCommands } from './delivery-commands.ts';
import { createDeploymentOrders, type DeploymentOrders } from './deployment-orders.ts';
import { createDeskStore, type DeskStore } from './desk-store.ts';
import { createPipelineCommands, type PipelineCommands } from './pipeline-commands.ts';
import { createRoomStore, type RoomStore, waitFor } from './room-store.ts';
import { createShellStore, type ShellStore } from './shell-store.ts';

export interface Stores {
	readonly room: RoomStore;
	readonly desk: DeskStore;
	readonly shell: ShellStore;
	readonly orders: DeploymentOrders;
	readonly commands: Commands;
	readonly pipelines: PipelineCommands;
	readonly delivery: DeliveryCommands;
	readonly client: ControlRoomClient;
	readonly now: () => number;
}

/** Wires the stores of one window over a connection. */
export function createStores(deps: {
	readonly connection: RoomConnection;
	readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
	readonly now: () => number;
	readonly newKey: () => string;
}): Stores {
	const { connection, now, newKey, storage } = deps;
	const desk = createDeskStore({ storage, now, newKey });
	return {
		room: createRoomStore({ connection, now, wait: waitFor }),
		desk,
		shell: createShellStore({
			shell: connection.client.shell,
			isRefused: () => connection.status.get().state === 'refused',
			wait: waitFor,
		}),
		orders: createDeploymentOrders(now),
		commands: createCommands({ client: connection.client, newKey, report: desk.refuse }),
		delivery: createDeliveryCommands({ client: connection.client, newKey, report: desk.refuse }),
		pipelines: createPipelineCommands({ client: connection.client, newKey, report: desk.refuse }),
		client: connection.client,
		now,
	};
}

const StoresContext = createContext<Stores | null>(null);

export function StoresProvider({
	stores,
	children,
}: {
	readonly stores: Stores;
	readonly children: ReactNode;
}): ReactElement {
	return <StoresContext value={stores}>{children}</StoresContext>;
}

export function useStores(): Stores {
	const stores = useContext(StoresContext);
	if (stores === null) throw new Error('A screen stands outside of StoresProvider.');
	return stores;
}
