/** One import from its text to the store: looked through whole before anything is kept, so that nothing is half applied. */
import { fail, type Failure, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { SourceId } from '../../../shared/domain/delivery/facts.ts';
import type { DeliveryStore, FactSource } from '../delivery-ports.ts';
import type { Clock, Logger } from '../ports.ts';
import { cutSince, underWay } from './cut-imports.ts';
import type { ProgressWatch } from './progress.ts';
import { pullOnce, type PullReport } from './pull.ts';

export interface ImportRun {
	readonly source: FactSource;
	readonly progress: ProgressWatch;
	readonly abort: AbortController;
}

export interface ImportWorkOptions {
	readonly store: Pick<DeliveryStore, 'ingest' | 'forget' | 'noteSync' | 'sources'>;
	readonly clock: Clock;
	readonly logger: Logger;
	/** How far it is changed. */
	readonly onChange: (id: SourceId) => void;
	readonly onFacts: () => void;
}

/** Never rejects. Twice through the text: what cannot be understood is found before the first fact is kept. */
export function createImportWork(options: ImportWorkOptions): (run: ImportRun) => Promise<Result<null>> {
	const { store, clock, logger } = options;

	function pull({ source, progress, abort }: ImportRun, into: Pick<DeliveryStore, 'ingest'>): Promise<PullReport> {
		const onKept: Parameters<typeof pullOnce>[0]['onKept'] = (batch) => {
			progress.told(batch);
			options.onChange(source.id);
		};
		return pullOnce({ source, cursor: null, since: 0, now: clock.now, store: into, onKept }, abort.signal);
	}

	async function look(run: ImportRun): Promise<Failure | null> {
		const { problem, leftOut, facts } = await pull(run, nowhere);
		return problem === null ? refuse(leftOut, facts) : notImported(problem, false);
	}

	async function keep(run: ImportRun): Promise<Result<null>> {
		const { id } = run.source;
		const begun = await begin(id);
		if (!begun.ok) return begun;
		const { problem } = await pull(run, store);
		const ended: Result<null> =
			problem === null ? await store.noteSync({ source: id, at: clock.now(), problem }) : { ok: false, problem };
		if (ended.ok) return ended;
		return notImported(ended.problem, begun.value.isAgain || !(await takenBack(id)));
	}

	/** Marks it as under way; what a crash left of an earlier try goes first. */
	async function begin(id: SourceId): Promise<Result<{ readonly isAgain: boolean }>> {
		const before = await store.sources();
		if (!before.ok) return before;
		const earlier = before.value.find(({ source }) => source === id) ?? null;
		const isCut = earlier !== null && cutSince(earlier) !== null;
		const undone = isCut ? await store.forget(id) : ok(null);
		if (!undone.ok) return undone;
		const at = clock.now();
		const marked = await store.noteSync({ source: id, at, problem: underWay(at) });
		return marked.ok ? ok({ isAgain: earlier !== null && !isCut }) : marked;
	}

	/** Only what this import brought: facts of an earlier one of the same name are not this one's to forget. */
	async function takenBack(id: SourceId): Promise<boolean> {
		const undone = await store.forget(id);
		if (!undone.ok) logger.error({ source: id, problem: undone.problem }, 'a cut import was not taken back');
		return undone.ok;
	}

	return async (run) => {
		try {
			return (await look(run)) ?? (await keep(run));
		} catch (cause) {
			logger.error({ source: run.source.id, err: cause }, 'an import failed');
			return fail('internal', 'The import failed unexpectedly.', 'See the log for the cause.', { cause });
		} finally {
			options.onFacts();
			await run.source.close().catch((err: unknown) => logger.warn({ err }, 'an import was not closed'));
		}
	};
}

const nowhere: Pick<DeliveryStore, 'ingest'> = { ingest: async () => ok({ added: 0, changed: 0, unchanged: 0 }) };

/** What a pull says of what it keeps is true of sources that go on later; an import does not. */
function notImported(problem: Problem, isPartKept: boolean): Failure {
	if (problem.code !== 'cancelled') return { ok: false, problem };
	const what = isPartKept ? 'what came of it until then is kept' : 'nothing of it was kept';
	return fail('cancelled', `The import was stopped; ${what}.`, 'Import it again when it is wanted.');
}

/** One line that is not understood refuses the whole: a person can mend it, and would not miss what was left out silently. */
function refuse(leftOut: readonly { readonly what: string; readonly why: string }[], facts: number): Failure | null {
	const first = leftOut[0];
	if (first !== undefined) {
		const more = leftOut.length === 1 ? '' : ` There are ${leftOut.length} of these.`;
		return fail(
			'facts-rejected',
			`Nothing was imported: ${first.what}: ${first.why}.${more}`,
			'Correct these lines, then import it again.',
			{ details: { leftOut: leftOut.slice(0, 20).map(({ what, why }) => `${what}: ${why}`) } },
		);
	}
	if (facts > 0) return null;
	return fail('facts-rejected', 'Nothing was imported: there is no fact in it.', 'Check what was chosen.');
}
