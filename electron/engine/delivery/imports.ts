/** Imports by a person: looked through whole before anything is kept, so that nothing is half applied. */
import type { SourceId } from '../../../shared/domain/delivery/facts.ts';
import { handSource, importSourceId, isImport } from '../../../shared/domain/delivery/own-sources.ts';
import { fail, type Failure, ok, type Problem, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { DeliveryStore, FactSource } from '../delivery-ports.ts';
import { mayOnlyLook } from '../pipelines/commands.ts';
import { createOnce } from '../pipelines/once.ts';
import type { Clock, Logger } from '../ports.ts';
import { type ProgressWatch, watchProgress } from './progress.ts';
import { pullOnce } from './pull.ts';

type ImportInput = Parameters<DeliveryApi['import']>[0];

/** Makes the source that reads what a person hands over. */
export type ImportSourceFactory = (
	request: Pick<ImportInput, 'name' | 'format' | 'from'> & { readonly id: SourceId },
) => Result<FactSource>;

export interface Imports extends Pick<DeliveryApi, 'import'> {
	/** Those under way. */
	running(): readonly { readonly source: FactSource; readonly progress: ProgressWatch }[];
	/** Stops one; nothing of it is kept, unless an earlier one of its name was. False where it does not run. */
	cancel(id: SourceId): boolean;
	stop(): Promise<void>;
}

/** A click waits so long for an import; a longer one goes on behind it. */
const answerWithinMs = 20_000;

export function createImports(options: {
	readonly store: Pick<DeliveryStore, 'ingest' | 'forget' | 'noteSync' | 'sources'>;
	readonly importSource: ImportSourceFactory;
	readonly clock: Clock;
	readonly logger: Logger;
	/** Today in the reporting zone. */
	readonly today: () => string;
	readonly onChange: (id: SourceId) => void;
	readonly onFacts: () => void;
	/** An import that a click no longer waited for ended like this. */
	readonly onLate: (name: string, result: Result<unknown>) => void;
}): Imports {
	const { store, clock, logger } = options;
	const once = createOnce<{ readonly source: string; readonly duplicate: boolean }>();
	const under = new Map<SourceId, Run>();

	async function bring(input: ImportInput): Promise<Result<{ readonly source: string; readonly duplicate: boolean }>> {
		const id = importSourceId(options.today(), input.name);
		if (under.has(id)) {
			return fail('already-running', `An import named "${input.name}" is under way.`, 'Wait for it, or stop it first.');
		}
		const made = options.importSource({ ...input, id });
		if (!made.ok) return made;
		const run: Run = { source: made.value, progress: watchProgress(clock.monotonic), abort: new AbortController() };
		under.set(id, run);
		options.onChange(id);
		const ended = work(run).finally(() => {
			under.delete(id);
			options.onChange(id);
		});
		run.ended = ended;
		return answer(input.name, id, ended);
	}

	/** Twice through the text: what cannot be understood is found before the first fact is kept. */
	async function work(run: Run): Promise<Result<null>> {
		const { source, progress, abort } = run;
		const pull = (keep: Pick<DeliveryStore, 'ingest'>) =>
			pullOnce(
				{
					...{ source, cursor: null, since: 0, now: clock.now, store: keep },
					onKept(batch) {
						progress.told(batch);
						options.onChange(source.id);
					},
				},
				abort.signal,
			);
		try {
			const looked = await pull({ ingest: async () => ok({ added: 0, changed: 0, unchanged: 0 }) });
			if (looked.problem !== null) return notImported(looked.problem, false);
			const refusal = refuse(looked.leftOut, looked.facts);
			if (refusal !== null) return refusal;
			const before = await store.sources();
			if (!before.ok) return before;
			const isAgain = before.value.some((known) => known.source === source.id);
			const kept = await pull(store);
			if (kept.problem !== null) return notImported(kept.problem, isAgain || !(await takenBack(source.id)));
			await store.noteSync({ source: source.id, at: clock.now(), problem: null });
			return ok(null);
		} finally {
			options.onFacts();
			await source.close();
		}
	}

	/** Only what this import brought: facts of an earlier one of the same name are not this one's to forget. */
	async function takenBack(id: SourceId): Promise<boolean> {
		const undone = await store.forget(id);
		if (!undone.ok) logger.error({ source: id, problem: undone.problem }, 'a cut import was not taken back');
		return undone.ok;
	}

	function answer(name: string, source: SourceId, ended: Promise<Result<null>>) {
		return new Promise<Result<{ readonly source: string; readonly duplicate: boolean }>>((resolve) => {
			let isAnswered = false;
			const cancel = clock.after(answerWithinMs, () => {
				isAnswered = true;
				resolve(ok({ source, duplicate: false }));
			});
			void ended.then((result) => {
				cancel();
				if (isAnswered) options.onLate(name, result);
				else resolve(result.ok ? ok({ source, duplicate: false }) : result);
			});
		});
	}

	return {
		async import(input, caller: Caller) {
			if (!caller.mayAct) return mayOnlyLook();
			const brought = await once.run(input.idempotencyKey, () => bring(input));
			return brought.ok ? ok({ source: brought.value.source }) : brought;
		},
		running: () => [...under.values()],
		cancel(id) {
			under.get(id)?.abort.abort();
			return under.has(id);
		},
		async stop() {
			for (const { abort } of under.values()) abort.abort();
			await Promise.allSettled([...under.values()].map(async ({ ended }) => ended));
		},
	};
}

interface Run {
	readonly source: FactSource;
	readonly progress: ProgressWatch;
	readonly abort: AbortController;
	ended?: Promise<unknown>;
}

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

/** Whether a person may forget a source with its facts: imports, and what no open project brings any more; never what was said by hand. */
export function mayForget(id: SourceId, isConnected: boolean): boolean {
	return id !== handSource && (isImport(id) || !isConnected);
}
