/** Facts as short rows: an array in a fixed order, as JSON. What is a column of its own is not in it again. */
import type {
	ChangeFact,
	DeploymentFact,
	FactKind,
	IncidentFact,
	PipelineRunFact,
	TimelineEventFact,
} from '../../../shared/domain/delivery/facts.ts';

/** Facts that are rows of `facts`; commits and test runs have tables of their own. */
export type RowFact = DeploymentFact | ChangeFact | IncidentFact | TimelineEventFact | PipelineRunFact;

/** As they stand in the file: never renumbered. */
export const kindNumbers = {
	deployment: 1,
	commit: 2,
	change: 3,
	incident: 4,
	'timeline-event': 5,
	'pipeline-run': 6,
	'test-run': 7,
} as const satisfies Record<FactKind, number>;

export interface FactKey {
	readonly source: string;
	readonly nativeId: string;
	/** Service or repository; null where there is none. */
	readonly home: string | null;
	/** Environment; null where there is none. */
	readonly part: string | null;
}

/** What `facts.home`, `facts.part` and `facts.at` are for a fact. */
export function placeOf(fact: RowFact): {
	readonly home: string | null;
	readonly part: string | null;
	readonly at: number;
} {
	switch (fact.kind) {
		case 'deployment':
			return { home: fact.service, part: fact.environment, at: fact.finishedAt ?? fact.startedAt };
		case 'change':
			return { home: fact.repository, part: null, at: fact.mergedAt ?? fact.createdAt };
		case 'incident':
			return { home: fact.service, part: fact.environment, at: fact.startedAt };
		case 'timeline-event':
			return { home: fact.service, part: fact.environment, at: fact.at };
		case 'pipeline-run':
			return { home: fact.service, part: null, at: fact.finishedAt ?? fact.createdAt };
	}
}

export function writeBody(fact: RowFact): string {
	switch (fact.kind) {
		case 'deployment':
			return JSON.stringify(deploymentBody(fact));
		case 'change':
			return JSON.stringify(changeBody(fact));
		case 'incident':
			return JSON.stringify(incidentBody(fact));
		case 'timeline-event':
			return JSON.stringify(eventBody(fact));
		case 'pipeline-run':
			return JSON.stringify(runBody(fact));
	}
}

function deploymentBody(fact: DeploymentFact) {
	return [
		...[fact.url, fact.offsetMinutes, fact.tier, fact.version, fact.commit, fact.startedAt, fact.firstTrafficAt],
		...[fact.finishedAt, fact.outcome, fact.tookTraffic, fact.isRollback, fact.takesBack, fact.isHotfix],
		...[fact.fixes, fact.note, fact.actor],
	] as const;
}
type DeploymentBody = [
	...[DeploymentFact['url'], DeploymentFact['offsetMinutes'], DeploymentFact['tier'], DeploymentFact['version']],
	...[DeploymentFact['commit'], DeploymentFact['startedAt'], DeploymentFact['firstTrafficAt']],
	...[DeploymentFact['finishedAt'], DeploymentFact['outcome'], DeploymentFact['tookTraffic']],
	...[DeploymentFact['isRollback'], DeploymentFact['takesBack'], DeploymentFact['isHotfix']],
	...[DeploymentFact['fixes'], DeploymentFact['note'], DeploymentFact['actor']],
];

export function readDeployment({ source, nativeId, home, part }: FactKey, body: string): DeploymentFact {
	const row: DeploymentBody = JSON.parse(body);
	const [url, offsetMinutes, tier, version, commit, startedAt, firstTrafficAt, finishedAt, outcome] = row;
	const [, , , , , , , , , tookTraffic, isRollback, takesBack, isHotfix, fixes, note, actor] = row;
	return {
		...{ kind: 'deployment', source, nativeId, url, offsetMinutes, service: home ?? '', environment: part ?? '' },
		...{ tier, version, commit, startedAt, firstTrafficAt, finishedAt, outcome, tookTraffic, isRollback, takesBack },
		...{ isHotfix, fixes, note, actor },
	};
}

function changeBody(fact: ChangeFact) {
	const commits = fact.commits.map(({ sha, authoredAt, author }) => [sha, authoredAt, author] as const);
	return [
		...[fact.url, fact.offsetMinutes, fact.number, fact.title, fact.branch, fact.labels, fact.author, fact.createdAt],
		...[fact.firstReviewAt, fact.approvedAt, fact.mergedAt, fact.mergeCommit, commits, fact.isCut],
	] as const;
}
type ChangeBody = [
	...[ChangeFact['url'], ChangeFact['offsetMinutes'], ChangeFact['number'], ChangeFact['title'], ChangeFact['branch']],
	...[ChangeFact['labels'], ChangeFact['author'], ChangeFact['createdAt'], ChangeFact['firstReviewAt']],
	...[ChangeFact['approvedAt'], ChangeFact['mergedAt'], ChangeFact['mergeCommit']],
	...[[string, number, string | null][], boolean],
];

