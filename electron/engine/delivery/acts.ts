/** What people do about sources: sync, stop, import, forget. */
import type { SourceId } from '../../../shared/domain/delivery/facts.ts';
import { fail, ok, type Result } from '../../../shared/domain/result.ts';
import type { Caller } from '../../../shared/rpc/api.ts';
import type { DeliveryApi } from '../../../shared/rpc/delivery-api.ts';
import type { DeliveryStore } from '../delivery-ports.ts';
import { mayOnlyLook } from '../pipelines/commands.ts';
import { type Imports, mayForget } from './imports.ts';
import { type SyncLoop, unknownSource } from './sync-loop.ts';

export type SourceActs = Pick<DeliveryApi, 'sync' | 'cancelSync' | 'import' | 'forget'>;

export function createSourceActs(options: {
	readonly loop: SyncLoop;
	readonly imports: Imports;
	readonly store: Pick<DeliveryStore, 'forget' | 'sources'>;
	readonly onForgotten: () => void;
	/** Resolves once sources are known. */
	readonly whole: () => Promise<Result<null>>;
}): SourceActs {
	const { loop, imports, store } = options;

	async function forget(id: SourceId): Promise<Result<null>> {
		const kept = await store.sources();
		if (!kept.ok) return kept;
		if (!kept.value.some(({ source }) => source === id)) return unknownSource();
		const isConnected = loop.states().some(({ synced }) => synced.source.id === id);
		if (imports.running().some(({ source }) => source.id === id)) {
			return fail('already-running', 'It is being imported just now.', 'Stop it first; nothing of it is kept then.');
		}
		if (!mayForget(id, isConnected)) {
			return fail(
				'not-allowed',
				'An open project brings these facts, so they would come again with the next sync.',
				'Take the source out of signalbox.yaml first.',
			);
		}
		const done = await store.forget(id);
		if (done.ok) options.onForgotten();
		return done;
	}

	async function acting<T>(caller: Caller, work: () => Result<T> | Promise<Result<T>>): Promise<Result<T>> {
		if (!caller.mayAct) return mayOnlyLook();
		const whole = await options.whole();
		return whole.ok ? work() : whole;
	}

	return {
		sync: ({ source }, caller) => acting(caller, () => loop.sync(source)),
		cancelSync: ({ source }, caller) => acting(caller, () => (imports.cancel(source) ? ok(null) : loop.cancel(source))),
		import: (input, caller) => acting(caller, () => imports.import(input, caller)),
		forget: ({ source }, caller) => acting(caller, () => forget(source)),
	};
}
