/** Imports by a person: begun with a click, watched, stopped. */
import type { SourceId } from '../../../shared/domain/delivery/facts.ts';
import { handSource, importSourceId, isImport } from '../../../shared/domain/delivery/own-sources.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { FactSource } from '../delivery-ports.ts';
import { mayOnlyLook } from '../pipelines/commands.ts';
import { createOnce } from '../pipelines/once.ts';
import type { Clock } from '../ports.ts';
import { createCutImports } from './cut-imports.ts';
import { createImportWork, type ImportRun, type ImportWorkOptions } from './import-work.ts';
import { watchProgress } from './progress.ts';

type ImportInput = Parameters<DeliveryApi['import']>[0];

/** Makes the source that reads what a person hands over. */
export type ImportSourceFactory = (
	request: Pick<ImportInput, 'name' | 'format' | 'from'> & { readonly id: SourceId },
) => Result<FactSource>;

export interface Imports extends Pick<DeliveryApi, 'import'> {
	/** The store is there: what was cut off before is looked for. */
	open(): void;
	/** Those under way. */
	running(): readonly ImportRun[];
	/** Stops one; nothing of it is kept, unless an earlier one of its name was. False where it does not run. */
	cancel(id: SourceId): boolean;
	stop(): Promise<void>;
}

export interface ImportsOptions extends ImportWorkOptions {
	readonly importSource: ImportSourceFactory;
	/** Today in the reporting zone. */
	readonly today: () => string;
	/** An import that a click no longer waited for ended like this. */
	readonly onLate: (name: string, result: Result<unknown>) => void;
	/** One that the end of Signalbox had cut off. */
	readonly onTakenBack: (id: SourceId) => void;
}

type Brought = { readonly source: string; readonly duplicate: boolean };

/** A click waits so long for an import; a longer one goes on behind it. */
const answerWithinMs = 20_000;

export function createImports(options: ImportsOptions): Imports {
	const { clock } = options;
	const once = createOnce<Brought>();
	const under = new Map<SourceId, ImportRun & { readonly ended: Promise<Result<null>> }>();
	const work = createImportWork(options);
	const cut = createCutImports({ ...options, isRunning: (id) => under.has(id) });

	async function bring(input: ImportInput): Promise<Result<Brought>> {
		const id = importSourceId(options.today(), input.name);
		if (under.has(id)) {
			return fail('already-running', `An import named "${input.name}" is under way.`, 'Wait for it, or stop it first.');
		}
		const made = options.importSource({ ...input, id });
		if (!made.ok) return made;
		const run = { source: made.value, progress: watchProgress(clock.monotonic), abort: new AbortController() };
		const ended = work(run).finally(() => {
			under.delete(id);
			options.onChange(id);
		});
		under.set(id, { ...run, ended });
		options.onChange(id);
		const onLate = (result: Result<null>): void => options.onLate(input.name, result);
		const result = await inTime(clock, ended, onLate);
		return result.ok ? ok({ source: id, duplicate: false }) : result;
	}

	return {
		async import(input, caller: Caller) {
			if (!caller.mayAct) return mayOnlyLook();
			const brought = await once.run(input.idempotencyKey, () => bring(input));
			return brought.ok ? ok({ source: brought.value.source }) : brought;
		},
		open: cut.look,
		running: () => [...under.values()],
		cancel(id) {
			under.get(id)?.abort.abort();
			return under.has(id);
		},
		async stop() {
			cut.stop();
			for (const { abort } of under.values()) abort.abort();
			await Promise.all([...under.values()].map(({ ended }) => ended));
		},
	};
}

/** Ok after so long in any case; `onLate` hears then how it ended. */
function inTime(
	clock: Pick<Clock, 'after'>,
	ended: Promise<Result<null>>,
	onLate: (result: Result<null>) => void,
): Promise<Result<null>> {
	return new Promise((resolve) => {
		let isAnswered = false;
		const cancel = clock.after(answerWithinMs, () => {
			isAnswered = true;
			resolve(ok(null));
		});
		void ended.then((result) => {
			cancel();
			if (isAnswered) onLate(result);
			else resolve(result);
		});
	});
}

/** Whether a person may forget a source with its facts: imports, and what no open project brings any more; never what was said by hand. */
export function mayForget(id: SourceId, isConnected: boolean): boolean {
	return id !== handSource && (isImport(id) || !isConnected);
}