export function readChange({ source, nativeId, home }: FactKey, body: string): ChangeFact {
	const row: ChangeBody = JSON.parse(body);
	const [url, offsetMinutes, number, title, branch, labels, author, createdAt, firstReviewAt, approvedAt] = row;
	const [, , , , , , , , , , mergedAt, mergeCommit, cut, isCut] = row;
	const commits = cut.map(([sha, authoredAt, by]) => ({ sha, authoredAt, author: by }));
	return {
		...{ kind: 'change', source, nativeId, url, offsetMinutes, repository: home ?? '', number, title, branch, labels },
		...{ author, createdAt, firstReviewAt, approvedAt, mergedAt, mergeCommit, commits, isCut },
	};
}

function incidentBody(fact: IncidentFact) {
	return [
		...[fact.url, fact.offsetMinutes, fact.title, fact.sourceService, fact.severity, fact.startedAt, fact.detectedAt],
		...[fact.acknowledgedAt, fact.resolvedAt, fact.causedBy, fact.isNotFromChange],
	] as const;
}
/** Where `resolvedAt` stands in it. */
export const resolvedAtPlace = 8;
type IncidentBody = [
	...[IncidentFact['url'], IncidentFact['offsetMinutes'], IncidentFact['title'], IncidentFact['sourceService']],
	...[IncidentFact['severity'], IncidentFact['startedAt'], IncidentFact['detectedAt'], IncidentFact['acknowledgedAt']],
	...[IncidentFact['resolvedAt'], IncidentFact['causedBy'], IncidentFact['isNotFromChange']],
];

export function readIncident({ source, nativeId, home, part }: FactKey, body: string): IncidentFact {
	const row: IncidentBody = JSON.parse(body);
	const [url, offsetMinutes, title, sourceService, severity, startedAt, detectedAt, acknowledgedAt, resolvedAt] = row;
	const [, , , , , , , , , causedBy, isNotFromChange] = row;
	return {
		...{
			kind: 'incident',
			source,
			nativeId,
			url,
			offsetMinutes,
			title,
			service: home,
			sourceService,
			environment: part,
		},
		...{ severity, startedAt, detectedAt, acknowledgedAt, resolvedAt, causedBy, isNotFromChange },
	};
}

function eventBody(fact: TimelineEventFact) {
	return [fact.url, fact.offsetMinutes, fact.type, fact.at, fact.endedAt, fact.title, fact.actor] as const;
}
type EventBody = [
	...[TimelineEventFact['url'], TimelineEventFact['offsetMinutes'], TimelineEventFact['type'], number],
	...[TimelineEventFact['endedAt'], TimelineEventFact['title'], TimelineEventFact['actor']],
];

export function readEvent({ source, nativeId, home, part }: FactKey, body: string): TimelineEventFact {
	const [url, offsetMinutes, type, at, endedAt, title, actor]: EventBody = JSON.parse(body);
	return {
		...{ kind: 'timeline-event', source, nativeId, url, offsetMinutes, type, service: home, environment: part },
		...{ at, endedAt, title, actor },
	};
}

function runBody(fact: PipelineRunFact) {
	return [
		...[fact.url, fact.offsetMinutes, fact.workflow, fact.branch, fact.isDefaultBranch, fact.commit, fact.attempt],
		...[fact.state, fact.createdAt, fact.startedAt, fact.finishedAt, fact.waitedForPeopleMs],
	] as const;
}
type RunBody = [
	...[PipelineRunFact['url'], PipelineRunFact['offsetMinutes'], PipelineRunFact['workflow']],
	...[PipelineRunFact['branch'], boolean, string, number, PipelineRunFact['state'], number],
	...[PipelineRunFact['startedAt'], PipelineRunFact['finishedAt'], PipelineRunFact['waitedForPeopleMs']],
];

export function readRun({ source, nativeId, home }: FactKey, body: string): PipelineRunFact {
	const row: RunBody = JSON.parse(body);
	const [url, offsetMinutes, workflow, branch, isDefaultBranch, commit, attempt, state, createdAt] = row;
	const [, , , , , , , , , startedAt, finishedAt, waitedForPeopleMs] = row;
	return {
		...{ kind: 'pipeline-run', source, nativeId, url, offsetMinutes, service: home ?? '', workflow, branch },
		...{ isDefaultBranch, commit, attempt, state, createdAt, startedAt, finishedAt, waitedForPeopleMs },
	};
}
