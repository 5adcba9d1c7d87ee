/**
 * The windows through which the delivery metrics meet the world: sources of facts, the store of facts, and what writes reports
 * and quarantines. Connectors, the store and the hosts implement these, as they do `ports.ts`.
 */
import type { DeliveryDecision, RecordedDecision } from '../../shared/domain/delivery/decisions.ts';
import type { Fact, FactKind, FactRef, SourceId } from '../../shared/domain/delivery/facts.ts';
import type { UnlinkedItem } from '../../shared/domain/delivery/links.ts';
import type {
	DeliveryMetric,
	MetricRowsPage,
	MetricsAnswer,
	MetricScope,
	MetricsQuery,
	Suspect,
	TimelineItem,
} from '../../shared/domain/delivery/metrics.ts';
import type { DeliveryPolicy } from '../../shared/domain/delivery/policy.ts';
import type { MonthInputs } from '../../shared/domain/maturity/inputs.ts';
import type { Actor, Tier } from '../../shared/domain/release.ts';
import type { Problem, Result } from '../../shared/domain/result.ts';
import type { Quarantine, TestPolicy, TestRow, TestsSummary, TestState } from '../../shared/domain/tests/model.ts';

/** A piece of what a source tells. */
export interface FactBatch {
	readonly facts: readonly Fact[];
	/** Where a later pull goes on once this batch is kept; opaque. Null: nothing to go on from yet. */
	readonly cursor: string | null;
	/** Of this pull so far; `total` null where the source does not say how much there is. */
	readonly progress: { readonly done: number; readonly total: number | null; readonly noun: string };
	/** From here on its facts are complete, ms since the epoch; null: not known yet. */
	readonly coveredFrom: number | null;
	/** What could not be understood, and why; at most 100 a pull, the rest as a count in the last one. */
	readonly leftOut: readonly { readonly what: string; readonly why: string }[];
}

/**
 * Where facts come from. Failures: `facts-unreachable` (retryable), `facts-unauthorised`, `facts-rate-limited`
 * (`details.notBefore`, ms), `facts-rejected` (not understood), `cancelled`, `too-large`.
 */
export interface FactSource {
	readonly id: SourceId;
	/** `github`, `pagerduty`, `git`, ... */
	readonly kind: string;
	/** "GitHub acme/shop". */
	readonly label: string;
	readonly tells: readonly FactKind[];
	/**
	 * What is new since `cursor`, in batches of at most 5,000 facts; ends after all or after the first failure. Each batch may be
	 * kept by itself: cut off anywhere, a pull with the last kept cursor goes on, and telling a fact twice does no harm.
	 * Without a cursor it goes back to `since` (ms). Facts that may still change (open incidents, running deployments, open
	 * changes) are told again by later pulls.
	 */
	pull(
		request: { readonly cursor: string | null; readonly since: number; readonly now: number },
		signal: AbortSignal,
	): AsyncIterable<Result<FactBatch>>;
	close(): Promise<void>;
}

/** What the store must know to judge. Set whole; what changed is judged again. */
export interface DeliverySetup {
	readonly policy: DeliveryPolicy;
	readonly tests: TestPolicy;
	readonly services: readonly DeliveryService[];
}

export interface DeliveryService {
	readonly name: string;
	readonly owner: string | null;
	/** Name of its repository among `CommitFact.repository`; null where git is not to be had. */
	readonly repository: string | null;
	/** Several services share the repository and this one names paths: `touches` then decides. */
	readonly hasPaths: boolean;
	readonly environments: readonly { readonly name: string; readonly tier: Tier }[];
	/** Sources that are connected for it, for "not measured". */
	readonly sources: {
		readonly deployments: boolean;
		readonly commits: boolean;
		readonly incidents: boolean;
		readonly runs: boolean;
		readonly tests: boolean;
	};
}

export interface StoredSource {
	readonly source: SourceId;
	readonly cursor: string | null;
	readonly coveredFrom: number | null;
	/** When a pull last came to its end. */
	readonly syncedAt: number | null;
	readonly problem: Problem | null;
	readonly counts: Readonly<Partial<Record<FactKind, number>>>;
}

/** Which page of tests. */
export interface TestsQuery {
	readonly services: readonly string[];
	readonly states: readonly TestState[];
	readonly onlyQuarantined: boolean;
	/** Part of the name; empty: all. */
	readonly search: string;
	readonly order: 'state' | 'slowest' | 'lost' | 'name';
	readonly offset: number;
	readonly limit: number;
}

/**
 * Facts and what follows from them, in a database of their own beside the journal: filling it must never hold up a rollback.
 * All of it can be told again by its sources; decisions of people are in the journal, and only mirrored here.
 * Fails with `store-failed`, `store-full`, `store-corrupt`.
 */
