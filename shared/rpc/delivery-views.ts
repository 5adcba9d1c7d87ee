/** What of the delivery metrics crosses to the screens beside the answers themselves. */
import type { Problem } from '../domain/result.ts';
import type { FrozenReport, MonthlyReport } from '../domain/retrospective/model.ts';

/** Singleton of the room: enough to draw the frame, and to know when to ask again. */
export interface DeliveryView {
	/** Grows whenever facts, decisions or the configuration changed: answers may differ now. */
	readonly revision: number;
	readonly zone: string;
	readonly isReady: boolean;
	/** Why there are no answers at all; null where there are. */
	readonly problem: Problem | null;
	readonly services: readonly string[];
	/** Of the file and by owner. */
	readonly groups: readonly { readonly name: string; readonly services: readonly string[] }[];
	readonly environments: readonly { readonly name: string; readonly isProduction: boolean }[];
	/** Today in the reporting zone, `2026-11-28`. */
	readonly today: string;
	/** Months with deployments, newest first. */
	readonly months: readonly string[];
	/** Facts that could not be linked, of the last 90 days. */
	readonly unlinked: number;
	/** Frozen reports, newest month first. */
	readonly reports: readonly { readonly scope: string; readonly month: string; readonly frozenAt: number }[];
	readonly benchmarks: readonly { readonly edition: string; readonly source: string }[];
}

export const noDelivery: DeliveryView = {
	revision: 0,
	zone: 'UTC',
	isReady: false,
	problem: null,
	services: [],
	groups: [],
	environments: [],
	today: '1970-01-01',
	months: [],
	unlinked: 0,
	reports: [],
	benchmarks: [],
};

/** A source of facts, in the room's collection `factSources`. */
export interface FactSourceView {
	readonly id: string;
	readonly projectId: string;
	readonly label: string;
	readonly kind: string;
	/** What it tells, in words: "deployments, changes". */
	readonly tells: string;
	readonly state: 'idle' | 'syncing' | 'failing' | 'paused';
	readonly progress: {
		readonly done: number;
		readonly total: number | null;
		readonly noun: string;
		/** Facts a second, over the last half minute. */
		readonly rate: number | null;
		readonly leftMs: number | null;
	} | null;
	readonly problem: Problem | null;
	readonly syncedAt: number | null;
	readonly coveredFrom: number | null;
	readonly facts: number;
	/** Facts of the last pull that could not be understood. */
	readonly leftOut: readonly { readonly what: string; readonly why: string }[];
	readonly nextAt: number | null;
	/** An import: it may be forgotten with its facts. */
	readonly canForget: boolean;
}

/** A month's report as the screen shows it: the draft of now, or the frozen one. */
export interface RetrospectiveView {
	readonly report: MonthlyReport;
	readonly frozen: Pick<FrozenReport, 'frozenAt' | 'frozenBy' | 'seq' | 'revisions'> | null;
	/** Formats that this host can write, and why not the others. */
	readonly formats: readonly {
		readonly format: 'pdf' | 'html' | 'markdown' | 'json';
		readonly problem: string | null;
	}[];
	/** When the schedule writes it by itself; null: not scheduled. ms since the epoch. */
	readonly scheduledAt: number | null;
}
