/** Judges in idle moments what a batch changed, so that the next question finds it done. */

export interface IdleWork {
	/** Something was written: work begins a while after the last of it. */
	wake(): void;
	stop(): void;
}

/** Batches of one pull follow one another: what they change is judged once, not once a batch. */
const quietMs = 400;

/** `step` does a little and tells whether there is more; between two steps questions are answered. */
export function createIdleWork(step: () => boolean): IdleWork {
	let timer: NodeJS.Timeout | null = null;
	function stop(): void {
		if (timer !== null) clearTimeout(timer);
		timer = null;
	}
	function later(ms: number): void {
		stop();
		timer = setTimeout(() => {
			timer = null;
			if (step()) later(0);
		}, ms);
		timer.unref();
	}
	return { wake: () => later(quietMs), stop };
}
