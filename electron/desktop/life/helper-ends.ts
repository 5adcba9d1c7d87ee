/** Helpers of Chromium (graphics, network, …) start again by themselves; that they ended belongs into the log. */
import type { App } from 'electron';
import type { Logger } from '../../engine/ports.ts';

export function logHelperEnds(app: Pick<App, 'on'>, logger: Pick<Logger, 'warn'>): void {
	app.on('child-process-gone', (_, { type, reason, exitCode, serviceName }) => {
		if (reason === 'clean-exit') return;
		logger.warn({ type, reason, exitCode, serviceName }, 'a helper of Chromium ended');
	});
}
