/** The desktop's transport: each window gets a port of its own, and nobody else gets any. */
import type { IpcMain, IpcMainEvent, MessageChannelMain, MessagePortMain } from 'electron';
import { maxFrameLength } from '../../shared/rpc/bridge.ts';
import type { Link } from '../../shared/rpc/link.ts';
import type { Logger } from '../engine/ports.ts';
import type { ServedLink } from '../host/serve-link.ts';
import { connectChannel, portChannel } from './channels.ts';
import { isTrustedSender } from './security.ts';

export interface RpcPortsOptions {
	readonly ipcMain: Pick<IpcMain, 'on'>;
	readonly Channel: new () => Pick<MessageChannelMain, 'port1' | 'port2'>;
	/** Serves the contract to the link of one page, named by its id; null where that page is in no window of ours. */
	readonly serve: (link: Link, contentsId: number) => ServedLink | null;
	readonly logger: Logger;
}

/** Hands out ports. A window that asks again loses the port it had: its page was loaded anew. */
export function serveRpcPorts({ ipcMain, Channel, serve, logger }: RpcPortsOptions): void {
	const closers = new Map<number, () => void>();
	ipcMain.on(connectChannel, (event: IpcMainEvent, request: unknown) => {
		const frame = event.senderFrame;
		if (frame === null || !isTrustedSender(frame) || typeof request !== 'number') {
			logger.warn({ url: frame?.url ?? null }, 'a frame that is not ours asked for the engine');
			return;
		}
		const { id } = event.sender;
		closers.get(id)?.();
		const { port1, port2 } = new Channel();
		const close = servePort(port1, (link) => serve(link, id));
		if (close === null) return logger.warn({ id }, 'a page that is in no window asked for the engine');
		closers.set(id, close);
		const forget = () => {
			if (closers.get(id) === close) closers.delete(id);
			// A window lives through many pages.
			event.sender.off('destroyed', forget);
			close();
		};
		port1.once('close', forget);
		event.sender.once('destroyed', forget);
		frame.postMessage(portChannel, request, [port2]);
	});
}

/** Serves one port; the returned function ends it. Null, and the port is closed, where nobody serves it. */
function servePort(port: MessagePortMain, serve: (link: Link) => ServedLink | null): (() => void) | null {
	let isOpen = true;
	const end = () => {
		if (!isOpen) return;
		isOpen = false;
		port.close();
	};
	const link: Link = { send: (frame) => isOpen && port.postMessage(frame), close: end };
	const served = serve(link);
	if (served === null) {
		end();
		return null;
	}
	const close = () => {
		end();
		served.closed();
	};
	port.on('message', ({ data }) => {
		const frame: unknown = data;
		if (typeof frame === 'string' && frame.length <= maxFrameLength) served.frame(frame);
		// Our own page sends nothing else; whatever does is not to be argued with.
		else close();
	});
	port.start();
	return close;
}
