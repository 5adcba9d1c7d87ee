/** electron-updater, loaded only where it is used: it needs a packaged app, and most runs never look for an update. */
import type { Logger } from '../engine/ports.ts';
import type { Updater } from './updates.ts';

/** Loads it, with its words going to our log. */
export async function loadUpdater(logger: Logger): Promise<Updater> {
	// It is CommonJS with a getter that makes the updater on first use, hence by way of `default`.
	const { autoUpdater } = (await import('electron-updater')).default;
	const say = (level: 'info' | 'warn' | 'error') => (message?: unknown) =>
		logger[level]({}, `updater: ${String(message)}`);
	autoUpdater.logger = { info: say('info'), warn: say('warn'), error: say('error') };
	return autoUpdater;
}
