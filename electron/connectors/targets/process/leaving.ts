/** Processes on record that serve nobody: still starting, or on their way out. A restarted router must end them. */
import { drainAndEnd } from './drain.ts';
import type { Instance } from './instance.ts';

export interface Leaving {
	/** A process that exists and is not in service (yet). */
	note(instance: Instance): void;
	/** It serves users now; the caller saves. */
	intoService(instance: Instance): void;
	/** It ended by itself. */
	ended(instance: Instance): void;
	/** Ends them; requests under way may finish within `drainMs`. */
	end(instances: readonly Instance[], drainMs: number): Promise<void>;
	all(): readonly Instance[];
}

/** `save` is called after each change that must be on record. */
export function createLeaving(save: () => void): Leaving {
	const leaving = new Set<Instance>();
	return {
		note(instance) {
			leaving.add(instance);
			save();
		},
		intoService: (instance) => void leaving.delete(instance),
		ended(instance) {
			if (leaving.delete(instance)) save();
		},
		async end(instances, drainMs) {
			for (const instance of instances) leaving.add(instance);
			save();
			await Promise.all(instances.map((instance) => drainAndEnd(instance, drainMs)));
			for (const instance of instances) leaving.delete(instance);
			save();
		},
		all: () => [...leaving],
	};
}
