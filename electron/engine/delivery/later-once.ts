/** A moment later, and once for all that is asked for until then. */
import type { Clock } from '../ports.ts';

export interface LaterOnce {
	/** Asked again before its time, it happens once. */
	ask(name: string): void;
	/** What is still to happen does not happen any more. */
	stop(): void;
}

export function createLaterOnce(clock: Pick<Clock, 'after'>, ms: number, act: (name: string) => void): LaterOnce {
	const due = new Map<string, () => void>();
	let isStopped = false;
	return {
		ask(name) {
			if (isStopped || due.has(name)) return;
			const cancel = clock.after(ms, () => {
				due.delete(name);
				act(name);
			});
			due.set(name, cancel);
		},
		stop() {
			isStopped = true;
			for (const cancel of due.values()) cancel();
			due.clear();
		},
	};
}
