/** Hosts of incidents that list by time of creation, as they are asked in windows of time. */
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import type { Result } from '../../../../shared/domain/result.ts';
import type { FactSource } from '../../../engine/delivery-ports.ts';
import type { HostClock } from './host-clock.ts';
import type { LeftOut } from './left-out.ts';

/** An incident of the host, read. */
export interface ListedIncident {
	readonly fact: IncidentFact;
	/** What the host orders by, ms. */
	readonly createdAt: number;
	/** Its id in the host, which `one` finds it by. */
	readonly id: string;
}

export interface ListedPage {
	readonly incidents: readonly ListedIncident[];
	/** What could not be read. */
	readonly leftOut: readonly LeftOut[];
	/** How many the page had, read or not. */
	readonly length: number;
	/** The host has more after this page. */
	readonly hasMore: boolean;
	/** Of `pageKeyOf`. */
	readonly key: string;
	readonly total: number | null;
}

export interface Window {
	/** Inclusive, ms. */
	readonly from: number;
	/** Exclusive, ms. */
	readonly to: number;
}

/** Which part of a list. */
export interface Part {
	readonly offset: number;
	/** At most `pageSize`; less where a whole page is too large to be read. */
	readonly limit: number;
}

export interface WindowedHost extends HostClock, Pick<FactSource, 'id' | 'kind' | 'label'> {
	/** What a cursor depends on: the address. */
	readonly about: readonly string[];
	readonly pageSize: number;
	/** Offset plus page may not pass it. */
	readonly mostOffset: number;
	readonly longestWindowMs: number;
	/** Created within the window, oldest first. */
	created(window: Window, part: Part, signal: AbortSignal): Promise<Result<ListedPage>>;
	/** All that are open now, in any order. */
	open(part: Part, signal: AbortSignal): Promise<Result<ListedPage>>;
	/** Null: there is no such incident any more. */
	one(id: string, signal: AbortSignal): Promise<Result<ListedIncident | null>>;
	close(): void;
}
