/** What can go wrong with a memory target, switched on and off by tests. */
import { type Failure, fail, type Problem } from '../../../../shared/domain/result.ts';
import type { SlotName, TrafficSplit } from '../../../../shared/domain/target/model.ts';

export type Operation = 'inspect' | 'deploy' | 'setTraffic' | 'retire';

export interface MemoryFaults {
	/** The next `count` calls of `operation` fail, by default with `target-unreachable`, and change nothing. */
	failNext(operation: Operation, count: number, problem?: Problem): void;
	/** Calls of `operation` wait until the returned function is called or their signal aborts; then they go on. */
	hang(operation: Operation): () => void;
	/** While on, `setTraffic` changes nothing and answers `traffic-not-taken`. */
	ignoreWeights(isOn: boolean): void;
	/** While on, every call fails with `target-unreachable`. */
	unreachable(isOn: boolean): void;
	/** What runs in `slot` dies; its weight stays. */
	crashSlot(slot: SlotName): void;
	/** Somebody else changes the split behind our back. */
	changeSplit(split: TrafficSplit): void;
}

/** The faults, with the side that the target itself asks. */
export interface FaultBoard extends MemoryFaults {
	/** Waits while the operation hangs, then says what fails it; null when nothing does. */
	meet(operation: Operation, label: string, signal?: AbortSignal): Promise<Failure | null>;
	ignoresWeights(): boolean;
}

export function createFaults(hooks: {
	readonly crash: (slot: SlotName) => void;
	readonly changeSplit: (split: TrafficSplit) => void;
}): FaultBoard {
	const failing = new Map<Operation, { left: number; problem: Problem | null }>();
	const hanging = new Map<Operation, { readonly released: Promise<void> }>();
	let isUnreachable = false;
	let isDeaf = false;

	return {
		failNext(operation, count, problem) {
			failing.set(operation, { left: count, problem: problem ?? null });
		},
		hang(operation) {
			const { promise, resolve } = Promise.withResolvers<void>();
			const entry = { released: promise };
			hanging.set(operation, entry);
			return () => {
				if (hanging.get(operation) === entry) hanging.delete(operation);
				resolve();
			};
		},
		ignoreWeights(isOn) {
			isDeaf = isOn;
		},
		unreachable(isOn) {
			isUnreachable = isOn;
		},
		crashSlot: hooks.crash,
		changeSplit: hooks.changeSplit,
		ignoresWeights: () => isDeaf,
		async meet(operation, label, signal) {
			const hung = hanging.get(operation);
			if (hung !== undefined && !(await releasedBeforeAbort(hung.released, signal)))
				return cancelledWhileHanging(label);
			if (isUnreachable) return unreachable(label);
			const entry = failing.get(operation);
			if (entry === undefined || entry.left <= 0) return null;
			entry.left--;
			return entry.problem === null ? unreachable(label) : { ok: false, problem: entry.problem };
		},
	};
}

function releasedBeforeAbort(released: Promise<void>, signal?: AbortSignal): Promise<boolean> {
	return new Promise((resolve) => {
		const onAbort = () => resolve(false);
		signal?.addEventListener('abort', onAbort, { once: true });
		void released.then(() => {
			signal?.removeEventListener('abort', onAbort);
			resolve(true);
		});
	});
}

function cancelledWhileHanging(label: string): Failure {
	return fail('cancelled', `The call to ${label} was cancelled before it answered.`, 'Ask again when you need it.', {
		retryable: true,
	});
}

function unreachable(label: string): Failure {
	return fail(
		'target-unreachable',
		`${label} does not answer; users keep what they have.`,
		'Check that it runs and can be reached; Signalbox tries again.',
		{ retryable: true },
	);
}
