/** Composition root of the screens: connects, makes the stores of this window, draws. */
import '@fontsource-variable/inter/index.css';
import '@fontsource-variable/jetbrains-mono/index.css';
import './ui/tokens.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { controlRoomClient } from './store/client.ts';
import { createStores } from './store/context.tsx';
import { connect } from './transport/connect.ts';
import { createTicker } from './ui/clock.tsx';

const connection = connect();
const stores = createStores({
	connection: { client: controlRoomClient(connection.client), status: connection.status },
	storage: window.localStorage,
	now: Date.now,
	newKey: () => crypto.randomUUID(),
});
const place = document.getElementById('app');
if (place !== null) {
	stores.room.start();
	stores.shell.start();
	createRoot(place).render(<App stores={stores} ticker={createTicker()} />);
}
