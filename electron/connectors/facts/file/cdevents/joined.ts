/** Things that several events tell of: an incident, a pipeline run, a change. They are put together by their subject. */
import type { ChangeFact, Fact, IncidentFact, PipelineRunFact } from '../../../../../shared/domain/delivery/facts.ts';
import { instantOf } from '../../common/instants.ts';
import type { LeftOut } from '../../common/left-out.ts';
import { incidentEnvironmentOf, serviceOf } from '../../common/names.ts';
import { FileRefusal } from '../refusal.ts';
import type { ImportNames } from '../to-fact.ts';
import type { CdEvent } from './schemas.ts';
import { artifactOf, serviceNameOf } from './single.ts';

interface Known {
	readonly subject: CdEvent['subject'];
	/** Earliest instant of each predicate. */
	readonly times: Map<string, { readonly at: number; readonly offsetMinutes: number | null }>;
	content: NonNullable<CdEvent['subject']['content']>;
}

/** They are in memory until the file ends. */
const mostSubjects = 500_000;

const joinedPredicates: ReadonlySet<string> = new Set([
	...['incident.detected', 'incident.reported', 'incident.resolved'],
	...['pipelinerun.queued', 'pipelinerun.started', 'pipelinerun.finished'],
	...['change.created', 'change.reviewed', 'change.merged', 'change.abandoned'],
]);

export interface Joined {
	/** False for an event of another kind. */
	takes(predicate: string): boolean;
	/** Null, or what is wrong with the event. */
	add(predicate: string, event: CdEvent): string | null;
	/** At the end of the file. */
	told(): Iterable<{ readonly fact: Fact } | { readonly leftOut: LeftOut }>;
}

const earliest = (known: Known, predicates: readonly string[]) =>
	predicates
		.flatMap((predicate) => known.times.get(predicate) ?? [])
		.toSorted((a, b) => a.at - b.at)
		.at(0) ?? null;

const subjectId = ({ subject }: Known): string => (subject.source ? `${subject.source}#${subject.id}` : subject.id);

function incident(names: ImportNames, known: Known): IncidentFact | string {
	const began = earliest(known, ['incident.detected', 'incident.reported']);
	if (began === null) return 'no event tells when it began';
	const { content, times } = known;
	const service = content.service?.id ?? null;
	const { version } = artifactOf(content.artifactId);
	const resolvedAt = times.get('incident.resolved')?.at ?? null;
	return {
		...{ kind: 'incident', source: names.id, nativeId: subjectId(known), url: null, severity: 'unknown' },
		...{ offsetMinutes: began.offsetMinutes, title: content.description ?? known.subject.id },
		...{ service: service === null ? null : serviceNameOf(names, service), sourceService: service },
		environment: incidentEnvironmentOf(names.environments, content.environment?.id),
		...{ startedAt: began.at, detectedAt: times.get('incident.detected')?.at ?? began.at, acknowledgedAt: null },
		resolvedAt: resolvedAt === null ? null : Math.max(resolvedAt, began.at),
		...{ causedBy: version === null ? [] : [`version:${version}`], isNotFromChange: false },
	};
}

const runStates: Readonly<Record<string, PipelineRunFact['state']>> = {
	...{ success: 'passed', failure: 'failed', error: 'failed', cancel: 'cancelled' },
};

function pipelineRun(names: ImportNames, known: Known): PipelineRunFact | string {
	const began = earliest(known, ['pipelinerun.queued', 'pipelinerun.started', 'pipelinerun.finished']);
	if (began === null) return 'no event tells when it began';
	const { content, subject, times } = known;
	const workflow = content.pipelineName ?? null;
	const service = serviceOf(names.services, [workflow, subject.source]);
	if (service === null)
		return `which service the pipeline ${workflow ?? subject.id} is of is not known; write it into services`;
	const finished = times.get('pipelinerun.finished') ?? null;
	const outcome = content.outcome ?? '';
	const state = finished === null ? 'running' : Object.hasOwn(runStates, outcome) ? runStates[outcome] : undefined;
	if (state === undefined) return 'it is finished, but its outcome is not known';
	const url = content.url ?? content.uri ?? null;
	return {
		...{ kind: 'pipeline-run', source: names.id, nativeId: subjectId(known), offsetMinutes: began.offsetMinutes },
		...{ url: url !== null && /^https?:\/\//.test(url) ? url : null, service, workflow: workflow ?? service },
		// CDEvents does not say of which commit a run was, nor of which branch.
		...{ branch: null, isDefaultBranch: false, commit: '', attempt: 1, state, createdAt: began.at },
		startedAt: times.get('pipelinerun.started')?.at ?? null,
		...{ finishedAt: finished?.at ?? null, waitedForPeopleMs: null },
	};
}

function change(names: ImportNames, known: Known): ChangeFact | string {
	const began = earliest(known, ['change.created', 'change.reviewed', 'change.merged']);
	if (began === null) return 'it was given up before it was merged';
	const { content, subject, times } = known;
	const number = Number(/(\d{1,9})$/.exec(subject.id)?.[1] ?? Number.NaN);
	const repository = content.repository?.id ?? null;
	if (repository === null) return 'it names no repository';
	if (Number.isNaN(number)) return 'its id does not end with a number';
	return {
		...{ kind: 'change', source: names.id, nativeId: subjectId(known), url: null, offsetMinutes: began.offsetMinutes },
		...{ repository, number, title: content.description ?? subject.id, branch: null, labels: [], author: null },
		...{ createdAt: began.at, firstReviewAt: times.get('change.reviewed')?.at ?? null, approvedAt: null },
		...{ mergedAt: times.get('change.merged')?.at ?? null, mergeCommit: null, commits: [], isCut: false },
	};
}

const readers: Readonly<Record<string, (names: ImportNames, known: Known) => Fact | string>> = {
	...{ incident, pipelinerun: pipelineRun, change },
};

/** What was said keeps; what a later event says more is added. */
function said(known: Known['content'], more: CdEvent['subject']['content']): Known['content'] {
	const fresh = Object.entries(more ?? {}).filter(([, value]) => value !== null && value !== undefined);
	return { ...known, ...Object.fromEntries(fresh) };
}

export function createJoined(names: ImportNames): Joined {
	const subjects = new Map<string, Known>();
	return {
		takes: (predicate) => joinedPredicates.has(predicate),
		add(predicate, { context, subject }) {
			const when = instantOf(context.timestamp);
			if (when === null) return 'its timestamp is no instant with an offset';
			const key = `${predicate.split('.')[0]}\n${subject.source ?? ''}\n${subject.id}`;
			const known = subjects.get(key) ?? { subject, times: new Map(), content: {} };
			if (subjects.size >= mostSubjects && !subjects.has(key)) {
				throw new FileRefusal(`tells of more than ${mostSubjects} things`, null, 'Split it by years.', true);
			}
			const before = known.times.get(predicate);
			if (before === undefined || when.at < before.at) known.times.set(predicate, when);
			known.content = said(known.content, subject.content);
			subjects.set(key, known);
			return null;
		},
		*told() {
			for (const [key, known] of subjects) {
				const kind = key.slice(0, key.indexOf('\n'));
				const fact = readers[kind]?.(names, known) ?? 'it is of no kind that is read';
				yield typeof fact === 'string' ? { leftOut: { what: `The ${kind} ${known.subject.id}`, why: fact } } : { fact };
			}
		},
	};
}
