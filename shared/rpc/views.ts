/** What crosses the wire to the screens: the engine's truth, ready to be shown. */
import type { CommandKind, RecordedEvent } from '../domain/deployment/events.ts';
import type { Deployment, Standing } from '../domain/deployment/model.ts';
import type { EvidencePoint, JudgeAnswer } from '../domain/health/evidence/model.ts';
import type { HealthPolicy, MetricName, Reading, Verdict, VerdictOutcome } from '../domain/health/model.ts';
import type { EnvironmentKey, Release, Tier } from '../domain/release.ts';
import type { Problem } from '../domain/result.ts';
import type { StrategyKind } from '../domain/strategy/model.ts';
import type { SlotName, TargetState } from '../domain/target/model.ts';
import type { DeliveryView, FactSourceView } from './delivery-views.ts';
import type { ServiceView } from './pipeline-views.ts';

/** A command as a button: what it will do, or why it cannot. */
export interface ActionView {
	readonly command: CommandKind | 'start';
	readonly allowed: boolean;
	/** The words on the button: "Roll back to 2.3.1", "Promote to 25 %". */
	readonly label: string;
	/** Detail beside it ("2 min ago at 100 %"), or the reason why it is refused. */
	readonly detail: string | null;
}

/** Time within a step, so that the screen can let it run between patches. */
export interface StepTiming {
	/** Process time spent in the step when `asOf` was taken, ms. */
	readonly elapsedMs: number;
	readonly durationMs: number | null;
	/** Wall clock of the observation, ms since the epoch. */
	readonly asOf: number;
	readonly running: boolean;
	/** Wall clock at which the judge looks next; null when it does not. */
	readonly nextLookAt: number | null;
	/** Wall clock at which an inconclusive hold rolls back; null when none is held. */
	readonly patienceEndsAt: number | null;
}

export interface DeploymentView {
	readonly deployment: Deployment;
	/** "2.4.0 is taking 25 % of traffic" */
	readonly headline: string;
	readonly actions: readonly ActionView[];
	readonly timing: StepTiming;
	/** One line per step for the rail: label, and what became of it. */
	readonly rail: readonly RailStep[];
	/** The judge's newest look, journalled or not; `deployment.verdict` is the last one that changed something. */
	readonly latestLook: Verdict | null;
	/** Lines to paste into a shell that bring back the split from before; empty unless a person is needed. */
	readonly manualCommands: readonly string[];
	/** Held by another control room: who; null when it is ours. */
	readonly heldBy: string | null;
}

export interface RailStep {
	readonly label: string;
	readonly state: 'done' | 'now' | 'to-come' | 'skipped' | 'failed';
	/** Duration of done steps and length of those to come, ms of process time; null where it has none. */
	readonly durationMs: number | null;
	readonly note: string | null;
}

export type EnvironmentHealth = 'healthy' | 'degraded' | 'down' | 'unknown';

export interface EnvironmentView {
	readonly key: EnvironmentKey;
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	readonly project: string;
	readonly owner: string | null;
	readonly targetLabel: string;
	readonly publicUrl: string | null;
	readonly standing: Standing | null;
	readonly standingSince: number | null;
	readonly knownGood: string | null;
	/** The deployment in flight, or the last one; null when there was none. */
	readonly deploymentId: string | null;
	readonly health: EnvironmentHealth;
	/** Why, in words and numbers. */
	readonly healthText: string;
	/** When health and target were last known, ms since the epoch; null when never. */
	readonly asOf: number | null;
	readonly target: TargetState | null;
	readonly readings: readonly Reading[];
	/** Releases that can be started here, newest first. */
	readonly releases: readonly Release[];
	readonly defaultStrategy: StrategyKind;
	/** What healthy means here, as configured now: limits that can be drawn before the judge's first look. */
	readonly healthPolicy: HealthPolicy;
	readonly start: ActionView;
	/** Wall-clock rate of the steps; above 1 only in the sample, and said on screen. */
	readonly clockRate: number;
}

export type ConnectionKind = 'target' | 'metrics' | 'ci' | 'scm';

export interface ConnectionView {
	readonly id: string;
	readonly kind: ConnectionKind;
	/** What it said it is, with its version, once it was reached; before that its kind. */
	readonly product: string;
	readonly label: string;
	readonly usedBy: readonly EnvironmentKey[];
	readonly state: 'reachable' | 'unreachable' | 'unknown' | 'checking';
	readonly problem: Problem | null;
	/** What it said of itself: "HAProxy 2.6.12", "Prometheus 2.42.0, 14 targets up". */
	readonly detail: string | null;
	readonly asOf: number | null;
}

