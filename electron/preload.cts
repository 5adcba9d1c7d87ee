/** The bridge of two functions. Bundled to one CommonJS file, because a sandboxed preload can load nothing else. */
import type * as Electron from 'electron';
import type { BridgeEvent, SignalboxBridge } from '../shared/rpc/bridge.ts' with { 'resolution-mode': 'import' };
import type * as Channels from './desktop/channels.ts' with { 'resolution-mode': 'import' };

const { contextBridge, ipcRenderer }: typeof Electron = require('electron');
const { connectChannel, portChannel }: typeof Channels = require('./desktop/channels.ts');

/** The connection that is open, or asked for. One at a time: the page has one client. */
let connection: {
	readonly request: number;
	readonly listener: (event: BridgeEvent) => void;
	port: MessagePort | null;
} | null = null;
let requests = 0;

function close(): void {
	connection?.port?.close();
	connection = null;
}

ipcRenderer.on(portChannel, (event, request: unknown) => {
	const port = event.ports[0];
	if (port === undefined) return;
	const asked = connection;
	// The answer to a connection that was closed or replaced meanwhile.
	if (asked === null || asked.request !== request) return port.close();
	asked.port = port;
	port.addEventListener('message', ({ data }) => {
		if (connection === asked && typeof data === 'string') asked.listener({ kind: 'frame', text: data });
	});
	port.addEventListener('close', () => {
		if (connection !== asked) return;
		connection = null;
		asked.listener({ kind: 'closed' });
	});
	port.start();
	asked.listener({ kind: 'opened' });
});

const bridge: SignalboxBridge = {
	call: (frame) => {
		if (typeof frame === 'string') connection?.port?.postMessage(frame);
	},
	subscribe: (listener) => {
		close();
		requests += 1;
		const asked = { request: requests, listener, port: null };
		connection = asked;
		ipcRenderer.send(connectChannel, asked.request);
		return () => {
			if (connection === asked) close();
		};
	},
};

contextBridge.exposeInMainWorld('signalbox', bridge);
