/** The desktop's transport: frames through the preload's bridge of two functions. */
import { bridgeName, type SignalboxBridge } from '../../shared/rpc/bridge.ts';
import type { OpenLink } from '../../shared/rpc/link.ts';

/** The bridge of the desktop's preload; null in a browser. */
export function findBridge(scope: object): SignalboxBridge | null {
	if (!(bridgeName in scope)) return null;
	const bridge: unknown = scope[bridgeName];
	return isBridge(bridge) ? bridge : null;
}

function isBridge(value: unknown): value is SignalboxBridge {
	return (
		typeof value === 'object' &&
		value !== null &&
		'call' in value &&
		typeof value.call === 'function' &&
		'subscribe' in value &&
		typeof value.subscribe === 'function'
	);
}

/** Opens connections over the bridge. */
export function ipcLink(bridge: SignalboxBridge): OpenLink {
	return (events) => {
		const unsubscribe = bridge.subscribe((event) => {
			if (event.kind === 'opened') events.opened();
			else if (event.kind === 'frame') events.frame(event.text);
			else events.closed();
		});
		return { send: (frame) => bridge.call(frame), close: unsubscribe };
	};
}
