/** `delivery:` and `tests:` of `signalbox.yaml` with every default filled in. Durations in ms. */
import type { DeliveryPolicy } from '../domain/delivery/policy.ts';
import type { ReportFormat } from '../domain/retrospective/model.ts';
import type { TestPolicy } from '../domain/tests/model.ts';
import type { SecretReference } from './model.ts';

/** Which service a fact is of, where the source has names of its own: theirs to ours. */
export type ServiceNames = Readonly<Record<string, string>>;

interface SourceBase {
	/** Unique within the project; told by kind and place where it is not written. */
	readonly id: string;
	readonly token: SecretReference | null;
	/** How far back a first sync goes, ms. Default 365 days. */
	readonly backMs: number;
	readonly services: ServiceNames;
	/** Names of its environments to ours; names that are ours already need no entry. */
	readonly environments: Readonly<Record<string, string>>;
}

/** GitHub: what of it is read. `runs`: a successful run of `workflow` is a deployment into `environment`. */
export interface GithubFactsConfig extends SourceBase {
	readonly kind: 'github';
	readonly api: string;
	readonly repository: { readonly owner: string; readonly name: string };
	/** Service that everything in it belongs to, where `services` says nothing else. */
	readonly service: string | null;
	readonly deployments:
		| { readonly from: 'deployments' }
		| { readonly from: 'runs'; readonly workflow: string; readonly environment: string }
		| null;
	readonly changes: boolean;
	/** Issues with one of these labels are incidents; empty: none. */
	readonly incidentLabels: readonly string[];
}

export interface GitlabFactsConfig extends SourceBase {
	readonly kind: 'gitlab';
	readonly url: string;
	readonly project: string;
	readonly service: string | null;
	readonly deployments: boolean;
	readonly changes: boolean;
	readonly incidentLabels: readonly string[];
}

/** Argo CD's own history of an application: its API, `status.history`. */
export interface ArgoFactsConfig extends SourceBase {
	readonly kind: 'argo';
	readonly url: string;
	readonly application: string;
	readonly service: string;
	readonly environment: string;
}

export interface PagerdutyFactsConfig extends SourceBase {
	readonly kind: 'pagerduty';
	readonly api: string;
}

export interface OpsgenieFactsConfig extends SourceBase {
	readonly kind: 'opsgenie';
	readonly api: string;
}

export interface AlertmanagerFactsConfig extends SourceBase {
	readonly kind: 'alertmanager';
	readonly url: string;
	readonly auth:
		| { readonly bearer: SecretReference }
		| { readonly user: string; readonly password: SecretReference }
		| null;
	/** Label that names the service. Default `service`. */
	readonly serviceLabel: string;
	/** Only alerts with these labels are incidents; values are exact. */
	readonly labels: Readonly<Record<string, string>>;
}

export interface StatuspageFactsConfig extends SourceBase {
	readonly kind: 'statuspage';
	readonly url: string;
}

/** A file beside `signalbox.yaml` that is read again whenever it changed. */
export interface FileFactsConfig extends SourceBase {
	readonly kind: 'file';
	readonly path: string;
	readonly format: 'csv' | 'json' | 'cdevents';
}

export type FactSourceConfig =
	| GithubFactsConfig
	| GitlabFactsConfig
	| ArgoFactsConfig
	| PagerdutyFactsConfig
	| OpsgenieFactsConfig
	| AlertmanagerFactsConfig
	| StatuspageFactsConfig
	| FileFactsConfig;

export interface ReportConfig {
	/** Folder, absolute, that the month's report is written to; null: it is only kept here. */
	readonly folder: string | null;
	readonly formats: readonly ReportFormat[];
	/** Minutes after midnight of the first working day, in the reporting zone. Default 9:00. */
	readonly atMinutes: number;
	/** Local days that are no working days, beside Saturdays and Sundays. */
	readonly holidays: readonly string[];
	/** Scopes that a report is written for: `*`, services, `group:<name>`. Default `*`. */
	readonly scopes: readonly string[];
	/** Frozen when written; else it waits for a person. Default false. */
	readonly isFrozen: boolean;
}

export interface DeliveryConfig {
	readonly policy: DeliveryPolicy;
	readonly tests: TestPolicy;
	/** Incidents are noted by hand here: their absence then means something. */
	readonly incidentsByHand: boolean;
	/** Services that Signalbox does not release and only knows from facts: their names need no mapping either. */
	readonly otherServices: readonly string[];
	readonly sources: readonly FactSourceConfig[];
	/** Null: no report by itself. */
	readonly report: ReportConfig | null;
}
