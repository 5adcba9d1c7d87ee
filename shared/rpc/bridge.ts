/** The two functions that the desktop's preload gives to the page, and nothing else. */

/** What the page hears through the bridge. */
export type BridgeEvent =
	| { readonly kind: 'opened' }
	| { readonly kind: 'frame'; readonly text: string }
	| { readonly kind: 'closed' };

/** `window.signalbox` on the desktop. */
export interface SignalboxBridge {
	/** Sends one frame over the open connection; without one it goes nowhere. */
	call(frame: string): void;
	/** Opens a connection of this window's own, replacing the one before; the returned function closes it. */
	subscribe(listener: (event: BridgeEvent) => void): () => void;
}

/** Frames longer than this are not sent: the largest honest one is a configuration text to check. */
export const maxFrameLength = 4 * 1024 * 1024;

/** Name under which the bridge stands on `window`. */
export const bridgeName = 'signalbox';
