/** A project's configuration with every default filled in: what `signalbox.yaml` means. Durations are in ms. */
import type { MachinePolicy } from '../domain/deployment/machine.ts';
import type { HealthPolicy } from '../domain/health/model.ts';
import type { Release, Tier } from '../domain/release.ts';
import type { Strategy, StrategyKind } from '../domain/strategy/model.ts';
import type { Freeze, Person } from '../domain/pipeline/decisions.ts';
import type { StageName } from '../domain/pipeline/model.ts';
import type { SlotName } from '../domain/target/model.ts';
import type { DeliveryConfig } from './delivery-model.ts';
import type { PipelineConfig, RepositoryConfig } from './pipeline-model.ts';

/** A secret is never in the file: only where it is to be found. */
export type SecretReference =
	| { readonly from: 'environment'; readonly name: string }
	| { readonly from: 'file'; readonly path: string }
	| { readonly from: 'keychain'; readonly service: string; readonly account: string }
	/** Kept by Signalbox itself, where a person sets it on the screen. */
	| { readonly from: 'signalbox'; readonly name: string };

/** A program with its arguments; never a shell line. `{slot}`, `{version}` and `{port}` are filled in. */
export interface CommandLine {
	readonly file: string;
	readonly args: readonly string[];
	/** Absolute; relative paths in the file are resolved against the folder of `signalbox.yaml`. */
	readonly cwd: string;
	readonly env: Readonly<Record<string, string>>;
	readonly timeoutMs: number;
}

export interface HaproxyTargetConfig {
	readonly kind: 'haproxy';
	readonly label: string;
	/** The runtime API: a unix socket, or host and port. */
	readonly api: { readonly socket: string } | { readonly host: string; readonly port: number };
	readonly backend: string;
	/** Names of the HAProxy servers of each slot. */
	readonly slots: Readonly<Record<SlotName, readonly { readonly server: string; readonly url: string | null }[]>>;
	/** Starts `{version}` in `{slot}`; null when something else runs the servers and only traffic is steered. */
	readonly deploy: CommandLine | null;
	readonly retire: CommandLine | null;
	/** How to ask which version runs in a slot: a command whose first output line is the version, or an address below the server's url. */
	readonly version: { readonly command: CommandLine } | { readonly path: string; readonly field: string } | null;
	readonly publicUrl: string | null;
	/** How long to wait for HAProxy to call the servers up, ms. */
	readonly readyTimeoutMs: number;
}

export interface ProcessTargetConfig {
	readonly kind: 'process';
	readonly label: string;
	/** Port that users reach; 0 lets the machine choose, and it then stays the same. */
	readonly port: number;
	readonly run: CommandLine;
	/** Path that answers 2xx when the process is ready. */
	readonly healthPath: string;
	readonly readyTimeoutMs: number;
	/** Processes per slot. */
	readonly instances: number;
	/** How long a process may finish its requests before it is ended, ms. */
	readonly drainMs: number;
}

export type TargetConfig = HaproxyTargetConfig | ProcessTargetConfig;

/** Names of the series that a slot exposes, for `scrape`. */
export interface ScrapeNames {
	readonly requests: string;
	/** Label and pattern (a regular expression) that mark a request as failed: `status` and `5..`. */
	readonly errorLabel: string;
	readonly errorPattern: string;
	readonly latency: string;
	/** Seconds or milliseconds in the histogram's `le`. */
	readonly latencyUnit: 's' | 'ms';
	/** A gauge of bytes or of a ratio; with `memoryLimit` bytes become a ratio. */
	readonly memory: string;
	readonly memoryLimit: { readonly metric: string } | { readonly bytes: number } | null;
}

/** A counter of the team's own among the requests: refused payments, empty carts. */
export interface ScrapeEvent {
	/** Name of the counter. */
	readonly series: string;
	/** Which of its series count: those whose label matches the whole pattern; null for all. */
	readonly only: { readonly label: string; readonly pattern: string } | null;
}

