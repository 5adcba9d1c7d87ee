/** Draws the window over a fake connection, for looking at screens without a host. Not part of the product's build. */
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import '../ui/tokens.css';
import { createRoot } from 'react-dom/client';
import type { RoomState } from '../../shared/rpc/views.ts';
import { App } from '../app.tsx';
import type { ControlRoomClient } from '../store/connection.ts';
import { createStores } from '../store/context.tsx';
import { createTicker } from '../ui/clock.tsx';
import { type FakeConnection, fakeConnection } from './fake-connection.ts';

/** Draws `room` (null: not connected yet) and hands out its connection, so that it can be cut. */
export function show(
	place: HTMLElement,
	room: RoomState | null,
	evidence?: ControlRoomClient['evidence'],
	shell?: ControlRoomClient['shell'],
	pipelines?: Partial<ControlRoomClient['pipelines']>,
	delivery?: Partial<ControlRoomClient['delivery']>,
): FakeConnection {
	const connection = fakeConnection(room, evidence, shell, pipelines, delivery);
	const stores = createStores({
		connection,
		storage: window.localStorage,
		now: Date.now,
		newKey: () => crypto.randomUUID(),
	});
	stores.room.start();
	stores.shell.start();
	createRoot(place).render(<App stores={stores} ticker={createTicker()} />);
	return connection;
}
