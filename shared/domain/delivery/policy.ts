/** Figures of the delivery metrics that a team may set (`delivery:` in `signalbox.yaml`), with every default filled in. */

export interface DeliveryPolicy {
	/** IANA name; ONE for a project, printed on each chart. Default: UTC. */
	readonly zone: string;
	/** Globs over names and addresses of authors who are programs. */
	readonly bots: readonly string[];
	/** An incident this long after a deployment is put down to it where nothing else is said ("inferred"), ms. Default 24 h. */
	readonly incidentWindowMs: number;
	/**
	 * Tellings of two sources whose starts or ends lie no further apart are of one deployment where they are of one version, ms.
	 * Default 15 min: jobs end after their checks, and times that are noted by hand are rounded.
	 */
	readonly sameDeploymentWindowMs: number;
	readonly hotfix: {
		/** Labels of changes, exact, case-insensitive. */
		readonly labels: readonly string[];
		/** Globs over branches of changes. */
		readonly branches: readonly string[];
		/** Words that a change's title begins with, case-insensitive: `hotfix`. */
		readonly titles: readonly string[];
	};
	/** Groups of services beside their owners: name to services. */
	readonly groups: Readonly<Record<string, readonly string[]>>;
	/** Edition of benchmarks that is shown beside numbers; null for none. Never a tier. */
	readonly benchmarks: string | null;
}

/** The version of the rules in this folder; printed on every report. */
export const definitionsVersion = 1;

export const defaultDeliveryPolicy: DeliveryPolicy = {
	zone: 'UTC',
	bots: ['*[bot]', '*[bot]@*', 'dependabot*', 'renovate*'],
	incidentWindowMs: 24 * 60 * 60 * 1_000,
	sameDeploymentWindowMs: 15 * 60 * 1_000,
	hotfix: { labels: ['hotfix'], branches: ['hotfix/**', 'hotfix-*'], titles: ['hotfix'] },
	groups: {},
	benchmarks: null,
};
