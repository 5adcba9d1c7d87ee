/** What people decide about a run on its way: approvals with their checklists, and rules on who may. */
import type { Actor } from '../release.ts';
import type { StageName } from './model.ts';

/** One question of user acceptance. */
export interface ChecklistItem {
	/** Unique within the stage: `business`, `accessibility`, `usability`. */
	readonly id: string;
	readonly question: string;
}

export interface ApprovalRule {
	/** Distinct people. */
	readonly count: number;
	/** Names that may approve; empty for everybody. */
	readonly from: readonly string[];
	/** The people who approve may not all be authors of the change (domain.md: "never only the author"). */
	readonly notOnlyAuthors: boolean;
	readonly checklist: readonly ChecklistItem[];
}

export interface Attachment {
	/** sha256 of its content, in hex: also where it is kept. */
	readonly id: string;
	readonly name: string;
	readonly sizeBytes: number;
	readonly mediaType: string;
}

export interface ChecklistAnswer {
	readonly item: string;
	readonly outcome: 'ok' | 'not-ok' | 'not-applicable';
	readonly note: string | null;
	readonly attachments: readonly Attachment[];
}

/** One person's decision on one stage of one run. The newest of a person counts. */
export interface Approval {
	readonly id: string;
	readonly service: string;
	readonly runId: string;
	readonly stage: StageName;
	/** The try of the run that was decided on; a later try starts without it. Absent: every try. */
	readonly attempt?: number;
	readonly decision: 'approved' | 'rejected' | 'withdrawn';
	readonly by: Actor;
	readonly at: number;
	readonly reason: string | null;
	readonly answers: readonly ChecklistAnswer[];
}

/** Which names stand for one person: the account of this machine, names and addresses in git. */
export interface Person {
	readonly name: string;
	readonly aliases: readonly string[];
}

export type ApprovalState = 'not-needed' | 'waiting' | 'approved' | 'rejected';

/** How far the approvals of a stage are. */
export interface ApprovalStatus {
	readonly state: ApprovalState;
	/** "Waiting for approval from 1 of 2" */
	readonly text: string;
	readonly have: number;
	readonly need: number;
	/** Newest decision of each person, in order of time. */
	readonly decisions: readonly Approval[];
	/** Items that nobody has answered with ok or not-applicable yet. */
	readonly openItems: readonly string[];
}

/** A window in which an environment accepts no promotion. Rollback is always allowed. */
export interface Freeze {
	readonly name: string;
	readonly reason: string | null;
	/** IANA name: the window is in this zone's wall clock, also on days of 23 and 25 hours. */
	readonly zone: string;
	readonly when:
		| {
				readonly kind: 'once';
				/** Local date and time, `2026-12-20T00:00`. */
				readonly from: string;
				readonly to: string;
		  }
		| {
				readonly kind: 'weekly';
				/** `fri 16:00`, ISO weekday 1 (Monday) to 7 and minutes after midnight. */
				readonly from: { readonly weekday: number; readonly minute: number };
				readonly to: { readonly weekday: number; readonly minute: number };
		  }
		| {
				readonly kind: 'yearly';
				/** Month and day, `12-20`; both inclusive. */
				readonly from: string;
				readonly to: string;
		  };
	/** Local dates (`2026-12-23`) on which it does not hold. */
	readonly except: readonly string[];
	/** Names of environments; empty for all of production tier. */
	readonly environments: readonly string[];
	/** Names of services; empty for all. */
	readonly services: readonly string[];
	/** Who may lift it for a while; empty for anybody who may act. */
	readonly liftedBy: readonly string[];
}

/** A freeze lifted for one environment until an instant. */
export interface FreezeLift {
	readonly id: string;
	readonly freeze: string;
	readonly service: string;
	readonly environment: string;
	readonly by: Actor;
	readonly at: number;
	readonly until: number;
	readonly reason: string;
}

/** A freeze that holds now, or the next one to come. Instants in ms since the epoch. */
export interface FreezeWindow {
	readonly freeze: Freeze;
	readonly from: number;
	readonly to: number;
}