export interface ScrapeMetricsConfig {
	readonly kind: 'scrape';
	readonly label: string;
	readonly path: string;
	/** Time between two scrapes, ms. */
	readonly intervalMs: number;
	readonly staleAfterMs: number;
	readonly names: ScrapeNames;
	/** Counted beside requests and errors, by name. */
	readonly events?: Readonly<Record<string, ScrapeEvent>>;
}

/**
 * Selectors of raw counters, with the placeholders of queries. Judges that count each request once take these instead of
 * rates over windows, which overlap and extrapolate. Null: not counted.
 */
export interface PrometheusCounters {
	readonly requests: string | null;
	readonly errors: string | null;
	/** Buckets of the histogram of latency, with the label `le` in `latencyUnit`. */
	readonly latency: string | null;
	/** Counted beside them, by name. */
	readonly events: Readonly<Record<string, string>>;
}

export interface PrometheusMetricsConfig {
	readonly kind: 'prometheus';
	readonly label: string;
	readonly url: string;
	readonly auth:
		| { readonly bearer: SecretReference }
		| { readonly user: string; readonly password: SecretReference }
		| null;
	readonly staleAfterMs: number;
	readonly timeoutMs: number;
	/** PromQL per metric; `{{slot}}`, `{{version}}`, `{{service}}`, `{{environment}}` and `{{window}}` are filled in. */
	readonly queries: {
		/** Requests in the window. */
		readonly requests: string;
		readonly errorRate: string;
		/** Answers in `latencyUnit`. */
		readonly p95Latency: string;
		/** Requests per second. */
		readonly throughput: string;
		readonly memory: string | null;
	};
	readonly latencyUnit: 's' | 'ms';
	/** Absent or null where nothing is known to count: then the source keeps no totals. */
	readonly counters?: PrometheusCounters | null;
}

export type MetricsConfig = ScrapeMetricsConfig | PrometheusMetricsConfig;

export interface SmokeConfig {
	readonly checks: readonly { readonly path: string; readonly status: number; readonly contains: string | null }[];
	readonly timeoutMs: number;
}

export interface EnvironmentConfig {
	readonly name: string;
	readonly tier: Tier;
	readonly target: TargetConfig;
	readonly metrics: MetricsConfig | null;
	/** Both strategies with the environment's figures; `strategy` is the one that a plain start uses. */
	readonly strategy: StrategyKind;
	readonly strategies: Readonly<Record<StrategyKind, Strategy>>;
	readonly health: HealthPolicy;
	readonly smoke: SmokeConfig;
	/** What becomes of a rollout when the machine of the control room sleeps or is locked. */
	readonly machine: MachinePolicy;
	/** Time between two readings for the live charts, ms. */
	readonly sampleIntervalMs: number;
	/** Window of the readings that the charts draw, ms. */
	readonly sampleWindowMs: number;
	/** Stages that a release of the pipeline must have passed before it may go here; none where there is no pipeline. */
	readonly requires: readonly StageName[];
}

export interface ServiceConfig {
	readonly name: string;
	readonly owner: string | null;
	/** As it was written, for the screen. */
	readonly repository: string | null;
	/** Where git finds it; null where none is named. */
	readonly repositorySource: RepositoryConfig | null;
	/** Null where nothing is known of how its releases are made. */
	readonly pipeline: PipelineConfig | null;
	/** Releases known from the file, newest first; those of a pipeline come on top. */
	readonly releases: readonly Release[];
	readonly environments: readonly EnvironmentConfig[];
}

export interface ProjectConfig {
	readonly name: string;
	/** Absolute path of the file it was read from. */
	readonly file: string;
	readonly services: readonly ServiceConfig[];
	readonly freezes: readonly Freeze[];
	readonly people: readonly Person[];
	readonly delivery: DeliveryConfig;
}
