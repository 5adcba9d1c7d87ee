/** Who fetches reports, and when: a few at a time over all services, and again later where a host did not answer. */
import type { EvidenceSourceConfig } from '../../../shared/config/pipeline-model.ts';
import type { CollectedEvidence } from '../../../shared/domain/gates/evidence.ts';
import { fail, type Problem } from '../../../shared/domain/result.ts';
import type { CollectedTests, EvidenceCollector, PipelineRunner } from '../pipeline-ports.ts';
import type { Clock } from '../ports.ts';
import { pause, timed } from '../timed.ts';
import { notBeforeOf } from './not-before.ts';

/** Reports are large and reading them takes the processor: more at a time would only make all of them late. */
const atOnce = 2;
const collectTimeoutMs = 10 * 60_000;
/** Waits between tries, ms; after the last one a person sees the problem; a change of the run or of its host, or somebody who looks, tries again. */
const retryAfterMs = [5_000, 15_000, 60_000, 300_000, 900_000] as const;

/** A wish to read the reports of one try of a run. */
export interface EvidenceWish {
	readonly service: string;
	readonly nativeId: string;
	readonly attempt: number;
	/** Grows with what there is to collect: another wish for the same try is new only when this is another. */
	readonly reach: string;
	readonly runner: PipelineRunner;
	readonly sources: readonly EvidenceSourceConfig[];
	/** Hears the result of each test, before the rest. */
	readonly onTests?: (tests: CollectedTests) => void;
	onCollected(collected: CollectedEvidence): Promise<void>;
	onProblem(problem: Problem): void;
}

export interface EvidenceDesk {
	/** Takes a wish, unless just this one is waiting or under way. A newer wish for the same run replaces an older one. */
	want(wish: EvidenceWish): void;
	/** Forgets the wishes of a service, also what is under way for it. */
	drop(service: string): void;
	stop(): void;
}

interface Order {
	readonly wish: EvidenceWish;
	readonly lifetime: AbortController;
	tries: number;
}

export function createEvidenceDesk(options: {
	readonly clock: Clock;
	readonly collector: EvidenceCollector;
}): EvidenceDesk {
	const { clock, collector } = options;
	const orders = new Map<string, Order>();
	const queue: Order[] = [];
	let running = 0;

	function next(): void {
		while (running < atOnce) {
			const order = queue.shift();
			if (order === undefined) return;
			if (order.lifetime.signal.aborted) continue;
			running += 1;
			void work(order).finally(() => {
				running -= 1;
				next();
			});
		}
	}

	function collect({ wish, lifetime }: Order) {
		const { runner, nativeId, sources, onTests } = wish;
		const what = `Reading the reports of run ${nativeId} at ${runner.label}`;
		return timed({ clock, timeoutMs: collectTimeoutMs, what, outer: lifetime.signal }, (signal) =>
			collector.collect({ runner, nativeId, sources, ...(onTests === undefined ? {} : { onTests }) }, signal),
		);
	}

	async function work(order: Order): Promise<void> {
		const collected = await collect(order);
		if (order.lifetime.signal.aborted) return;
		if (collected.ok) {
			forget(order);
			return taken(order.wish, collected.value);
		}
		order.wish.onProblem(collected.problem);
		later(order, collected.problem);
	}

	/** What comes after is not this desk's work, and must not end it. */
	async function taken(
		{ onCollected, onProblem, nativeId }: EvidenceWish,
		collected: CollectedEvidence,
	): Promise<void> {
		try {
			await onCollected(collected);
		} catch (cause) {
			const what = `The reports of run ${nativeId} were read, but could not be taken over.`;
			onProblem(fail('internal', what, 'See the log for the cause, then look at the run again.', { cause }).problem);
		}
	}

	/** Waits outside of the queue, so that a host that is away holds back no other. */
	function later(order: Order, problem: Problem): void {
		const waitMs = retryAfterMs[order.tries];
		const mayMend = problem.retryable || problem.code === 'ci-rate-limited';
		if (!mayMend || waitMs === undefined) return forget(order);
		order.tries += 1;
		const grantedMs = (notBeforeOf(problem) ?? 0) - clock.now();
		void pause(clock, Math.max(waitMs, grantedMs), order.lifetime.signal).then(() => {
			if (order.lifetime.signal.aborted) return;
			queue.push(order);
			next();
		});
	}

	function forget(order: Order): void {
		order.lifetime.abort();
		const key = keyOf(order.wish);
		if (orders.get(key) === order) orders.delete(key);
	}

	return {
		want(wish) {
			const known = orders.get(keyOf(wish));
			if (known?.wish.attempt === wish.attempt && known.wish.reach === wish.reach) return;
			if (known !== undefined) forget(known);
			const order: Order = { wish, lifetime: new AbortController(), tries: 0 };
			orders.set(keyOf(wish), order);
			queue.push(order);
			next();
		},
		drop(service) {
			for (const order of [...orders.values()]) if (order.wish.service === service) forget(order);
		},
		stop() {
			for (const order of [...orders.values()]) forget(order);
		},
	};
}

function keyOf({ service, nativeId }: EvidenceWish): string {
	return `${service}\n${nativeId}`;
}
