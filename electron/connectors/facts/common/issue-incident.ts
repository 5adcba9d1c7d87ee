/** An issue with a label of incidents as an incident, at whatever host. */
import type { ServiceNames } from '../../../../shared/config/delivery-model.ts';
import type { IncidentFact } from '../../../../shared/domain/delivery/facts.ts';
import type { ReadInstant } from './instants.ts';
import { readIssueWords } from './issue-words.ts';
import { incidentEnvironmentOf, serviceOf } from './names.ts';

export interface Issue {
	readonly number: number;
	readonly title: string;
	readonly url: string | null;
	readonly body: string | null;
	readonly labels: readonly string[];
	readonly created: ReadInstant;
	readonly closedAt: number | null;
	/** Closed because it was none, or another one tells of it. */
	readonly isDismissed: boolean;
}

interface IssueSource {
	readonly id: string;
	readonly service: string | null;
	readonly services: ServiceNames;
	readonly environments: Readonly<Record<string, string>>;
}

/** It began when it was opened and ended when it was closed, unless its text says other times. */
export function issueIncident(
	{ id, service, services, environments }: IssueSource,
	isOurs: ((name: string) => boolean) | undefined,
	issue: Issue,
): IncidentFact {
	const words = readIssueWords(issue.body, issue.labels);
	const startedAt = words.startedAt ?? issue.created.at;
	const ended = words.resolvedAt ?? issue.closedAt;
	return {
		...{ kind: 'incident', source: id, nativeId: String(issue.number), url: issue.url },
		...{ offsetMinutes: issue.created.offsetMinutes, title: issue.title },
		service: serviceOf(services, [words.service, ...issue.labels], isOurs) ?? service,
		sourceService: words.service,
		environment: incidentEnvironmentOf(environments, words.environment),
		...{ severity: words.severity, startedAt, detectedAt: words.detectedAt ?? issue.created.at },
		acknowledgedAt: null,
		// An end before its begin is a slip of whoever wrote it; that it is over is true all the same.
		resolvedAt: issue.closedAt === null ? words.resolvedAt : Math.max(startedAt, ended ?? issue.closedAt),
		causedBy: words.causedBy,
		isNotFromChange: words.isNotFromChange || issue.isDismissed,
	};
}
