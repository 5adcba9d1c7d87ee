/** What the store judges by, and how it learns of it: the first time together with all that people decided. */
import { ok, type Result } from '../../../shared/domain/result.ts';
import type { DeliverySetup, DeliveryStore } from '../delivery-ports.ts';
import type { OwnSources } from './own-sources.ts';
import { type DeliveryProject, deliverySetup } from './setup.ts';
import type { SyncLoop } from './sync-loop.ts';

export interface StoreSetup {
	now(): DeliverySetup;
	/** Tells the store. After a first time that failed, the next one is the first again. */
	run(): Promise<Result<null>>;
	/** That none were noted means something from now on; false: it did before. */
	incidentNoted(): boolean;
}

export interface StoreSetupOptions {
	readonly store: Pick<DeliveryStore, 'configure' | 'decisions' | 'sources'>;
	readonly loop: Pick<SyncLoop, 'add'>;
	readonly own: Pick<OwnSources, 'synced'>;
	/** Brings what people decided into the store. */
	readonly begin: () => Promise<Result<null>>;
}

export function createStoreSetup(
	{ store, begin, loop, own }: StoreSetupOptions,
	open: () => readonly DeliveryProject[],
): StoreSetup {
	let hasNoted = false;
	let isWhole = false;
	const now = (): DeliverySetup => deliverySetup(open(), hasNoted);

	async function first(): Promise<Result<null>> {
		const noted = await store.decisions({ types: ['incident-noted'] });
		if (!noted.ok) return noted;
		hasNoted ||= noted.value.length > 0;
		const configured = await store.configure(now());
		if (!configured.ok) return configured;
		const begun = await begin();
		if (!begun.ok) return begun;
		const kept = await store.sources();
		if (!kept.ok) return kept;
		loop.add(own.synced, kept.value);
		return ok(null);
	}

	return {
		now,
		async run() {
			const done = isWhole ? await store.configure(now()) : await first();
			isWhole ||= done.ok;
			return done;
		},
		incidentNoted() {
			const isNew = !hasNoted;
			hasNoted = true;
			return isNew;
		},
	};
}
