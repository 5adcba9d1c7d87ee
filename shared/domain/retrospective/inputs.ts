/** All that a monthly report is made of. The hash of it is printed, so that anybody can see whether the same went in. */
import type { MaturityInputs } from '../maturity/inputs.ts';
import type { AgreedAction } from '../maturity/review-actions.ts';
import type { ReportSource } from './model.ts';

export interface ActionInput {
	readonly id: string;
	readonly text: string;
	readonly owner: string | null;
	readonly recommendation: string | null;
}

export interface ReportInputs {
	/** Scope, month, cut-off, facts, configuration and answers. */
	readonly maturity: MaturityInputs;
	readonly scopeTitle: string;
	readonly zone: string;
	readonly definitionsVersion: number;
	readonly benchmarkEdition: string | null;
	readonly sources: readonly ReportSource[];
	/** Agreed for next month. */
	readonly actions: readonly ActionInput[];
	/** Agreed a month ago, with what was measured then. */
	readonly lastMonthsActions: readonly AgreedAction[];
	readonly notes: string;
}
