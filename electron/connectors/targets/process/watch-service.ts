/** Looks at the processes of a slot twice a second: whether they live, whether they answer, how long their logs are. */
import { keepLogShort, logLimitBytes } from './files.ts';
import { checkHealth, type Instance, noticeExit } from './instance.ts';
import type { Leaving } from './leaving.ts';
import type { ServiceKeeper } from './service-keeper.ts';
import { sleep } from '../../wait.ts';

const healthIntervalMs = 500;
const logCheckMs = 5_000;

/** Watches until `closed`. */
export async function watchService(keeper: ServiceKeeper, leaving: Leaving, closed: AbortSignal): Promise<void> {
	let sinceLogs = 0;
	while (await sleep(healthIntervalMs, closed)) {
		const current = keeper.current();
		sinceLogs += healthIntervalMs;
		for (const instance of current?.instances ?? []) {
			const wasKnown = instance.exit !== null;
			if (noticeExit(instance) && !wasKnown) keeper.ended(instance);
		}
		const live = current?.instances.filter((instance) => instance.exit === null) ?? [];
		const path = current?.spec.healthPath ?? '/';
		await Promise.all(live.map((instance) => checkHealth(instance, path)));
		if (sinceLogs < logCheckMs) continue;
		sinceLogs = 0;
		keepLogsShort([...live, ...leaving.all()], logLimitBytes / Math.max(1, live.length));
	}
}

function keepLogsShort(instances: readonly Instance[], limitBytes: number): void {
	for (const file of new Set(instances.map((instance) => instance.record.logFile))) keepLogShort(file, limitBytes);
}
