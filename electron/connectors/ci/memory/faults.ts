/** What can go wrong with a memory runner, switched on and off by tests. */
import { type Failure, fail, type Problem } from '../../../../shared/domain/result.ts';
import type { Clock } from '../../../engine/ports.ts';
import { cancelled } from './refusals.ts';

export const memoryOperations = [
	...(['listRuns', 'readRun', 'readLog', 'artifacts', 'fetchArtifact'] as const),
	...(['start', 'rerun', 'cancel', 'answer'] as const),
] as const;
export type MemoryOperation = (typeof memoryOperations)[number];

export const memoryFaults = [
	...(['unreachable', 'unauthorised', 'forbidden', 'not-found', 'rate-limited', 'secondary-limit'] as const),
	...(['server-error', 'garbage', 'cut', 'hang'] as const),
] as const;
export type MemoryFault = (typeof memoryFaults)[number];

export interface FaultSwitches {
	/** While set, every call meets it; null ends it, and calls that hang go on. */
	set(fault: MemoryFault | null): void;
	/** The next `count` calls of `operation` fail so and change nothing. */
	failNext(operation: MemoryOperation, count: number, problem: Problem): void;
	/** Calls of `operation` wait until the returned function is called or their signal aborts; then they go on. */
	hang(operation: MemoryOperation): () => void;
	/** Every call takes so long on the clock, ms. */
	slow(ms: number): void;
}

export interface FaultBoard extends FaultSwitches {
	/** Waits while the call hangs or is slow, then says what fails it; null when nothing does. */
	meet(operation: MemoryOperation, signal?: AbortSignal): Promise<Failure | null>;
}

/** Time of a rate limit's window that is left when it is met, ms. */
const windowMs = 60_000;

export function createFaults(label: string, clock: Clock): FaultBoard {
	const failing = new Map<MemoryOperation, { left: number; readonly problem: Problem }>();
	const hanging = new Map<MemoryOperation | 'all', Promise<void>>();
	let release = () => {};
	let fault: MemoryFault | null = null;
	let slowMs = 0;

	return {
		set(next) {
			release();
			hanging.delete('all');
			fault = next;
			if (next !== 'hang') return;
			const { promise, resolve } = Promise.withResolvers<void>();
			hanging.set('all', promise);
			release = resolve;
		},
		failNext(operation, count, problem) {
			failing.set(operation, { left: count, problem });
		},
		hang(operation) {
			const { promise, resolve } = Promise.withResolvers<void>();
			hanging.set(operation, promise);
			return () => {
				if (hanging.get(operation) === promise) hanging.delete(operation);
				resolve();
			};
		},
		slow(ms) {
			slowMs = ms;
		},
		async meet(operation, signal) {
			if (signal?.aborted) return cancelled(label);
			const hung = hanging.get(operation) ?? hanging.get('all');
			if (hung !== undefined && !(await before(hung, signal))) return cancelled(label);
			if (slowMs > 0 && !(await before(passed(clock, slowMs), signal))) return cancelled(label);
			const entry = failing.get(operation);
			if (entry !== undefined && entry.left > 0) {
				entry.left -= 1;
				return { ok: false, problem: entry.problem };
			}
			return fault === null || fault === 'hang' ? null : failureOf(fault, label, clock.now());
		},
	};
}

function passed(clock: Clock, ms: number): Promise<void> {
	return new Promise((resolve) => clock.after(ms, resolve));
}

/** False when the signal aborts first. */
function before(event: Promise<void>, signal?: AbortSignal): Promise<boolean> {
	return new Promise((resolve) => {
		const onAbort = () => resolve(false);
		signal?.addEventListener('abort', onAbort, { once: true });
		void event.then(() => {
			signal?.removeEventListener('abort', onAbort);
			resolve(true);
		});
	});
}

function failureOf(fault: Exclude<MemoryFault, 'hang'>, label: string, now: number): Failure {
	const details = { notBefore: now + windowMs };
	switch (fault) {
		case 'unreachable':
		case 'server-error':
		case 'cut':
			return fail('ci-unreachable', `${label} does not answer; runs are as last told.`, 'Signalbox tries again.', {
				retryable: true,
			});
		case 'unauthorised':
			return fail('ci-unauthorised', `${label} refuses the token.`, 'Give it a token that is valid.');
		case 'forbidden':
			return fail('ci-unauthorised', `The token of ${label} lacks the scope actions:read.`, 'Add that scope to it.');
		case 'not-found':
			return fail('not-found', `${label} knows no such repository, or hides it.`, 'Check its name and the token.');
		case 'rate-limited':
		case 'secondary-limit':
			return fail('ci-rate-limited', `${label} takes no more requests for now.`, 'It is asked again later.', {
				retryable: true,
				details,
			});
		case 'garbage':
			return fail('ci-rejected', `The answer of ${label} is not understood.`, 'Check its address and version.');
	}
}
