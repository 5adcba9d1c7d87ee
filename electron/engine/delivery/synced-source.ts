/** A source of facts with how it is to be asked. */
import type { FactSource } from '../delivery-ports.ts';

/** A source as the loop asks it. */
export interface SyncedSource {
	readonly projectId: string;
	readonly source: FactSource;
	/** Sources with the same one are asked one after the other. */
	readonly host: string;
	/** Between two pulls, ms. */
	readonly everyMs: number;
	/** How far back a first pull goes, ms. */
	readonly backMs: number;
}
