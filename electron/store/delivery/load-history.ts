/** All facts of one unit out of the file, with what people said about them: what `judgeHistory` asks for. */
import type { DeliveryService } from '../../engine/delivery-ports.ts';
import { buildCommitGraph } from '../../../shared/domain/delivery/commit-graph.ts';
import type { DeliveryDecision } from '../../../shared/domain/delivery/decisions.ts';
import {
	type DeploymentFact,
	type FactRef,
	factRef,
	type IncidentFact,
} from '../../../shared/domain/delivery/facts.ts';
import type { HistoryInput } from '../../../shared/domain/delivery/judge-history.ts';
import type { GraphCommit } from '../../../shared/domain/delivery/judged.ts';
import type { Tier } from '../../../shared/domain/release.ts';
import { dataVersion } from './connection.ts';
import type { StoreContext } from './context.ts';
import { thingOf } from './decision-things.ts';
import { kindNumbers, readDeployment, readIncident } from './fact-bodies.ts';
import { asAssigned, createFinder, createSayings, keyOf } from './find-facts.ts';
import { holdingDecisions, saidOfDeployments } from './load-sayings.ts';
import { loadRepository, type RepositoryFacts } from './load-commits.ts';

export interface HistoryLoader {
	/** `service`, `environment`: numbers of `names`. */
	load(service: number, environment: number): HistoryInput;
	/** Drops the repository that was read last. */
	rest(): void;
}

export function createHistoryLoader(context: StoreContext): HistoryLoader {
	const { db, names } = context;
	const repositories = createRepositoryCache(context);
	const loadIncidents = createIncidentLoader(context);
	const select = db.prepare('select source, native, body from facts where kind = ? and home = ? and part = ?');
	const environmentsOf = db.prepare('select environment from units where service = ? and environment <> ?');
	function deploymentsOf(home: number, part: number): readonly DeploymentFact[] {
		const place = { home: names.textOf(home), part: names.textOf(part) };
		return select.all(kindNumbers.deployment, home, part).map((row) => {
			const key = { ...place, source: names.textOf(Number(row['source'])), nativeId: String(row['native']) };
			return readDeployment(key, String(row['body']));
		});
	}
	/** The service's other environments of production. */
	function siblingsOf(configured: DeliveryService | null, home: number, part: number): HistoryInput['siblings'] {
		return environmentsOf.all(home, part).flatMap((row) => {
			const environment = names.textOf(Number(row['environment']));
			const deployments = deploymentsOf(home, Number(row['environment']));
			const isProduction = tierOf(configured, environment, deployments) === 'production';
			return isProduction && deployments.length > 0 ? [{ environment, deployments }] : [];
		});
	}
	return {
		load(home, part) {
			const [service, environment] = [names.textOf(home), names.textOf(part)];
			const configured = context.setup().services.find(({ name }) => name === service) ?? null;
			const deployments = deploymentsOf(home, part);
			const { incidents, causes } = loadIncidents(home, deployments);
			const unit = { service, environment, tier: tierOf(configured, environment, deployments) };
			const isShared = unit.tier === 'production' && incidents.some((incident) => isInferable(incident, service));
			const siblings = isShared ? siblingsOf(configured, home, part) : [];
			const told = [deployments, ...siblings.map((sibling) => sibling.deployments)].flat();
			return {
				...{ unit, deployments, siblings, incidents },
				said: { ...saidOfDeployments(context, told), incidentCause: causes },
				commits: configured?.repository == null ? null : graphOf(context, configured, repositories),
				policy: context.setup().policy,
			};
		},
		rest: repositories.drop,
	};
}

/** Of no environment that it names: any of production may have caused it. */
function isInferable(incident: IncidentFact, service: string): boolean {
	return incident.service === service && incident.environment === null;
}