/** Something that needs a person, most urgent first. */
export interface NeedView {
	readonly id: string;
	readonly urgency: 'now' | 'soon';
	readonly kind:
		| 'needs-operator'
		| 'unhealthy'
		| 'inconclusive'
		| 'hold'
		| 'paused'
		| 'connection'
		| 'environment'
		/** A stage waits for people's approval. */
		| 'approval'
		/** A gate of the newest run of the default branch is failed or missing. */
		| 'gate'
		/** The newest run of the default branch failed. */
		| 'pipeline'
		/** A waiver expires within two days. */
		| 'waiver'
		/** A test's quarantine ends within a week. */
		| 'quarantine'
		/** A monthly report could not be written, or not in all its formats. */
		| 'report';
	readonly title: string;
	readonly detail: string;
	readonly since: number;
	readonly deploymentId: string | null;
	readonly environment: EnvironmentKey | null;
	/** The service and run that it is about; absent for what is about no pipeline. */
	readonly pipeline?: { readonly service: string; readonly runId: string | null } | null;
	/** The monthly report that it is about; absent for what is about none. */
	readonly report?: { readonly scope: string; readonly month: string };
}

/** A lasting note of what happened; toasts are these, shown for a moment. */
export interface NoticeView {
	readonly id: string;
	readonly at: number;
	readonly tone: 'info' | 'good' | 'warn' | 'bad';
	readonly title: string;
	readonly detail: string | null;
	readonly deploymentId: string | null;
	readonly environment: EnvironmentKey | null;
}

/** One place in a configuration file that is not as expected. */
export interface ConfigIssue {
	readonly file: string;
	/** From 1; null when the file as a whole is meant. */
	readonly line: number | null;
	readonly column: number | null;
	/** Path of the field: `services[0].environments.production.target`. */
	readonly field: string;
	readonly message: string;
	readonly expected: string | null;
	readonly severity: 'error' | 'warning';
}

export interface ProjectView {
	readonly id: string;
	readonly name: string;
	/** Path of `signalbox.yaml`. */
	readonly file: string;
	readonly source: string | null;
	readonly issues: readonly ConfigIssue[];
	readonly loadedAt: number;
	readonly sample: boolean;
}

export interface SampleFault {
	/** Added latency of the new version, ms. */
	readonly delayMs: number;
	/** Share of requests of the new version that fail, 0..1. */
	readonly errorRate: number;
	/** Memory of the new version as a share of its limit, 0..1. */
	readonly memory: number;
}

export interface SampleView {
	readonly state: 'stopped' | 'starting' | 'running' | 'stopping' | 'failed';
	readonly fault: SampleFault;
	readonly requestsPerSecond: number | null;
	readonly url: string | null;
	readonly problem: Problem | null;
	readonly clockRate: number;
	/** False where it has no repository: there is no git on this machine. */
	readonly hasPipeline: boolean;
}

export interface HostView {
	readonly kind: 'desktop' | 'browser';
	readonly version: string;
	readonly dataFolder: string;
	/** False when this window may look but not act. */
	readonly mayAct: boolean;
	readonly actor: string;
	/** The project's folder that the start screen offers; null when none was found. */
	readonly suggestedProject: string | null;
}

/** Collections of the room: everything a screen shows but series and history. */
export interface RoomState {
	readonly host: HostView;
	readonly projects: Readonly<Record<string, ProjectView>>;
	/** By the service's name. */
	readonly services: Readonly<Record<string, ServiceView>>;
	readonly environments: Readonly<Record<string, EnvironmentView>>;
	readonly deployments: Readonly<Record<string, DeploymentView>>;
	readonly connections: Readonly<Record<string, ConnectionView>>;
	readonly needs: Readonly<Record<string, NeedView>>;
	readonly notices: Readonly<Record<string, NoticeView>>;
	readonly sample: SampleView;
	/** Sources of facts of the delivery metrics, by id. */
	readonly factSources: Readonly<Record<string, FactSourceView>>;
	readonly delivery: DeliveryView;
}

export type RoomCollection =
	| 'projects'
	| 'services'
	| 'environments'
	| 'deployments'
	| 'connections'
	| 'needs'
	| 'notices'
	| 'factSources';

