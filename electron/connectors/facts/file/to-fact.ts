/** Imported records to facts. */
import { createHash } from 'node:crypto';
import type { FileFactsConfig } from '../../../../shared/config/delivery-model.ts';
import type {
	ChangeFact,
	CommitFact,
	DeploymentFact,
	Fact,
	IncidentFact,
	PipelineRunFact,
	TimelineEventFact,
} from '../../../../shared/domain/delivery/facts.ts';
import { environmentOf, incidentEnvironmentOf, tierOfName } from '../common/names.ts';
import type { ImportRecord, RecordOf } from './records.ts';

/** What an import knows beside its rows. */
export type ImportNames = Pick<FileFactsConfig, 'id' | 'services' | 'environments'>;

/**
 * The id of a row that has none: a hash of the columns that make it what it is, so that the same row again is the same fact. What may
 * still change (end, outcome, severity) is not among them.
 */
function identity(id: string | undefined, columns: readonly (string | number | undefined)[]): string {
	if (id !== undefined) return id;
	const text = JSON.stringify(columns.map((column) => column ?? null));
	return `row:${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

const serviceName = ({ services }: ImportNames, name: string): string =>
	Object.hasOwn(services, name) ? (services[name] ?? name) : name;

function deployment(names: ImportNames, row: RecordOf<'deployment'>): DeploymentFact | string {
	const began = row.startedAt ?? row.at ?? row.finishedAt;
	if (began === undefined) return 'startedAt is missing';
	const outcome = row.outcome ?? 'succeeded';
	const ended = outcome === 'running' ? null : (row.finishedAt ?? row.at ?? began);
	const environment = environmentOf(names.environments, row.environment ?? 'production');
	const service = serviceName(names, row.service);
	const commit = row.commit ?? null;
	return {
		...{ kind: 'deployment', source: names.id, url: row.url ?? null, offsetMinutes: (ended ?? began).offsetMinutes },
		nativeId: identity(row.id, ['deployment', service, environment, row.version, row.commit, began.at]),
		...{ service, environment, tier: row.tier ?? tierOfName(environment) },
		...{ version: row.version ?? null, commit },
		...{ startedAt: began.at, firstTrafficAt: row.firstTrafficAt?.at ?? null, finishedAt: ended?.at ?? null },
		...{ outcome, tookTraffic: row.tookTraffic ?? null, isRollback: row.rollback ?? null },
		...{ takesBack: row.takesBack ?? null, isHotfix: row.hotfix ?? null, fixes: row.fixes ?? [] },
		...{ note: row.note ?? null, actor: row.actor ?? null },
	};
}

function commit(row: RecordOf<'commit'>): CommitFact {
	return {
		...{ kind: 'commit', repository: row.repository, sha: row.sha, parents: row.parents ?? [] },
		...{ authoredAt: row.authoredAt.at, committedAt: (row.committedAt ?? row.authoredAt).at },
		authorOffsetMinutes: row.authoredAt.offsetMinutes,
		...{ authorName: row.authorName ?? '', authorEmail: row.authorEmail ?? null, subject: row.subject ?? '' },
		...{ reverts: row.reverts ?? [], touches: null },
	};
}

function change(names: ImportNames, row: RecordOf<'change'>): ChangeFact {
	return {
		...{ kind: 'change', source: names.id, nativeId: row.id ?? `${row.repository}#${row.number}` },
		...{ url: row.url ?? null, offsetMinutes: row.createdAt.offsetMinutes },
		...{ repository: row.repository, number: row.number, title: row.title, branch: row.branch ?? null },
		...{ labels: row.labels ?? [], author: row.author ?? null, createdAt: row.createdAt.at },
		...{ firstReviewAt: row.firstReviewAt?.at ?? null, approvedAt: row.approvedAt?.at ?? null },
		...{ mergedAt: row.mergedAt?.at ?? null, mergeCommit: row.mergeCommit ?? null },
		commits: (row.commits ?? []).map(({ sha, authoredAt, author }) => ({
			...{ sha, authoredAt: authoredAt.at, author: author ?? null },
		})),
		isCut: false,
	};
}

function incident(names: ImportNames, row: RecordOf<'incident'>): IncidentFact {
	const service = row.service === undefined ? null : serviceName(names, row.service);
	const environment = incidentEnvironmentOf(names.environments, row.environment);
	return {
		...{ kind: 'incident', source: names.id, url: row.url ?? null, offsetMinutes: row.startedAt.offsetMinutes },
		nativeId: identity(row.id, ['incident', row.title, row.service, row.environment, row.startedAt.at]),
		...{ title: row.title, service, sourceService: row.service ?? null, environment },
		...{ severity: row.severity ?? 'unknown', startedAt: row.startedAt.at, detectedAt: row.detectedAt?.at ?? null },
		...{ acknowledgedAt: row.acknowledgedAt?.at ?? null, resolvedAt: row.resolvedAt?.at ?? null },
		...{ causedBy: row.causedBy ?? [], isNotFromChange: row.notFromChange ?? false },
	};
}

function timelineEvent(names: ImportNames, row: RecordOf<'timeline-event'>): TimelineEventFact {
	const { service, environment } = row;
	return {
		...{ kind: 'timeline-event', source: names.id, url: row.url ?? null, offsetMinutes: row.at.offsetMinutes },
		nativeId: identity(row.id, ['timeline-event', row.type, row.title, service, environment, row.at.at]),
		...{ type: row.type, service: service === undefined ? null : serviceName(names, service) },
		environment: environment === undefined ? null : environmentOf(names.environments, environment),
		...{ at: row.at.at, endedAt: row.endedAt?.at ?? null, title: row.title, actor: row.actor ?? null },
	};
}

const mainBranches: readonly string[] = ['main', 'master', 'trunk'];

function pipelineRun(names: ImportNames, row: RecordOf<'pipeline-run'>): PipelineRunFact {
	const service = serviceName(names, row.service);
	const workflow = row.workflow ?? service;
	const attempt = row.attempt ?? 1;
	return {
		...{ kind: 'pipeline-run', source: names.id, url: row.url ?? null, offsetMinutes: row.createdAt.offsetMinutes },
		nativeId: identity(row.id, ['pipeline-run', service, workflow, row.commit, attempt, row.createdAt.at]),
		...{ service, workflow, branch: row.branch ?? null, commit: row.commit, attempt, state: row.state },
		isDefaultBranch: row.defaultBranch ?? mainBranches.includes(row.branch ?? ''),
		...{ createdAt: row.createdAt.at, startedAt: row.startedAt?.at ?? null, finishedAt: row.finishedAt?.at ?? null },
		waitedForPeopleMs: row.waitedForPeopleMs ?? null,
	};
}

/** The fact, or what is wrong with the row. */
export function factOfRecord(names: ImportNames, row: ImportRecord): Fact | string {
	switch (row.kind) {
		case 'deployment':
			return deployment(names, row);
		case 'commit':
			return commit(row);
		case 'change':
			return change(names, row);
		case 'incident':
			return incident(names, row);
		case 'timeline-event':
			return timelineEvent(names, row);
		case 'pipeline-run':
			return pipelineRun(names, row);
	}
}
