/** What the parts of the executor share: what is being done now, and how it is ended. */
import type { LocalRunnerConfig } from '../../../../shared/config/pipeline-model.ts';
import type { Repository } from '../../../engine/pipeline-ports.ts';
import type { Logger } from '../../../engine/ports.ts';
import type { Bin } from './bin.ts';
import type { Desk } from './desk.ts';
import type { RunnerPaths } from './paths.ts';
import type { JobWorld } from './run-job.ts';

export interface ExecutorOptions {
	readonly config: LocalRunnerConfig;
	readonly repository: Repository;
	readonly paths: RunnerPaths;
	readonly desk: Desk;
	readonly bin: Bin;
	readonly world: JobWorld;
	readonly logger: Logger;
}

export interface Floor extends ExecutorOptions {
	/** Runs whose commit is being laid out. */
	readonly laying: Set<number>;
	jobsRunning: number;
	isClosing: boolean;
	/** Ends what is being done for a run. */
	stopOf(number: number): AbortController;
	/** Does something beside everything else, then looks what may be done next. */
	work(what: string, act: () => Promise<void>): void;
	/** Ends everything, and resolves when nothing is being done any more. */
	clear(): Promise<void>;
}

export function openFloor(options: ExecutorOptions, next: () => void): Floor {
	const stops = new Map<number, AbortController>();
	const working = new Set<Promise<void>>();
	const floor: Floor = {
		...options,
		laying: new Set(),
		jobsRunning: 0,
		isClosing: false,
		stopOf(number) {
			const known = stops.get(number);
			if (known !== undefined && !known.signal.aborted) return known;
			const fresh = new AbortController();
			stops.set(number, fresh);
			return fresh;
		},
		work(what, act) {
			const done = act()
				.catch((cause: unknown) => options.logger.error({ cause }, `${what} broke off`))
				.finally(() => {
					working.delete(done);
					next();
				});
			working.add(done);
		},
		async clear() {
			floor.isClosing = true;
			for (const stop of stops.values()) stop.abort();
			await Promise.all(working);
		},
	};
	return floor;
}
