/** What the worker thread of the facts and its proxy say to one another. */
import type { DeliveryStore } from '../../engine/delivery-ports.ts';

/** Every question; `close` ends the thread and is said apart. */
export const deliveryMethods = [
	'configure',
	'ingest',
	'noteSync',
	'sources',
	'forget',
	'applyDecisions',
	'decisionsUpTo',
	'metrics',
	'rows',
	'timeline',
	'suspects',
	'unlinked',
	'tests',
	'units',
	'quarantines',
	'months',
	'monthFacts',
	'decisions',
] as const satisfies readonly (keyof DeliveryStore)[];
export type DeliveryMethod = (typeof deliveryMethods)[number];

/** Given to the thread when it starts. */
export interface WorkerStart {
	readonly file: string;
	/** ms; names a damaged file that is set aside. */
	readonly now: number;
}

export type WorkerQuestion =
	| { readonly id: number; readonly method: DeliveryMethod; readonly args: readonly unknown[] }
	| { readonly id: number; readonly method: 'close'; readonly args: readonly [] };

/** The first message of a thread has the id 0 and tells how opening went: its value is where a damaged file was set aside to. */
export interface WorkerAnswer {
	readonly id: number;
	readonly result: unknown;
}