/** One change: an entity is set whole, or removed with `value: null`. Singletons use the key `''`. */
export type RoomChange =
	| {
			readonly [C in RoomCollection]: {
				readonly collection: C;
				readonly key: string;
				readonly value: RoomState[C][string] | null;
			};
	  }[RoomCollection]
	| { readonly collection: 'sample'; readonly key: ''; readonly value: SampleView }
	| { readonly collection: 'host'; readonly key: ''; readonly value: HostView }
	| { readonly collection: 'delivery'; readonly key: ''; readonly value: DeliveryView };

/** Numbered messages of a room: numbers grow by one without gaps; after a gap the client asks for a snapshot. */
export type RoomMessage =
	| { readonly kind: 'snapshot'; readonly number: number; readonly room: RoomState }
	| { readonly kind: 'patch'; readonly number: number; readonly changes: readonly RoomChange[] };

/** A point of a live series; null is a gap. */
export type SeriesPoint = readonly [at: number, value: number | null];

/** Live series of a deployment: one per metric and slot, at most `ringSize` points each. */
export type LiveSeries = Readonly<Record<MetricName, Readonly<Record<SlotName, readonly SeriesPoint[]>>>>;

export type LiveMessage =
	| {
			readonly kind: 'snapshot';
			readonly number: number;
			readonly series: LiveSeries;
			readonly readings: readonly Reading[];
			readonly events: readonly RecordedEvent[];
	  }
	| {
			readonly kind: 'patch';
			readonly number: number;
			/** New points, in the shape of the snapshot; empty lists where nothing came. */
			readonly points: readonly { readonly metric: MetricName; readonly slot: SlotName; readonly point: SeriesPoint }[];
			readonly readings: readonly Reading[];
			readonly events: readonly RecordedEvent[];
	  };

/** Points kept per live series. */
export const seriesRingSize = 600;

/** One line of history. */
export interface HistoryRow {
	readonly id: string;
	readonly service: string;
	readonly environment: string;
	readonly tier: Tier;
	readonly version: string;
	readonly fromVersion: string | null;
	readonly strategy: StrategyKind;
	readonly state: Deployment['state'];
	readonly startedBy: string;
	/** Wall clock, ms since the epoch: a label. Order and paging go by `position`. */
	readonly createdAt: number;
	/** Where the deployment began in the journal; grows from one deployment to the next even when the clock was set back. */
	readonly position: number;
	readonly finishedAt: number | null;
	/** Why it ended as it did: the rollback's text, or the last verdict's summary. */
	readonly outcome: string;
}

/** A whole deployment for replay: its events with the state after each, and its samples. */
export interface ReplayView {
	readonly id: string;
	readonly frames: readonly { readonly recorded: RecordedEvent; readonly view: DeploymentView }[];
	readonly series: LiveSeries;
	/** Seconds between stored samples varies; this is the end of the last one. */
	readonly endedAt: number;
}

/** The way of the evidence of one deployment, look by look. */
export interface EvidenceTrail {
	readonly deploymentId: string;
	/** The policy that judged; null where no look was kept. */
	readonly policy: HealthPolicy | null;
	/** In order of time; thinned evenly when there are many, the last always kept. */
	readonly points: readonly EvidencePoint[];
	/** Looks behind the points, before thinning. */
	readonly looks: number;
}

/** One change of mind of a policy while it was tried on a past deployment. */
export interface TrialChange {
	readonly at: number;
	readonly stepIndex: number;
	readonly outcome: VerdictOutcome;
	readonly answer: JudgeAnswer;
	readonly summary: string;
}

/** What a policy would have said of a past deployment, and when. */
export interface PolicyTrial {
	readonly deploymentId: string;
	/** Faults of the policy's text; with any of severity `error` nothing was tried. */
	readonly issues: readonly ConfigIssue[];
	readonly changes: readonly TrialChange[];
	/** Looks judged. */
	readonly looks: number;
	/** First look at which it would have rolled back; null when never. */
	readonly wouldRollBackAt: number | null;
	/** In one sentence: "would have rolled back 4 min into the 5 % step, 3 min before it was". */
	readonly summary: string;
	/** What really became of the deployment. */
	readonly actual: { readonly state: Deployment['state']; readonly at: number | null; readonly text: string };
	readonly points: readonly EvidencePoint[];
}

/** What an import of another engine's analysis brought, and what it could not carry over. */
export interface ImportReport {
	readonly from: 'argo-analysis-template' | 'kayenta-canary-config';
	readonly name: string;
	/** A `health:` section for `signalbox.yaml`. */
	readonly source: string;
	readonly carried: readonly string[];
	/** What was left out or changed, and what to do about it. */
	readonly notCarried: readonly { readonly what: string; readonly why: string; readonly todo: string }[];
}
