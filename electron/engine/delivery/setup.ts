/** A project's part in the delivery metrics as the composition root hands it to the engine. */
import type { ReportConfig } from '../../../shared/config/delivery-model.ts';
import type { FactKind } from '../../../shared/domain/delivery/facts.ts';
import type { DeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import { defaultDeliveryPolicy } from '../../../shared/domain/delivery/policy.ts';
import type { ServicePractice } from '../../../shared/domain/maturity/inputs.ts';
import type { Tier } from '../../../shared/domain/release.ts';
import type { TestPolicy } from '../../../shared/domain/tests/model.ts';
import { defaultTestPolicy } from '../../../shared/domain/tests/policy.ts';
import type { DeliveryService, DeliverySetup, QuarantineWriter } from '../delivery-ports.ts';
import type { SyncedSource } from './synced-source.ts';

export interface DeliveryProject {
	readonly projectId: string;
	readonly name: string;
	readonly policy: DeliveryPolicy;
	readonly tests: TestPolicy;
	readonly incidentsByHand: boolean;
	readonly report: ReportConfig | null;
	/** Where its quarantines are written, relative to its own folder; null for nowhere. */
	readonly quarantine: { readonly file: string; readonly writer: QuarantineWriter } | null;
	readonly services: readonly ProjectService[];
	readonly sources: readonly SyncedSource[];
	readonly practices: readonly ServicePractice[];
}

export interface ProjectService {
	readonly name: string;
	readonly owner: string | null;
	/** Name of its repository in facts; null where git is not to be had. */
	readonly repository: string | null;
	readonly hasPaths: boolean;
	readonly environments: readonly { readonly name: string; readonly tier: Tier }[];
	/** It has a pipeline here, and reports of tests in it. */
	readonly hasRuns: boolean;
	readonly hasTests: boolean;
}

/** Zone and rules are one for a room: those of the project that was opened first. Groups are of all of them. */
export function roomPolicy(projects: readonly DeliveryProject[]): {
	readonly policy: DeliveryPolicy;
	readonly tests: TestPolicy;
} {
	const first = projects[0];
	if (first === undefined) return { policy: defaultDeliveryPolicy, tests: defaultTestPolicy };
	const groups = groupsOf(projects).map(({ name, services }) => [name, services] as const);
	return { policy: { ...first.policy, groups: Object.fromEntries(groups) }, tests: first.tests };
}

/** What of a project's own rules does not hold, because another project was opened before; null where all do. */
export function overruled(first: DeliveryProject, later: DeliveryProject): string | null {
	if (first.policy.zone !== later.policy.zone) {
		return `${later.name} reports in ${later.policy.zone}, but this room in ${first.policy.zone}, as ${first.name} says: one room has one reporting zone.`;
	}
	const rules = ({
		policy: { groups: _groups, ...policy },
		tests: { quarantineFile: _file, ...tests },
	}: DeliveryProject) => JSON.stringify([policy, tests]);
	if (rules(first) === rules(later)) return null;
	return `${later.name} has other rules under "delivery" or "tests" than ${first.name}, which was opened first: those of ${first.name} hold in this room.`;
}

/** What the store judges by. */
export function deliverySetup(projects: readonly DeliveryProject[], hasNotedIncidents: boolean): DeliverySetup {
	return {
		...roomPolicy(projects),
		services: projects.flatMap((project) =>
			project.services.map((service) => deliveryService(project, service, hasNotedIncidents)),
		),
	};
}

function deliveryService(
	{ sources, incidentsByHand }: DeliveryProject,
	{ name, owner, repository, hasPaths, environments, hasRuns, hasTests }: ProjectService,
	hasNotedIncidents: boolean,
): DeliveryService {
	// A file may tell anything; it counts as a source of what it told once the facts are there.
	const tells = (kind: FactKind): boolean =>
		sources.some(({ source }) => source.kind !== 'file' && source.tells.includes(kind));
	return {
		...{ name, owner, repository, hasPaths, environments },
		sources: {
			// Our own journal always tells them.
			deployments: true,
			commits: repository !== null && tells('commit'),
			incidents: incidentsByHand || hasNotedIncidents || tells('incident'),
			runs: hasRuns || tells('pipeline-run'),
			tests: hasTests || tells('test-run'),
		},
	};
}

export interface Group {
	readonly name: string;
	readonly services: readonly string[];
}

/** Groups of the files, the first of a name, then one for each owner of a service; a name of a file wins. */
export function groupsOf(projects: readonly DeliveryProject[]): readonly Group[] {
	const groups = new Map<string, readonly string[]>();
	for (const [name, services] of projects.flatMap(({ policy }) => Object.entries(policy.groups))) {
		if (!groups.has(name)) groups.set(name, services);
	}
	const owned = new Map<string, readonly string[]>();
	for (const { name, owner } of projects.flatMap(({ services }) => services)) {
		if (owner !== null && !groups.has(owner)) owned.set(owner, [...(owned.get(owner) ?? []), name]);
	}
	return [...groups, ...owned].map(([name, services]) => ({ name, services }));
}
