/**
 * The engine's windows to the world. Connectors, the store and the hosts implement these;
 * the engine itself touches no clock, network, process or file.
 */
import type { RecordedEvent } from '../../shared/domain/deployment/events.ts';
import type { Deployment, Standing } from '../../shared/domain/deployment/model.ts';
import type { MetricName, Reading, StoredLook } from '../../shared/domain/health/model.ts';
import type { Measurement, SlotTotals } from '../../shared/domain/health/totals.ts';
import type { Actor, EnvironmentKey } from '../../shared/domain/release.ts';
import type { JsonValue, Problem, Result } from '../../shared/domain/result.ts';
import type { SlotName, TargetState, TrafficSplit } from '../../shared/domain/target/model.ts';

/** Time, passed in. Labels come from `now`, durations only from `monotonic`, so that a clock that jumps moves nothing. */
export interface Clock {
	/** Wall clock, ms since the epoch. */
	now(): number;
	/** Milliseconds that only ever grow; the zero is arbitrary. */
	monotonic(): number;
	/**
	 * Milliseconds that this machine has been up, sleep included; untouched by a wall clock that is set. Absent where that
	 * is not known.
	 */
	uptime?(): number;
	/** Calls `run` once after `delayMs` of monotonic time; the returned function cancels it. */
	after(delayMs: number, run: () => void): () => void;
}

