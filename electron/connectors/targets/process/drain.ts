/** Ending a process that has no new requests. */
import { endProcess } from '../../end-process.ts';
import type { Instance } from './instance.ts';
import { until } from '../../wait.ts';

/** Time between the polite signal and the kill, ms. */
export const termGraceMs = 3_000;

/** Lets requests under way finish for at most `drainMs`, then ends the process and its whole group. */
export async function drainAndEnd(instance: Instance, drainMs: number): Promise<void> {
	if (instance.exit === null) await until(() => instance.inFlight === 0 || instance.exit !== null, drainMs, 10);
	instance.agent.destroy();
	if (instance.exit === null) await endProcess(instance.record, termGraceMs, instance.isOurs);
}
