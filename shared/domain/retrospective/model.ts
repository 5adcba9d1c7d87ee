/**
 * The monthly report as a value: everything that is printed, nothing that has to be looked up. Frozen it is journalled as it
 * is, so it reads the same for ever; what came to be known later shows as "revised since".
 */
import type { DeploymentStanding, FailureEvidence } from '../delivery/judged.ts';
import type { MetricAnswer, Period } from '../delivery/metrics.ts';
import type { ActionReview, AntiPatternFinding, MaturityAssessment, Recommendation } from '../maturity/model.ts';
import type { TestRow, TestsSummary } from '../tests/model.ts';

export const reportFormats = ['pdf', 'html', 'markdown', 'json'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Version of the shape below; the published JSON schema carries it. */
export const reportSchemaVersion = 1;

export interface ReportSource {
	readonly label: string;
	readonly kind: string;
	readonly state: 'connected' | 'failing' | 'missing';
	/** What it means for the numbers, in words. */
	readonly note: string;
	/** Facts are known from here on; ms since the epoch. */
	readonly coveredFrom: number | null;
	readonly syncedTo: number | null;
}

export interface ReportDeployment {
	readonly ref: string;
	readonly service: string;
	readonly environment: string;
	readonly version: string | null;
	readonly at: number;
	readonly standing: DeploymentStanding;
	readonly commits: number;
	readonly isFailed: boolean;
	readonly isUnplanned: boolean;
}

export interface ReportFailure extends ReportDeployment {
	readonly evidence: readonly FailureEvidence[];
	readonly brokenAt: number;
	readonly recoveredAt: number | null;
	readonly recoveredBy: string | null;
}

export interface ReportIncident {
	readonly ref: string;
	readonly title: string;
	readonly service: string | null;
	readonly severity: string;
	readonly startedAt: number;
	readonly resolvedAt: number | null;
	readonly url: string | null;
}

export interface MonthlyReport {
	readonly schemaVersion: number;
	/** `*` for all services, a service's name, or `group:<name>`. */
	readonly scope: string;
	readonly scopeTitle: string;
	/** `2026-10`. */
	readonly month: string;
	readonly period: Period;
	readonly zone: string;
	readonly definitionsVersion: number;
	readonly benchmarkEdition: string | null;
	/** Nothing that was told after it is in here; ms since the epoch. */
	readonly cutOff: number;
	/** SHA-256 over the canonical JSON of all inputs, hex. */
	readonly inputsHash: string;
	readonly sources: readonly ReportSource[];
	/** "3 of 41 deployments have no commit link." */
	readonly completeness: readonly string[];
	readonly services: readonly string[];
	readonly environments: readonly string[];

	/** Two or three plain sentences: what the month was like, from the numbers below. */
	readonly summary: readonly string[];
	/** Newest first, at most 200; `shippedTotal` is of all. */
	readonly shipped: readonly ReportDeployment[];
	readonly shippedTotal: number;
	/** The five: this month, last month, the month before that, and 180 days of trend. */
	readonly dora: readonly (MetricAnswer & { readonly monthBeforeLast: number | null })[];
	readonly quality: readonly (MetricAnswer & { readonly monthBeforeLast: number | null })[];
	readonly failures: readonly ReportFailure[];
	readonly openIncidents: readonly ReportIncident[];
	readonly incidentsNotFromChange: readonly ReportIncident[];
	/** Slowest commits to reach production, at most 10. */
	readonly slowestCommits: readonly {
		readonly sha: string;
		readonly subject: string;
		readonly service: string;
		readonly leadMs: number;
		readonly version: string | null;
	}[];
	readonly tests: {
		readonly summary: TestsSummary;
		readonly flaky: readonly TestRow[];
		readonly broken: readonly TestRow[];
		readonly slowest: readonly TestRow[];
		readonly quarantined: readonly TestRow[];
	} | null;
	/** Changes of flags and migrations in the month; null: not measured. */
	readonly flagChanges: number | null;
	readonly migrations: number | null;
	readonly antiPatterns: readonly AntiPatternFinding[];
	readonly maturity: MaturityAssessment;
	/** At most three. */
	readonly recommendations: readonly Recommendation[];
	readonly lastMonthsActions: readonly ActionReview[];
	/** Agreed for next month. */
	readonly actions: readonly {
		readonly id: string;
		readonly text: string;
		readonly owner: string | null;
		readonly recommendation: string | null;
		/** As measured when it was agreed, for the check a month later; null for people's own. */
		readonly check: Recommendation['check'] | null;
	}[];
	/** What people wrote, Markdown. */
	readonly notes: string;
}

/** What changed since a report was frozen; nothing in the frozen one is touched. */
export interface Revision {
	/** "Change fail rate": what is meant. */
	readonly label: string;
	readonly was: string;
	readonly is: string;
	/** "An incident was linked to 2.3.0 on 3 November." Null where only the number is known. */
	readonly because: string | null;
}

export interface FrozenReport {
	readonly report: MonthlyReport;
	readonly frozenAt: number;
	readonly frozenBy: string;
	/** Position in the journal. */
	readonly seq: number;
	readonly revisions: readonly Revision[];
}