export interface DeliveryStore {
	configure(setup: DeliverySetup): Promise<Result<null>>;
	/** Facts of one source with its cursor, all or nothing. Told again unchanged they cost little and change nothing. */
	ingest(batch: {
		readonly source: SourceId;
		readonly facts: readonly Fact[];
		readonly cursor: string | null;
		readonly coveredFrom: number | null;
		readonly at: number;
	}): Promise<Result<{ readonly added: number; readonly changed: number; readonly unchanged: number }>>;
	noteSync(entry: {
		readonly source: SourceId;
		readonly at: number;
		readonly problem: Problem | null;
	}): Promise<Result<null>>;
	sources(): Promise<Result<readonly StoredSource[]>>;
	/** Forgets a source with its facts: an import that was a mistake. */
	forget(source: SourceId): Promise<Result<null>>;
	/** Mirrors decisions of the journal; those up to `decisionsUpTo` are known already. */
	applyDecisions(decisions: readonly RecordedDecision[]): Promise<Result<null>>;
	decisionsUpTo(): Promise<Result<number>>;

	metrics(query: MetricsQuery, now: number): Promise<Result<MetricsAnswer>>;
	rows(request: {
		readonly query: MetricsQuery;
		readonly metric: DeliveryMetric;
		readonly show: 'all' | 'counted' | 'not-counted';
		readonly cursor: string | null;
		readonly limit: number;
		readonly now: number;
	}): Promise<Result<MetricRowsPage>>;
	timeline(request: {
		readonly scope: MetricScope;
		readonly from: number;
		readonly to: number;
		readonly limit: number;
	}): Promise<Result<{ readonly items: readonly TimelineItem[]; readonly total: number }>>;
	suspects(request: {
		readonly incident: FactRef;
		readonly lookBackMs: number;
	}): Promise<Result<{ readonly incident: TimelineItem; readonly suspects: readonly Suspect[] }>>;
	unlinked(request: {
		readonly scope: MetricScope;
		readonly from: number;
		readonly limit: number;
	}): Promise<Result<{ readonly items: readonly UnlinkedItem[]; readonly total: number }>>;
	tests(
		query: TestsQuery,
		now: number,
	): Promise<Result<{ readonly summary: TestsSummary; readonly rows: readonly TestRow[]; readonly total: number }>>;
	/** Services and environments that are configured or that facts name. */
	units(): Promise<Result<readonly { readonly service: string; readonly environment: string; readonly tier: Tier }[]>>;
	/** In force at `now`, of all services. */
	quarantines(now: number): Promise<Result<readonly Quarantine[]>>;
	/** Months (`2026-10`, reporting zone) that have deployments, newest first. */
	months(scope: MetricScope): Promise<Result<readonly string[]>>;
	monthFacts(request: {
		readonly scope: MetricScope;
		readonly month: string;
		readonly now: number;
	}): Promise<Result<MonthInputs>>;
	/** Newest decision of each thing, for screens: notes, answers, actions, frozen reports of a scope. */
	decisions(filter: {
		readonly types: readonly RecordedDecision['decision']['type'][];
	}): Promise<Result<readonly RecordedDecision[]>>;
	close(): Promise<void>;
}

/** Decisions of people in the journal (stream `delivery`): the truth that the store of facts mirrors. */
export interface DecisionJournal {
	/** Durable before it resolves. `duplicate` where the key was known: then nothing is written. */
	recordDecision(entry: {
		readonly decision: DeliveryDecision;
		readonly actor: Actor;
		readonly at: number;
		readonly idempotencyKey: string | null;
	}): Promise<Result<{ readonly seq: number; readonly duplicate: boolean }>>;
	/** In the order of the journal, those behind a position. */
	decisionsAfter(request: {
		readonly afterSeq: number;
		readonly limit: number;
		/** Only of these types; left out: all. */
		readonly types?: readonly DeliveryDecision['type'][];
	}): Promise<Result<readonly RecordedDecision[]>>;
}

/** Makes a PDF of one self-contained HTML page: tagged, with an outline. Fails with `unsupported` where nothing can print. */
export interface PdfPrinter {
	print(html: string, signal?: AbortSignal): Promise<Result<Uint8Array>>;
	/** Ok where it can print, else `unsupported` with what to do; absent where that shows only on trying. */
	check?(): Promise<Result<null>>;
}

/** Writes what is quarantined where test runners read it. Idempotent, atomic; keeps nothing but entries in force. */
export interface QuarantineWriter {
	write(file: string, quarantines: readonly Quarantine[]): Promise<Result<null>>;
}

/** Writes a finished report into a folder, atomically, never over another one's name. */
export interface ReportFiles {
	write(request: {
		readonly folder: string;
		readonly name: string;
		readonly content: Uint8Array;
	}): Promise<Result<{ readonly file: string }>>;
	/** The newest file of that name, numbered ones too, that was made or changed at `since` or later (ms); null: none. */
	madeSince(request: {
		readonly folder: string;
		readonly name: string;
		readonly since: number;
	}): Promise<string | null>;
}

/** What people put into quarantine, and when: a gate on tests lets through what was in quarantine when the tests ran. */
export interface QuarantineSource {
	/** What held of a test at an instant, also where it has ended since; null: it was not in quarantine. From memory. */
	held(request: { readonly service: string; readonly test: string; readonly at: number }): Quarantine | null;
	/** Reads what was decided meanwhile, also by another control room. Never fails: then what is known goes on to hold. */
	refresh(): Promise<void>;
}
