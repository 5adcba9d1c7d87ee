/** Writes runs into the store in batches: they are a cache of what hosts told, and no write per look is due to them. */
import type { PipelineRun } from '../../../shared/domain/pipeline/model.ts';
import type { PipelineStore } from '../pipeline-ports.ts';
import type { Clock, Logger } from '../ports.ts';

const flushAfterMs = 1_000;

export interface RunWriter {
	save(run: PipelineRun): void;
	flush(): Promise<void>;
}

export function createRunWriter(ports: {
	readonly store: Pick<PipelineStore, 'saveRuns'>;
	readonly clock: Clock;
	readonly logger: Logger;
}): RunWriter {
	const waiting = new Map<string, PipelineRun>();
	let cancel: (() => void) | null = null;

	async function flush(): Promise<void> {
		cancel?.();
		cancel = null;
		if (waiting.size === 0) return;
		const runs = [...waiting.values()];
		waiting.clear();
		const saved = await ports.store.saveRuns(runs);
		// The host tells them again after a restart; memory must not grow while the disk is full.
		if (!saved.ok) ports.logger.warn({ problem: saved.problem, runs: runs.length }, 'runs were not saved');
	}

	return {
		save(run) {
			waiting.set(run.id, run);
			cancel ??= ports.clock.after(flushAfterMs, () => {
				flush().catch((err: unknown) => ports.logger.error({ err }, 'saving runs failed'));
			});
		},
		flush,
	};
}
