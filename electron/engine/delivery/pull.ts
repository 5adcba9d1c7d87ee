/** One pull of one source: batch by batch into the store, each with the cursor that a later pull goes on from. */
import { fail, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { DeliveryStore, FactBatch, FactSource } from '../delivery-ports.ts';

export interface PullReport {
	/** Facts that were new or told otherwise than before. */
	readonly changed: number;
	readonly facts: number;
	readonly leftOut: FactBatch['leftOut'];
	/** Null: it came to its end. */
	readonly problem: Problem | null;
	/** For the log only. */
	readonly cause?: unknown;
}

/** What is kept of what was left out. */
const mostLeftOut = 100;

/** Never rejects: what a source throws is a problem like any other, and what came before it is kept. */
export async function pullOnce(
	request: {
		readonly source: FactSource;
		readonly store: Pick<DeliveryStore, 'ingest'>;
		readonly cursor: string | null;
		readonly since: number;
		readonly now: () => number;
		/** Hears of each batch that was kept. */
		readonly onKept: (batch: FactBatch, changed: number) => void;
	},
	signal: AbortSignal,
): Promise<PullReport> {
	let changed = 0;
	let facts = 0;
	let leftOut: FactBatch['leftOut'] = [];
	const report = (problem: Problem | null, cause?: unknown): PullReport => ({
		changed,
		facts,
		leftOut,
		problem,
		cause,
	});
	const { source, cursor, since, now } = request;
	try {
		for await (const batch of source.pull({ cursor, since, now: now() }, signal)) {
			// What was under way when a person stopped it is kept as well: it costs no second question.
			if (!batch.ok) return report(batch.problem, batch.cause);
			leftOut = [...leftOut, ...batch.value.leftOut].slice(-mostLeftOut);
			const kept = await keep(request, batch.value);
			if (!kept.ok) return report(kept.problem, kept.cause);
			changed += kept.value;
			facts += batch.value.facts.length;
			request.onKept(batch.value, kept.value);
			if (signal.aborted) return report(cancelled().problem);
		}
		return report(signal.aborted ? cancelled().problem : null);
	} catch (cause) {
		return report(signal.aborted ? cancelled().problem : unforeseen(source).problem, cause);
	}
}

async function keep(
	{ source, store, now }: Parameters<typeof pullOnce>[0],
	{ facts, cursor, coveredFrom }: FactBatch,
): Promise<Result<number>> {
	const kept = await store.ingest({ source: source.id, facts, cursor, coveredFrom, at: now() });
	return kept.ok ? ok(kept.value.added + kept.value.changed) : kept;
}

function cancelled() {
	return fail('cancelled', 'It was stopped; what came until then is kept.', 'Sync again to go on from there.');
}

function unforeseen(source: FactSource) {
	return fail(
		'internal',
		`${source.label} could not be read to its end; what came until then is kept.`,
		'See the log for the cause, then sync again.',
		{ retryable: true },
	);
}
