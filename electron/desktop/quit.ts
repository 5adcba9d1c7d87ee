/** Letting go of the room before the app ends. */
import type { App } from 'electron';

/** How long closing may take before the app ends anyway, ms. */
const closingTime = 8_000;

/** Holds the first quit back until `close` is done, then quits for good. */
export function closeBeforeQuit(app: Pick<App, 'on' | 'quit' | 'exit'>, close: () => Promise<void>): void {
	let isClosing = false;
	// conf (atomically, when-exit) listens for signals and sends each again, which would end the app before it closed.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
	app.on('will-quit', (event) => {
		event.preventDefault();
		if (isClosing) return;
		isClosing = true;
		const late = setTimeout(() => app.exit(1), closingTime);
		void close().finally(() => {
			clearTimeout(late);
			app.exit(0);
		});
	});
}
