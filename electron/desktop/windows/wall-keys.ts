/** The wallboard has no menu bar: its own two keys fill the screen and leave it again. */
import type { BrowserWindow, Input } from 'electron';

/** What a key asks of a wallboard. */
export function wallKey(
	input: Pick<Input, 'type' | 'key' | 'control' | 'alt' | 'meta' | 'shift'>,
	isFullScreen: boolean,
): 'toggle' | 'leave' | null {
	if (input.type !== 'keyDown' || input.control || input.alt || input.meta || input.shift) return null;
	if (input.key === 'F11') return 'toggle';
	return input.key === 'Escape' && isFullScreen ? 'leave' : null;
}

/** Binds them to a window. */
export function bindWallKeys(window: BrowserWindow): void {
	window.webContents.on('before-input-event', (event, input) => {
		const asked = wallKey(input, window.isFullScreen());
		if (asked === null) return;
		// Also keeps the menu's own F11 from toggling it back.
		event.preventDefault();
		window.setFullScreen(asked === 'toggle' && !window.isFullScreen());
	});
}
