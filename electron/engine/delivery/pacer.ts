/** Work that is done again whenever somebody wishes it, one at a time and at a bearable pace. */
import type { Clock } from '../ports.ts';

export interface Pacer {
	/** At the latest so much later, ms. The earliest wish holds; one whose time comes while it works is met after that. */
	wish(withinMs: number): void;
	/** Nothing begins any more. */
	stop(): void;
}

export function createPacer(options: {
	readonly clock: Pick<Clock, 'after' | 'monotonic'>;
	readonly work: () => Promise<void>;
	readonly onFailed: (cause: unknown) => void;
}): Pacer {
	const { clock } = options;
	let due: { readonly at: number; readonly cancel: () => void } | null = null;
	let isWorking = false;
	/** What was wished for in vain while it worked: it gets its time once more, so that work never follows on work. */
	let missedMs: number | null = null;
	let isStopped = false;

	function wish(withinMs: number): void {
		const at = clock.monotonic() + withinMs;
		if (isStopped || (due !== null && due.at <= at)) return;
		due?.cancel();
		due = { at, cancel: clock.after(withinMs, () => begin(withinMs)) };
	}

	function begin(wishedMs: number): void {
		due = null;
		if (isWorking) {
			missedMs = Math.min(missedMs ?? wishedMs, wishedMs);
			return;
		}
		isWorking = true;
		options.work().catch(options.onFailed).finally(ended);
	}

	function ended(): void {
		isWorking = false;
		if (missedMs !== null) wish(missedMs);
		missedMs = null;
	}

	return {
		wish,
		stop() {
			isStopped = true;
			due?.cancel();
		},
	};
}
