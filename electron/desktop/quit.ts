/** Letting go of the room before the app ends. */
import type { App } from 'electron';
import type { Logger } from '../engine/ports.ts';

/** How long closing may take before the app ends anyway, ms. */
const closingTime = 8_000;

/** Holds the first quit back until `close` is done, then quits for good; not cleanly where `close` failed. */
export function closeBeforeQuit(
	app: Pick<App, 'on' | 'quit' | 'exit'>,
	close: () => Promise<void>,
	logger: Pick<Logger, 'error'>,
): void {
	let isClosing = false;
	// conf (atomically, when-exit) listens for signals and sends each again, which would end the app before it closed.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
	app.on('will-quit', (event) => {
		event.preventDefault();
		if (isClosing) return;
		isClosing = true;
		const late = setTimeout(() => {
			logger.error({}, 'the room did not close in time; the end does not wait for it');
			app.exit(1);
		}, closingTime);
		void close()
			.then(
				() => 0,
				(err: unknown) => {
					logger.error({ err }, 'the room could not be closed in order');
					return 1;
				},
			)
			.then((code) => {
				clearTimeout(late);
				app.exit(code);
			});
	});
}