export interface Logger {
	debug(fields: Readonly<Record<string, unknown>>, message: string): void;
	info(fields: Readonly<Record<string, unknown>>, message: string): void;
	warn(fields: Readonly<Record<string, unknown>>, message: string): void;
	error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

/**
 * A place that runs releases in two slots and splits traffic between them.
 * Every call is idempotent, may be repeated after a crash, and ends when `signal` aborts.
 */
export interface Target {
	readonly kind: 'haproxy' | 'process' | 'memory';
	/** Short name for the screen: "haproxy eu-west". */
	readonly label: string;
	/** What is really so, asked of the target now. Changes nothing. */
	inspect(signal?: AbortSignal): Promise<Result<TargetState>>;
	/**
	 * Runs `version` in `slot` and resolves when the target calls the slot up. Does not touch the traffic split.
	 * Running the version that is already up there is a success without effect.
	 * Fails with `unknown-version`, `deploy-failed`, `slot-not-ready`, `port-in-use`, `timed-out` or `target-unreachable`.
	 */
	deploy(
		request: { readonly slot: SlotName; readonly version: string; readonly fence: number },
		signal?: AbortSignal,
	): Promise<Result<TargetState>>;
	/**
	 * Sets the split TO these shares and reads it back; `traffic-not-taken` when what was read differs by more than one point.
	 * Must not wait for anything but the target itself: a rollback goes through here.
	 */
	setTraffic(
		request: { readonly split: TrafficSplit; readonly fence: number },
		signal?: AbortSignal,
	): Promise<Result<TargetState>>;
	/** Ends what runs in a slot that has no traffic; refused with `target-refused` while it has some. An empty slot is a success. */
	retire(
		request: { readonly slot: SlotName; readonly fence: number },
		signal?: AbortSignal,
	): Promise<Result<TargetState>>;
	/**
	 * Lines that a person can paste into a shell to set `split` past Signalbox, and then to see what is so: for when
	 * everything else failed. Pure: asks nobody, so that it also answers while the target is out of reach.
	 */
	manualCommands(split: TrafficSplit): readonly string[];
	/** Frees connections of ours; never touches what runs. */
	close(): Promise<void>;
}

/** Asks the new slot directly, before it has users. Resolves with a note such as "3 checks passed". */
export interface SmokeTester {
	run(
		request: { readonly version: string; readonly addresses: readonly string[] },
		signal?: AbortSignal,
	): Promise<Result<{ readonly note: string }>>;
}

/** Where to find a slot's numbers. */
export interface SlotPlace {
	readonly slot: SlotName;
	readonly version: string | null;
	readonly addresses: readonly string[];
}

export interface MetricSource {
	readonly kind: 'prometheus' | 'scrape' | 'memory';
	readonly label: string;
	/**
	 * Reads each metric of each slot over the window that ends now. Always answers one reading per slot and metric:
	 * what could not be read is a named state in the reading, never a missing entry and never a zero.
	 * `warnings` are the source's own words (Prometheus warnings and infos).
	 */
	read(
		request: { readonly slots: readonly SlotPlace[]; readonly windowMs: number },
		signal?: AbortSignal,
	): Promise<MetricReport>;
	/**
	 * Answers the team's own queries once each; `{{slot}}` and the like in them are filled in with `place`.
	 * Absent where the source has no query language. Always one measurement a query, failed ones included.
	 */
	measure?(
		request: {
			readonly queries: readonly { readonly name: string; readonly query: string }[];
			readonly place: SlotPlace;
			readonly windowMs: number;
		},
		signal?: AbortSignal,
	): Promise<Readonly<Record<string, Measurement>>>;
	/** The past, where the source keeps one: one reading per slot, metric and step; used to fill a gap after a restart. */
	readRange?(
		request: {
			readonly slots: readonly SlotPlace[];
			readonly fromMs: number;
			readonly toMs: number;
			readonly stepMs: number;
		},
		signal?: AbortSignal,
	): Promise<Result<readonly Reading[]>>;
	close(): Promise<void>;
}

export interface MetricReport {
	readonly at: number;
	readonly readings: readonly Reading[];
	readonly warnings: readonly string[];
	/** Set when the source as a whole could not be reached or refused. */
	readonly problem: Problem | null;
	/** What the source says it is, e.g. `Prometheus 2.42.0`; absent where it has not been told yet. */
	readonly product?: string;
	/** Running totals of each slot; a slot that could not be counted is left out. Absent where the source keeps none. */
	readonly totals?: readonly SlotTotals[];
}

/** One entry of the journal as written. */
export interface JournalEntry {
	/** Position in the whole journal, from 1, without gaps. */
	readonly seq: number;
	/** What the entry is about: `deployment:<id>`, `environment:<key>`, `project-of:<deployment id>` (where it came from), `pipeline:<service>`, `delivery` or `room`. */
	readonly stream: string;
	/** Position within the stream, from 1. */
	readonly revision: number;
	readonly type: string;
	readonly at: number;
	readonly actor: Actor;
	readonly payload: JsonValue;
	readonly hash: string;
	readonly previousHash: string;
}

/** What the store hands back of a deployment without replaying it. */
export interface DeploymentRow {
	readonly deployment: Deployment;
	/** Position of the deployment's first and last entry in the journal. */
	readonly firstSeq: number;
	readonly lastSeq: number;
}

/** What stands in an environment, and what was last known good there. */
export interface EnvironmentRecord {
	readonly key: EnvironmentKey;
	readonly standing: Standing | null;
	/** Version that last completed with a healthy verdict; null when none ever did. */
	readonly knownGood: string | null;
	/** What was known good before `deploymentId` completed: known good again when that release is taken back. */
	readonly previousKnownGood?: string | null;
	/** When `standing` last changed, ms since the epoch. */
	readonly since: number | null;
	/** Deployment that brought it there; null when it was found standing. */
	readonly deploymentId: string | null;
}

/** One write: events of one deployment together with the projections that follow from them, all or nothing. */
export interface DeploymentAppend {
	readonly deploymentId: string;
	/** Revision the stream must have before this write; otherwise nothing is written and `stale` is returned. */
	readonly expectedRevision: number;
	readonly events: readonly RecordedEvent[];
	/** The fold after the last event. */
	readonly deployment: Deployment;
	/** Set when the write changes what stands in the environment. */
	readonly environment: EnvironmentRecord | null;
	/** Key of the command behind this write; a key that is already known makes the write a no-op. */
	readonly idempotencyKey: string | null;
	/**
	 * True on the way back to known good, where users wait for the disk: the write then survives a crash of this process
	 * before it resolves, and a cut of power some milliseconds later instead of before.
	 */
	readonly isWayBack: boolean;
	/** The fencing number of the writer's lease; a newer lease in the store refuses the write with `lease-lost`. */
	readonly fence: number;
}

export interface Lease {
	readonly environment: EnvironmentKey;
	/** Who holds it, readable: "Signalbox on build-7, process 4121". */
	readonly holder: string;
	/** Grows with each new holder; a target that knows it refuses smaller ones. */
	readonly fence: number;
	readonly expiresAt: number;
}

/** The store: journal first, projections in the same transaction. */
export interface Store {
	/**
	 * Appends events durably (fsync before it resolves, but for `isWayBack`) and updates projections in the same transaction.
	 * Fails with `stale`, `lease-lost`, `store-full`, `store-failed`. `duplicate` is true when the idempotency key was known.
	 */
	append(write: DeploymentAppend): Promise<Result<{ readonly lastSeq: number; readonly duplicate: boolean }>>;
	/** Notes a fact that belongs to no deployment: a connection, a project opened, a lease taken. */
	note(entry: {
		readonly stream: string;
		readonly type: string;
		readonly actor: Actor;
		readonly at: number;
		readonly payload: JsonValue;
	}): Promise<Result<{ readonly seq: number }>>;
	/** The deployment and result that a command with this key led to; null when the key is new. */
	findCommand(
		idempotencyKey: string,
	): Promise<Result<{ readonly deploymentId: string; readonly revision: number } | null>>;