/** The setup says it; else the newest deployment. */
export function tierOf(
	service: DeliveryService | null,
	environment: string,
	deployments: readonly DeploymentFact[],
): Tier {
	const said = service?.environments.find(({ name }) => name === environment);
	if (said !== undefined) return said.tier;
	let newest: DeploymentFact | null = null;
	for (const fact of deployments) if (newest === null || isNewer(fact, newest)) newest = fact;
	return newest?.tier ?? 'production';
}

function isNewer(one: DeploymentFact, other: DeploymentFact): boolean {
	if (one.startedAt !== other.startedAt) return one.startedAt > other.startedAt;
	return factRef(one) > factRef(other);
}

interface RepositoryCache {
	get(repository: string): RepositoryFacts;
	drop(): void;
}

/** Units of one repository are judged one after the other: the last one read is kept, until another process writes. */
function createRepositoryCache({ db, names }: StoreContext): RepositoryCache {
	let last: { readonly repository: string; readonly version: number; readonly facts: RepositoryFacts } | null = null;
	return {
		get(repository) {
			const version = dataVersion(db);
			if (last?.repository !== repository || last.version !== version) {
				const id = names.find(repository);
				const facts = id === null ? { commits: [], changes: [] } : loadRepository(db, names, id);
				last = { repository, version, facts };
			}
			return last.facts;
		},
		drop() {
			last = null;
		},
	};
}

function graphOf(
	context: StoreContext,
	{ name, repository, hasPaths }: DeliveryService,
	repositories: RepositoryCache,
): readonly GraphCommit[] {
	const facts = repositories.get(repository ?? '');
	return buildCommitGraph({ ...facts, service: name, hasPaths, policy: context.setup().policy });
}

interface LoadedIncidents {
	readonly incidents: readonly IncidentFact[];
	readonly causes: ReadonlyMap<FactRef, FactRef | null>;
}

/** Incidents of the service, as assigned by hand, and those that name or were put down to one of its deployments. */
function createIncidentLoader(context: StoreContext) {
	const { db, names } = context;
	const find = createFinder(db, names);
	const said = createSayings(db);
	const ofService = db.prepare('select source, native, home, part, body from facts where kind = ? and home = ?');
	const naming = db.prepare(`
		select f.source, f.native, f.home, f.part, f.body from named_causes n join facts f on f.id = n.incident
		where n.deployment = ?
	`);
	const isNamed = db.prepare('select 1 from named_causes limit 1');
	const read = (row: Readonly<Record<string, unknown>>): IncidentFact =>
		asAssigned(readIncident(keyOf(names, row), String(row['body'])), said);
	return (home: number, deployments: readonly DeploymentFact[]): LoadedIncidents => {
		const service = names.textOf(home);
		const refs = new Set(deployments.map(factRef));
		const found = new Map<FactRef, IncidentFact>();
		const keep = (fact: IncidentFact) => found.set(factRef(fact), fact);
		for (const row of ofService.all(kindNumbers.incident, home)) {
			const fact = read(row);
			if (fact.service === service) keep(fact);
		}
		if (isNamed.get() !== undefined) for (const ref of refs) for (const row of naming.all(ref)) keep(read(row));
		for (const decision of holdingDecisions(context, ['cause', 'assignment'])) {
			const concerns =
				(decision.type === 'incident-assigned' && decision.service === service) ||
				(decision.type === 'incident-linked' && decision.deployment !== null && refs.has(decision.deployment));
			const row = concerns ? find(kindNumbers.incident, decision.incident) : null;
			if (row === null || !concerns) continue;
			keep(asAssigned(readIncident(row.key, row.body), said));
		}
		return { incidents: [...found.values()], causes: causesOf(found, said) };
	};
}

function causesOf(
	incidents: ReadonlyMap<FactRef, IncidentFact>,
	said: (thing: string) => DeliveryDecision | null,
): ReadonlyMap<FactRef, FactRef | null> {
	const causes = new Map<FactRef, FactRef | null>();
	for (const ref of incidents.keys()) {
		const decision = said(thingOf.cause(ref));
		if (decision?.type === 'incident-linked') causes.set(ref, decision.deployment);
	}
	return causes;
}
