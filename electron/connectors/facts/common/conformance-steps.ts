/** What the conformance suite of fact sources needs of a source under test, and how it pulls. */
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import type { Problem } from '../../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../../../engine/delivery-ports.ts';

/** `elsewhere`: every request is redirected to `FactsHarness.elsewhere`. */
export type FactsFault =
	| 'unreachable'
	| 'unauthorised'
	| 'forbidden'
	| 'rate-limited'
	| 'server-error'
	| 'garbage'
	| 'huge'
	| 'hang'
	| 'elsewhere';

export interface FactsHarness {
	/** Of the same configuration as `source`, as after a restart. */
	again(): FactSource;
	readonly source: FactSource;
	/** Those that the world can show. */
	readonly faults: readonly FactsFault[];
	/** So many things that they fill more than one page, and more than one batch where that is possible. */
	readonly beyondOnePage: number;
	/** Batches that one answer of the host becomes at most; default 1. */
	readonly batchesAStep?: number;
	/** How many facts a later pull may tell though nothing about them changed. */
	readonly toldAgain: number;
	/** False for what knows only the present. */
	readonly looksBack: boolean;
	/** What a pull without a cursor goes back to; ms. */
	readonly since: number;
	/** Instant of a pull, ms; may move on by itself. */
	now(): number;
	/** Null for sources without credentials. */
	readonly secret: string | null;
	/** The other server of the fault `elsewhere`: what it was asked, headers and all. */
	readonly elsewhere: (() => readonly unknown[]) | null;
	/** How the world calls the thing that a fact tells of; null for facts that the suite is not to count. */
	keyOf(fact: Fact): string | null;
	isOpen(fact: Fact): boolean;
	readonly world: {
		/** Finished things, spread over the time since `since`; their keys. */
		fill(count: number): Promise<readonly string[]>;
		/** A finished thing newer than all; its key. */
		add(): Promise<string>;
		/** Something that is not over yet; null where the source tells no such thing. */
		readonly open: (() => Promise<string>) | null;
		readonly close: ((key: string) => Promise<void>) | null;
		fault(kind: FactsFault | null): Promise<void>;
	};
	dispose(): Promise<void>;
}

export type Use = () => FactsHarness;

export interface Pulled {
	readonly batches: readonly FactBatch[];
	readonly facts: readonly Fact[];
	readonly leftOut: FactBatch['leftOut'];
	/** Of the last batch that had one, else what the pull began with. */
	readonly cursor: string | null;
	readonly failure: Problem | null;
	/** The failure with its cause, as a log would get it. */
	readonly failed: unknown;
}

interface PullOptions {
	readonly source?: FactSource;
	readonly signal?: AbortSignal;
	/** Ends the pull after so many batches, as a host that is closed does. */
	readonly most?: number;
	readonly onBatch?: (batch: FactBatch) => void | Promise<void>;
}

/** Pulls from a source; whoever made it closes it. */
export async function pullWith(
	source: FactSource,
	request: Parameters<FactSource['pull']>[0],
	options: Omit<PullOptions, 'source'> = {},
): Promise<Pulled> {
	const { signal = new AbortController().signal, most = Number.POSITIVE_INFINITY } = options;
	const batches: FactBatch[] = [];
	let failed: { readonly problem: Problem } | null = null;
	for await (const batch of source.pull(request, signal)) {
		if (failed !== null) throw new Error('The source went on after a failure.');
		if (!batch.ok) {
			failed = batch;
			continue;
		}
		batches.push(batch.value);
		await options.onBatch?.(batch.value);
		if (batches.length >= most) break;
	}
	return {
		batches,
		facts: batches.flatMap((batch) => batch.facts),
		leftOut: batches.flatMap((batch) => batch.leftOut),
		cursor: batches.findLast((batch) => batch.cursor !== null)?.cursor ?? request.cursor,
		failure: failed?.problem ?? null,
		failed,
	};
}

/** Pulls with a source of its own, as after a restart, unless one is given. */
export async function pull(harness: FactsHarness, cursor: string | null, options: PullOptions = {}): Promise<Pulled> {
	const source = options.source ?? harness.again();
	const pulled = await pullWith(source, { cursor, since: harness.since, now: harness.now() }, options);
	if (options.source === undefined) await source.close();
	return pulled;
}

export const pullAll = (harness: FactsHarness, cursor: string | null): Promise<Pulled> => pull(harness, cursor);

export const pullSome = (harness: FactsHarness, cursor: string | null, most: number): Promise<Pulled> =>
	pull(harness, cursor, { most });

export function factKeys(harness: FactsHarness, facts: readonly Fact[]): Set<string> {
	return new Set(facts.flatMap((fact) => harness.keyOf(fact) ?? []));
}