	deployment(id: string): Promise<Result<DeploymentRow | null>>;
	/** Deployments that have not ended, or whose previous slot is still kept warm. */
	openDeployments(): Promise<Result<readonly DeploymentRow[]>>;
	/** Newest first by `firstSeq`, whatever the wall clock said; `before` is the `firstSeq` to page on. */
	listDeployments(filter: {
		readonly service?: string;
		readonly environment?: string;
		readonly before?: number;
		readonly limit: number;
	}): Promise<Result<readonly DeploymentRow[]>>;
	events(deploymentId: string): Promise<Result<readonly RecordedEvent[]>>;
	environments(): Promise<Result<readonly EnvironmentRecord[]>>;
	saveEnvironment(record: EnvironmentRecord, actor: Actor, at: number): Promise<Result<void>>;

	/** Takes or renews the lease. A holder that is gone (its process on this machine ended, or it expired) is replaced with a higher fence. Fails with `lease-held`, naming the holder. */
	takeLease(environment: EnvironmentKey, now: number, ttlMs: number): Promise<Result<Lease>>;
	releaseLease(environment: EnvironmentKey): Promise<Result<void>>;
	leases(): Promise<Result<readonly Lease[]>>;

	/** Metric samples of a deployment, for replay. Losing the last seconds of these in a crash is acceptable. */
	saveSamples(deploymentId: string, samples: readonly StoredSample[]): Promise<Result<void>>;
	samples(deploymentId: string): Promise<Result<readonly StoredSample[]>>;
	/** Looks of the judge in order, for replay, for trying another policy, and for a judge's memory after a restart. */
	saveLook(deploymentId: string, look: StoredLook): Promise<Result<void>>;
	looks(deploymentId: string): Promise<Result<readonly StoredLook[]>>;

	journal(filter: {
		readonly stream?: string;
		readonly afterSeq?: number;
		readonly limit: number;
	}): Promise<Result<readonly JournalEntry[]>>;
	/** Last position in the journal, 0 when empty; cheap, so that a second control room can follow. */
	lastSeq(): Promise<Result<number>>;
	/** Walks the hash chain; fails with `store-corrupt` naming the first entry that does not fit. */
	verify(): Promise<Result<{ readonly entries: number }>>;
	close(): Promise<void>;
}

/** Values of one instant, one row per sample: what the charts draw and a replay shows again. */
export interface StoredSample {
	/** ms since the epoch. */
	readonly at: number;
	/** `null` draws a gap. Keyed by slot, then metric. */
	readonly values: Readonly<Record<SlotName, Readonly<Partial<Record<MetricName, number | null>>>>>;
}

export type { Actor };
