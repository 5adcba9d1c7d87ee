/** Decisions of people: durable in the journal first, then mirrored into the store of facts, in the journal's order. */
import type { DeliveryDecision, RecordedDecision } from '../../../shared/domain/delivery/decisions.ts';
import type { Actor } from '../../../shared/domain/release.ts';
import { fail, type Failure, ok, type Result } from '../../../shared/domain/result.ts';
import type { DecisionJournal, DeliveryStore } from '../delivery-ports.ts';
import { createLane } from '../lane.ts';
import type { Clock, Logger } from '../ports.ts';

export interface DecisionDesk {
	/**
	 * Resolves once it is in the journal and, where the store takes it, mirrored. A mirror that fails is made good later: what is
	 * in the journal counts.
	 */
	record(
		decision: DeliveryDecision,
		actor: Actor,
		key: string | null,
	): Promise<Result<{ readonly duplicate: boolean }>>;
	/** Mirrors what the journal has and the store has not: at the opening, and what another control room decided. Never rejects. */
	catchUp(): Promise<Result<null>>;
	stop(): void;
}

const pageSize = 500;
/** How often to see whether another control room on the same journal decided something. */
const lookAgainMs = 30_000;

export interface DecisionDeskOptions {
	readonly journal: DecisionJournal;
	readonly store: Pick<DeliveryStore, 'applyDecisions' | 'decisionsUpTo'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Some of these types were mirrored, all that there were: answers may differ. */
	readonly onMirrored: (types: ReadonlySet<DeliveryDecision['type']>) => void;
}

export function createDecisionDesk(options: DecisionDeskOptions): DecisionDesk {
	const { journal, clock, logger } = options;
	// One mirror at a time, so that decisions arrive in the order of the journal.
	const lane = createLane();
	let cancel: () => void = () => undefined;
	let isStopped = false;

	/** What is told of half of them could be wrong: a quarantine may have ended on the next page. */
	async function mirror(): Promise<Result<null>> {
		const types = new Set<DeliveryDecision['type']>();
		const done = await mirrorPages(
			options,
			() => isStopped,
			({ decision }) => types.add(decision.type),
		);
		if (types.size > 0) options.onMirrored(types);
		return done;
	}

	async function catchUp(): Promise<Result<null>> {
		const done = await lane.run(mirror).catch(unforeseen);
		if (!done.ok) logger.warn({ problem: done.problem, err: done.cause }, 'decisions were not mirrored');
		return done;
	}

	function later(): void {
		if (isStopped) return;
		cancel = clock.after(lookAgainMs, () => void catchUp().then(later));
	}
	later();

	return {
		async record(decision, actor, key) {
			const written = await journal.recordDecision({ decision, actor, at: clock.now(), idempotencyKey: key });
			if (!written.ok) return written;
			await catchUp();
			return ok({ duplicate: written.value.duplicate });
		},
		catchUp,
		stop() {
			isStopped = true;
			cancel();
		},
	};
}

function unforeseen(cause: unknown): Failure {
	return fail('internal', 'Decisions were not taken over into the facts; it is tried again.', 'See the log.', {
		cause,
	});
}

/** Page by page, so that a long journal is never in memory as a whole. */
async function mirrorPages(
	{ journal, store }: Pick<DecisionDeskOptions, 'journal' | 'store'>,
	isStopped: () => boolean,
	onEach: (mirrored: RecordedDecision) => void,
): Promise<Result<null>> {
	while (!isStopped()) {
		const upTo = await store.decisionsUpTo();
		if (!upTo.ok) return upTo;
		const page = await journal.decisionsAfter({ afterSeq: upTo.value, limit: pageSize });
		if (!page.ok) return page;
		if (page.value.length === 0) return ok(null);
		const applied = await store.applyDecisions(page.value);
		if (!applied.ok) return applied;
		for (const mirrored of page.value) onEach(mirrored);
		if (page.value.length < pageSize) return ok(null);
	}
	return ok(null);
}
