/** Collects samples and writes them in batches: replay wants them, but no fsync per second is due to them. */
import type { Clock, Logger, Store, StoredSample } from './ports.ts';

export interface SampleBuffer {
	add(deploymentId: string, sample: StoredSample): void;
	flush(): Promise<void>;
}

const flushAfterMs = 5_000;

export function createSampleBuffer(ports: {
	readonly store: Store;
	readonly clock: Clock;
	readonly logger: Logger;
}): SampleBuffer {
	let waiting = new Map<string, StoredSample[]>();
	let isDue = false;

	async function flush(): Promise<void> {
		const batch = waiting;
		waiting = new Map();
		for (const [deploymentId, samples] of batch) {
			const saved = await ports.store.saveSamples(deploymentId, samples);
			// A replay with a gap is better than a memory that grows while the disk is full.
			if (!saved.ok) ports.logger.warn({ deploymentId, problem: saved.problem }, 'samples were not saved');
		}
	}

	return {
		add(deploymentId, sample) {
			const list = waiting.get(deploymentId);
			if (list === undefined) waiting.set(deploymentId, [sample]);
			else list.push(sample);
			if (isDue) return;
			isDue = true;
			ports.clock.after(flushAfterMs, () => {
				isDue = false;
				void flush();
			});
		},
		flush,
	};
}
