/** A service of an open project, with all that belongs to it. */
import type { ServiceBook } from './service-book.ts';
import type { ServiceDesk } from './service-desk.ts';
import type { PollState } from './service-view.ts';
import type { ServiceSetup } from './setup.ts';

export interface OpenService {
	readonly setup: ServiceSetup;
	readonly book: ServiceBook;
	/** Null where no pipeline is configured. */
	readonly desk: ServiceDesk | null;
	/** Ends with its project. */
	readonly lifetime: AbortController;
	poll: PollState;
	/** Our clock: since when its host does not answer as it should; null while it does. */
	troubleSince: number | null;
	/** Our clock: until then it counts as on screen. */
	lookedAtUntil: number;
	/** Logs of it that are being followed. */
	followers: number;
}

/** Finds an open service by its name. */
export type FindService = (service: string) => OpenService | undefined;
