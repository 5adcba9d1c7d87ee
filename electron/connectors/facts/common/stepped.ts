/** A source that is read step by step (a page, a window), whose state after each step is where a later pull goes on. */
import type { Fact } from '../../../../shared/domain/delivery/facts.ts';
import { formatCount } from '../../../../shared/domain/format.ts';
import { fail, ok } from '../../../../shared/domain/result.ts';
import type { Failure, Result } from '../../../../shared/domain/result.ts';
import type { FactBatch, FactSource } from '../../../engine/delivery-ports.ts';
import { cancelled } from '../../http-hosts/patience.ts';
import type { CursorCodec } from './cursor.ts';
import { createLeftOut, type LeftOut, type LeftOutList } from './left-out.ts';
import { soundFacts } from './sound.ts';

/** More are never in one batch: the store keeps a batch in one transaction. */
export const mostFactsOfBatch = 5000;

export interface PullTimes {
	/** ms since the epoch. */
	readonly since: number;
	readonly now: number;
}

export interface Step<S> {
	/** Better no more than fit into one batch: a step is gone beyond only when all of its batches are kept. */
	readonly facts: readonly Fact[];
	readonly leftOut?: readonly LeftOut[];
	/** What the next step, or the next pull, begins with. */
	readonly state: S;
	/** Nothing more to be read in this pull. */
	readonly isDone: boolean;
	/** From here on the facts are complete once this step is kept; null: not known yet. */
	readonly coveredFrom: number | null;
	/** How many there are in the whole pull, where the host says it. */
	readonly total?: number | null;
}

export interface SteppedSource<S> extends Pick<FactSource, 'id' | 'kind' | 'label' | 'tells'> {
	/** "incidents". */
	readonly noun: string;
	readonly cursor: CursorCodec<S>;
	/** The state of the first step; `kept` is that of an earlier pull, whether it came to its end or not. */
	begin(kept: S | null, times: PullTimes): S;
	step(state: S, times: PullTimes, signal: AbortSignal): Promise<Result<Step<S>>>;
	close(): void | Promise<void>;
}

/** A million incidents, or two hundred and fifty thousand pull requests: beyond it is a list that has no end. */
const mostSteps = 10_000;

function endless({ label, noun }: Pick<SteppedSource<unknown>, 'label' | 'noun'>): Failure {
	return fail(
		'facts-rejected',
		`${label} still had more ${noun} after ${formatCount(mostSteps)} answers. What was read so far is kept.`,
		'The next sync goes on from there. If it ends like this every time, what answers there is not the product itself; or shorten back of the source.',
	);
}

interface Pull<S> {
	readonly source: SteppedSource<S>;
	readonly leftOut: LeftOutList;
	done: number;
}

/** One step as batches. Until the last of them is kept a later pull does the whole step again. */
function* batchesOf<S>(pull: Pull<S>, step: Step<S>, before: S, now: number): Generator<FactBatch> {
	const { source, leftOut } = pull;
	const sound = soundFacts(step.facts, now);
	leftOut.add([...(step.leftOut ?? []), ...sound.leftOut]);
	const total = step.total ?? null;
	const last = Math.max(0, Math.ceil(sound.facts.length / mostFactsOfBatch) - 1);
	for (let index = 0; index <= last; index += 1) {
		const isLast = index === last;
		const facts = sound.facts.slice(index * mostFactsOfBatch, (index + 1) * mostFactsOfBatch);
		pull.done += facts.length;
		yield {
			facts,
			cursor: source.cursor.write(isLast ? step.state : before),
			progress: { done: pull.done, total: total === null ? null : Math.max(total, pull.done), noun: source.noun },
			coveredFrom: isLast ? step.coveredFrom : null,
			leftOut: isLast && step.isDone ? leftOut.takeLast() : leftOut.take(),
		};
	}
}

async function* pullSteps<S>(
	source: SteppedSource<S>,
	request: Parameters<FactSource['pull']>[0],
	signal: AbortSignal,
): AsyncGenerator<Result<FactBatch>> {
	const pull: Pull<S> = { source, leftOut: createLeftOut(), done: 0 };
	let state = source.begin(source.cursor.read(request.cursor), request);
	for (let steps = 0; steps < mostSteps; steps += 1) {
		if (signal.aborted) return yield cancelled(source.label);
		const step = await source.step(state, request, signal);
		if (!step.ok) return yield step;
		for (const batch of batchesOf(pull, step.value, state, request.now)) yield ok(batch);
		if (step.value.isDone) return;
		({ state } = step.value);
	}
	yield endless(source);
}

/** A `FactSource` out of steps. */
export function createSteppedSource<S>(source: SteppedSource<S>): FactSource {
	const closing = new AbortController();
	const { id, kind, label, tells } = source;
	return {
		...{ id, kind, label, tells },
		pull: (request, signal) => pullSteps(source, request, AbortSignal.any([signal, closing.signal])),
		async close() {
			closing.abort();
			await source.close();
		},
	};
}
